"""Test ``facts check`` and ``facts import`` with unusual files, the same file twice, and other people's files."""

from __future__ import annotations

import io
import json
import logging
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.cli import main
from bot.commands.exits import Exit
from bot.facts import limits
from bot.settings import Settings

FACT = {
    "id": "harbour-release",
    "production": "harbour",
    "topic": "release",
    "text": "It opens on 3 May 2030.",
    "phrasings": ["when does it open"],
    "sources": [{"title": "Studio", "url": "https://example.org/harbour"}],
}
PACK: dict[str, Any] = {
    "format": "callsheet-pack",
    "version": 1,
    "productions": [{"id": "harbour", "title": "The Harbour", "aliases": ["Harbour"]}],
    "facts": [FACT],
}


class Run:
    """Runs command lines in this process, in an empty folder."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys
        self.out = self.err = ""

    def __call__(self, *arguments: str) -> int:
        self._capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        self.out, self.err = self._capsys.readouterr()
        return int(ended.value.code or 0)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Run]:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    write("harbour.json", PACK)
    yield Run(capsys)
    root.handlers[:] = before
    root.setLevel(level)


def write(name: str, whole: object) -> None:
    Path(name).write_text(json.dumps(whole), encoding="utf-8")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names here")
@pytest.mark.parametrize("command", ["check", "import"])
def test_anything_but_a_file_is_refused_without_blocking(run: Run, command: str) -> None:
    os.mkfifo("pipe")
    Path("folder").mkdir()
    cases = {"/dev/zero": "a device", "/dev/random": "a device", "pipe": "a pipe", "folder": "directory"}
    for name, kind in cases.items():
        ended: list[int] = []
        thread = threading.Thread(target=lambda name=name, ended=ended: ended.append(run("facts", command, name)))
        thread.daemon = True
        thread.start()
        thread.join(60)
        assert ended == [Exit.REFUSED], name
        assert kind in run.err
        assert name in run.err


def test_a_file_is_read_up_to_its_limit(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    with Path("huge.json").open("wb") as file:
        file.truncate(50_000_000_000)  # a sparse file takes no space
    assert run("facts", "check", "huge.json") == Exit.REFUSED
    assert f"too large (the limit is {limits.HOST_FILE / 1e6:g} MB)" in run.err
    for given, code in ((json.dumps(PACK).encode(), Exit.DONE), (b" " * (limits.HOST_FILE + 1), Exit.REFUSED)):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(given)))
        assert run("facts", "check", "-") == code
    assert "standard input is too large" in run.err


def test_names_and_fields_reach_the_terminal_without_escapes(run: Run) -> None:
    name = "\x1b]0;owned\x07\n[31m.json"
    write(name, {**PACK, "\x1b[31m": 1, "facts": [{**FACT, "\x1b[2J": "\x9b31m", "status": "\x1b[5m"}]})
    for command in ("check", "import"):
        assert run("facts", command, name) == Exit.REFUSED
        assert (run.out + run.err).replace("\n", "").isprintable()
        assert all("harbour-release" in line or ".json" in line for line in run.err.splitlines())


def test_problems_name_their_row_column_and_cell(run: Run) -> None:
    rows = "kind,id,production,topic,text,value\nproduction,a,,,A,\nfact,a-b,a,crew,It is.,sprung 2026\n"
    Path("a.csv").write_text(rows, encoding="utf-8")
    assert run("facts", "check", "a.csv") == Exit.REFUSED
    assert "a.csv: row 3, a-b, column “value”: " in run.err
    assert "sprung 2026" in run.err
    assert not any(jargon in run.err for jargon in ("edtf", "facts[", "value.", "Input should", "string_"))
    Path("b.csv").write_text("fact,a-b,a,crew,It is.\n", encoding="utf-8")
    for command in ("check", "import"):
        assert run("facts", command, "b.csv") == Exit.REFUSED
        assert "row 1 doesn't name the columns" in run.err


def test_importing_the_same_file_again_changes_nothing_and_says_so(run: Run) -> None:
    run("facts", "import", "harbour.json")
    run("facts", "export", "again.csv")
    assert run("facts", "import", "again.csv") == Exit.DONE
    assert "0 facts added, 0 changed; 0 productions added or changed." in run.out
    assert "Nothing changed: the store already has all of this." in run.out
    run("facts", "history", "harbour-release", "--json")
    assert run.out.count("\n") == 1


def test_another_pack_is_added_and_its_names_are_compared(run: Run) -> None:
    run("facts", "import", "harbour.json")
    other = {"id": "port", "title": "The Port", "aliases": ["harbour!"]}
    write(
        "other.json", {**PACK, "productions": [other], "facts": [{**FACT, "id": "port-release", "production": "port"}]}
    )
    assert run("facts", "import", "other.json") == Exit.DONE
    assert "1 fact added, 0 changed; 1 production added or changed." in run.out
    assert "other names: “harbour!” is also a name of harbour; keep it for one of them" in run.err


def test_duplicate_ids_are_refused(run: Run) -> None:
    write("twice.json", {**PACK, "facts": [FACT, {**FACT, "text": "It opened."}]})
    assert run("facts", "import", "twice.json") == Exit.REFUSED
    assert "is already the id of another fact (fact 1 in line 1)" in run.err
    assert run("facts", "list") == Exit.DONE
    assert "It opened." not in run.out
