"""Check that commands never print control characters to a terminal, whatever is in files or in the store."""

from __future__ import annotations

import ast
import io
import json
import logging
import re
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
import pytest

from bot.cli import main
from bot.commands import output
from bot.commands.exits import Exit
from bot.facts.models import Action, AnnouncedDate, DateValue, Fact, Production, Revision, Source
from bot.settings import Settings
from bot.stores.tinydb import open_fact_store

ROOT = Path(__file__).parents[1]
EVIL = "\x1b]0;owned\x07\x1b[31m\x9b2J\u202egnp"
OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")

FREE = ("text", "title", "aliases", "subject", "why", "by", "region", "phrasings")
"""Fields of a stored document that contain people's text."""

_PRINTING = re.compile(r"print|.*\becho|.*std(out|err)\b.*\.write|os\.write")

Run = Callable[..., tuple[int, str, str]]


class _Terminal(io.TextIOWrapper):
    """A stream that claims to be a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Run]:
    """Return a function that runs a command line on two terminals, and returns the exit code and what each would
    show."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("TERM", "dumb")
    monkeypatch.chdir(tmp_path)
    root = logging.getLogger()
    before, level = root.handlers[:], root.level

    def run(*arguments: str, stdin: bytes = b"") -> tuple[int, str, str]:
        streams = [_Terminal(io.BytesIO(), encoding="utf-8", newline="") for _ in range(2)]
        (tmp_path / "stdin").write_bytes(stdin)
        with pytest.MonkeyPatch.context() as patch, (tmp_path / "stdin").open(encoding="utf-8") as typed:
            patch.setattr(sys, "stdout", streams[0])
            patch.setattr(sys, "stderr", streams[1])
            patch.setattr(sys, "stdin", typed)
            with pytest.raises(SystemExit) as ended:
                main(arguments)
        shown = []
        for stream in streams:
            stream.flush()
            shown.append(stream.buffer.getvalue().decode())  # type: ignore[attr-defined]
        return int(ended.value.code or 0), shown[0], shown[1]

    yield run
    root.handlers[:] = before
    root.setLevel(level)


def _fact(fact_id: str, number: int) -> Fact:
    """Build a fact with an escape sequence in every field of free text."""
    return Fact(
        id=fact_id,
        production="harbour-lights",
        topic="release",
        subject="release date",
        text=f"Harbour Lights opens on 3 May 203{number}.",
        value=DateValue(edtf=f"203{number}-05-03", region="UK"),
        phrasings=("when does harbour lights come out",),
        sources=(Source(title="Studio", url="https://example.org/harbour", date="2026-01"),),
        announced_dates=(AnnouncedDate(date=f"203{number}-05-03", announced="2026-01"),),
        revision=number,
    )


def _tampered(document: Any, key: str = "") -> Any:
    if isinstance(document, dict):
        return {name: _tampered(value, name) for name, value in document.items()}
    if isinstance(document, list):
        return [_tampered(value, key) for value in document]
    return document + EVIL if isinstance(document, str) and key in FREE else document


@pytest.fixture
async def tampered(run: Run, tmp_path: Path) -> str:
    """Create a store into which somebody wrote escape sequences by hand. Return a fact's id."""
    path = tmp_path / "data" / "store.json"
    store = await open_fact_store(path)
    film = Production(id="harbour-lights", title="Harbour Lights", aliases=("harbor lights",))
    for number in (1, 2):
        at = datetime(2026, 11, 22, tzinfo=UTC)
        change = Revision(
            change=f"c{number}",
            fact=_fact("harbour-release", number),
            action=Action.EDIT,
            by="cli:ann",
            at=at,
            why="so",
        )
        await store.commit([change], [film])
    await store.close()
    content = orjson.loads(path.read_bytes())
    for table in ("facts", "productions", "history"):
        content[table] = _tampered(content[table])
    path.write_bytes(orjson.dumps(content))
    assert path.read_bytes().count(b"owned") > 15
    return "harbour-release"


