"""Run commands that only read while a bot is running: they work, and nothing in its folder changes."""
# looking at small files blocks nobody here

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
import typer

from bot.cli import app
from bot.commands.exits import Exit
from bot.data import shipped_packs
from tests.discord_server.server import UNHURRIED, DiscordServer
from tests.process.running import Ended, Process

pytestmark = pytest.mark.asyncio(loop_scope="module")

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
"""Options for reading, and command lines that only read."""

WRITING = {"start", "run", "chat", "backup"}
"""Commands that write to the store or its backups, with any options."""


def _commands(command: Any, path: tuple[str, ...] = ()) -> Iterator[str]:
    for name, found in getattr(command, "commands", {}).items():
        yield from _commands(found, (*path, name)) if hasattr(found, "commands") else (" ".join((*path, name)),)


async def test_every_command_is_listed_as_reading_or_writing() -> None:
    assert set(READING) | WRITING == set(_commands(typer.main.get_command(app)))
    assert not set(READING) & WRITING


def _seen(folder: Path) -> dict[str, tuple[int, int, int, bytes]]:
    """Return the inode, time, mode and content of every file in a folder."""
    found = {}
    for path in [folder, *sorted(folder.rglob("*"))]:
        stat = path.stat()
        content = path.read_bytes() if path.is_file() else b""
        found[str(path.relative_to(folder))] = (stat.st_ino, stat.st_mtime_ns, stat.st_mode, content)
    return found


async def _run(folder: Path, *arguments: str) -> Ended:
    return await (await Process.start(folder, {}, *arguments)).ended()


@dataclass(frozen=True)
class Running:
    """A bot on Discord, and the folder of its store."""

    folder: Path
    pid: int
    fact: str


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def running(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Running]:
    """Start a bot with questions and a backup in its folder."""
    folder = tmp_path_factory.mktemp("bot")
    (folder / "questions.txt").write_text(f"{QUESTION}\n{QUESTION}\n", encoding="utf-8")
    (folder / "questions.tsv").write_text(f"{QUESTION}\tNONE\tplaces\n", encoding="utf-8")
    async with DiscordServer(patience=UNHURRIED) as server:
        process = await Process.start(folder, server.settings)
        try:
            await process.until(server.gateway.session())
            assert (await _run(folder, "backup")).code == Exit.DONE
            fact = next(iter(json.loads((folder / "store.json").read_bytes())["facts"].values()))["fact"]["id"]
            yield Running(folder, process.pid, fact)
        finally:
            ended = await process.stop()
    assert ended.code == 0
    assert "ERROR" not in ended.err


@pytest.mark.parametrize("arguments", [line for lines in READING.values() for line in lines], ids=" ".join)
async def test_reading_commands_work_and_change_nothing(running: Running, arguments: tuple[str, ...]) -> None:
    before = _seen(running.folder)
    ended = await _run(running.folder, *(each.format(fact=running.fact) for each in arguments))
    assert ended.code == Exit.DONE, ended.err
    assert ended.out
    assert _seen(running.folder) == before
    if arguments == ("doctor",):
        assert f"in use by another process (pid {running.pid})" in ended.out


@pytest.mark.parametrize("arguments", [("chat",), ("facts", "import", PACK), ("restore", "--latest")], ids=" ".join)
async def test_writing_commands_are_refused_and_name_the_running_bot(
    running: Running, arguments: tuple[str, ...]
) -> None:
    ended = await _run(running.folder, *arguments)
    assert ended.code == Exit.STORE
    assert str(running.pid) in ended.err


@pytest.mark.parametrize(
    "arguments", [("ask", QUESTION), ("facts", "list"), ("facts", "export"), ("facts", "import", "--dry-run", PACK)]
)
async def test_without_a_store_the_packs_are_read_and_nothing_is_created(
    tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    before = _seen(tmp_path)
    ended = await _run(tmp_path, *arguments)
    assert ended.code == Exit.DONE, ended.err
    assert ended.out
    assert _seen(tmp_path) == before
