"""Commands that only read, beside a bot that is running: they answer, and nothing in its folder changes."""
# looking at small files blocks nobody here

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from bot.cli import app
from bot.commands.exits import Exit
from bot.data import shipped_packs
from tests.discord_server.server import DiscordServer
from tests.process.running import Ended, Process, Start

QUESTION = "where was the motorcycle cliff jump of mission impossible 7 filmed"
PACK = str(shipped_packs()[0])

READING: dict[str, tuple[tuple[str, ...], ...]] = {
    "ask": (("ask", QUESTION), ("ask", "--json", "--explain", QUESTION), ("ask", "--batch", "questions.txt")),
    "facts list": (("facts", "list"), ("facts", "list", "--json")),
    "facts export": (("facts", "export"), ("facts", "export", "--form", "csv")),
    "facts history": (("facts", "history", "{fact}"), ("facts", "history", "{fact}", "--json")),
    "facts check": (("facts", "check", PACK),),
    "facts import": (("facts", "import", "--dry-run", PACK),),
    "doctor": (("doctor",),),
    "eval": (("eval", "questions.tsv"),),
    "restore": (("restore",),),
}
"""What is read with, and the command lines that only read."""

WRITING = {"start", "run", "chat", "backup"}
"""Commands that write to the store or its backups whatever their options are."""


def _commands(command: Any, path: tuple[str, ...] = ()) -> Iterator[str]:
    for name, found in getattr(command, "commands", {}).items():
        yield from _commands(found, (*path, name)) if hasattr(found, "commands") else (" ".join((*path, name)),)


def test_every_command_is_known_to_read_or_to_write() -> None:
    assert set(READING) | WRITING == set(_commands(typer.main.get_command(app)))
    assert not set(READING) & WRITING


def _seen(folder: Path) -> dict[str, tuple[int, int, int, bytes]]:
    """Everything in a folder: which file, its time, its mode, its content."""
    found = {}
    for path in [folder, *sorted(folder.rglob("*"))]:
        stat = path.stat()
        content = path.read_bytes() if path.is_file() else b""
        found[str(path.relative_to(folder))] = (stat.st_ino, stat.st_mtime_ns, stat.st_mode, content)
    return found


async def _run(folder: Path, *arguments: str) -> Ended:
    return await (await Process.start(folder, {}, *arguments)).ended()


async def test_what_reads_works_beside_a_running_bot_and_leaves_its_folder_alone(
    discord: DiscordServer, start: Start, tmp_path: Path
) -> None:
    (tmp_path / "questions.txt").write_text(f"{QUESTION}\n{QUESTION}\n", encoding="utf-8")
    (tmp_path / "questions.tsv").write_text(f"{QUESTION}\tNONE\tplaces\n", encoding="utf-8")
    process = await start()
    assert (await _run(tmp_path, "backup")).code == Exit.DONE
    listed = await _run(tmp_path, "facts", "list")
    fact = listed.out.splitlines()[0].split("  ")[2]
    before = _seen(tmp_path)
    for lines in READING.values():
        for arguments in lines:
            ended = await _run(tmp_path, *(each.format(fact=fact) for each in arguments))
            assert ended.code == Exit.DONE, (arguments, ended.err)
            assert ended.out, arguments
            assert _seen(tmp_path) == before, arguments
    assert f"in use by another process (pid {process.pid})" in (await _run(tmp_path, "doctor")).out
    assert (await process.stop()).code == 0


async def test_where_nothing_is_yet_reading_answers_from_the_packs_and_makes_nothing(tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    before = _seen(empty)
    for arguments in (("ask", QUESTION), ("facts", "list"), ("facts", "export"), ("doctor",)):
        ended = await _run(empty, *arguments)
        assert ended.code == Exit.DONE, ended.err
        assert _seen(empty) == before, arguments
    dry = await _run(empty, "facts", "import", "--dry-run", PACK)
    assert "would be added" in dry.out
    assert _seen(empty) == before


@pytest.mark.parametrize("arguments", [("chat",), ("facts", "import", PACK), ("restore", "--latest")])
async def test_what_writes_is_refused_beside_a_running_bot(
    discord: DiscordServer, start: Start, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    process = await start()
    assert (await _run(tmp_path, "backup")).code == Exit.DONE
    ended = await _run(tmp_path, *arguments)
    assert ended.code == Exit.STORE
    assert str(process.pid) in ended.err
    assert (await process.stop()).code == 0