def _lines(fact: str, odd: str) -> dict[str, tuple[str, ...]]:
    """Return a command line for every command and option that prints stored data or its input."""
    return {
        "list": ("facts", "list"),
        "list json": ("facts", "list", "--json"),
        "history": ("facts", "history", fact),
        "history json": ("facts", "history", fact, "--json"),
        "export": ("facts", "export"),
        "export jsonl": ("facts", "export", "--form", "jsonl"),
        "export csv": ("facts", "export", "--form", "csv"),
        "ask": ("ask", "--spoilers", "when does harbour lights come out"),
        "ask json": ("ask", "--json", "--explain", f"when does harbour lights come out {EVIL}"),
        "ask explained": ("ask", "--explain", f"when does harbour lights come out {EVIL}"),
        "ask about nothing": ("ask", "--production", EVIL, "when"),
        "batch": ("ask", "--batch", EVIL),
        "doctor": ("doctor",),
        "import": ("facts", "import", odd),
        "import absent": ("facts", "import", EVIL),
        "check": ("facts", "check", odd),
        "check absent": ("facts", "check", EVIL),
        "restore": ("restore",),
        "restore absent": ("restore", EVIL),
        "eval": ("eval", odd),
        "eval absent": ("eval", EVIL),
        "no such fact": ("facts", "history", EVIL),
        "no such scope": ("facts", "list", "--scope", EVIL),
        "no such form": ("facts", "export", "--form", EVIL),
        "no such command": (EVIL,),
        "no such option": ("doctor", f"--{EVIL}"),
        "no such value": ("eval", "--misses", EVIL),
        "chat": ("chat", "--spoilers"),
        "backup": ("backup",),
    }


@pytest.mark.parametrize("name", list(_lines("", "")))
def test_no_command_prints_control_characters_to_a_terminal(run: Run, tampered: str, tmp_path: Path, name: str) -> None:
    run("backup")
    odd = tmp_path / f"odd{EVIL}.{'tsv' if name == 'eval' else 'jsonl'}"
    written = "who is it\tNONE\t\x1b[31m\n" if name == "eval" else f'{{"id": "x", "{json.dumps(EVIL)[1:-1]}": 1}}\n'
    odd.write_text(written, encoding="utf-8")
    _, out, err = run(*_lines(tampered, str(odd))[name], stdin=b"when does harbour lights come out\n/facts\n")
    assert out + err
    assert OBEYED.findall(out) == []
    assert OBEYED.findall(err) == []
    assert "Traceback" not in err


def test_an_export_is_the_same_in_a_file_and_a_pipe_without_control_characters(
    run: Run, tampered: str, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    for form in ("json", "jsonl", "csv"):
        assert run("facts", "export", f"out.{form}")[0] == Exit.DONE
        capfdbinary.readouterr()
        with pytest.raises(SystemExit):
            main(("facts", "export", "--form", form))
        piped = capfdbinary.readouterr().out
        assert piped == (tmp_path / f"out.{form}").read_bytes()
        assert b"owned" in piped
        assert not any(sign in piped.decode() for sign in "\x1b\x07\x9b")  # somebody may print the file in a terminal


def test_unexpected_errors_print_a_sentence_with_the_cause_and_set_the_exit_code(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError(f"the cause {EVIL} top-secret-token")

    monkeypatch.setenv("DISCORD_TOKEN", "top-secret-token")
    monkeypatch.setattr("bot.commands.opening.read_facts", fail)
    code, out, err = run("facts", "list")
    assert code == Exit.FAULT
    assert out == ""
    assert "the cause" in err
    assert "Sorry, something went wrong in Callsheet itself (RuntimeError)" in err
    assert "top-secret" not in err
    assert OBEYED.findall(err) == []


def test_commands_print_only_through_bot_commands_output() -> None:
    """A command that writes to a stream directly has to make its text harmless itself, and could forget that."""
    outlet = Path(output.__file__)
    found: list[str] = []
    for path in [ROOT / "bot" / "cli.py", *(ROOT / "bot" / "commands").glob("*.py")]:
        if path == outlet:
            continue
        calls = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
        found += [f"{path.name}:{call.lineno}" for call in calls if _PRINTING.fullmatch(ast.unparse(call.func))]
    assert found == []


def test_write_prints_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    output.write("one\ntwo\x1b[2K\r")
    assert capsys.readouterr().out.count("\n") == 1
