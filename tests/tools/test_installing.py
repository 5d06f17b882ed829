"""Showing how far installing is: one line that changes on a terminal, plain lines elsewhere."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from tools.installing import Line, Progress, install, requirements

ROOT = Path(__file__).parents[2]


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def _arrive(site: Path, *names: str) -> None:
    for name in names:
        folder = site / f"{name}-1.dist-info"
        folder.mkdir()
        (folder / "RECORD").touch()


def test_it_counts_what_pip_fetched_and_what_has_arrived(tmp_path: Path) -> None:
    _arrive(tmp_path, "pip")
    progress = Progress(tmp_path, 3)
    assert str(progress) == "fetching packages: 0 of 3 at most"
    progress.hear_all(["Collecting one==1\n", "  Downloading one\n", "Requirement already satisfied: two==1 in x\n"])
    assert str(progress) == "fetching packages: 2 of 3 at most"
    progress.hear_all(["Installing collected packages: one, three\n"])
    _arrive(tmp_path, "one")
    assert str(progress) == "installing packages: 1 of 2"
    _arrive(tmp_path, "three")
    assert progress.outcome() == "installing packages: 2 of 2"


def test_where_all_is_there_it_says_so(tmp_path: Path) -> None:
    progress = Progress(tmp_path, 1)
    progress.hear_all(["Requirement already satisfied: one==1 in x\n"])
    assert progress.outcome() == "nothing was missing"


def test_in_a_pipe_there_are_plain_lines_and_each_once() -> None:
    stream = io.StringIO()
    line = Line(stream)
    for text in ("one", "one", "two"):
        line.show(text)
    line.end()
    assert stream.getvalue() == "  one\n  two\n"


def test_on_a_terminal_one_line_changes() -> None:
    stream = _Terminal()
    line = Line(stream)
    for text in ("one", "two"):
        line.show(text)
    line.end()
    assert stream.getvalue() == "\r\x1b[K  one\r\x1b[K  two\n"


def test_what_is_pinned_is_counted() -> None:
    text = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    assert requirements(ROOT / "requirements.txt") == sum("==" in line.split("--hash")[0] for line in text.splitlines())


def test_what_cannot_be_installed_is_told_and_has_its_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    file, stream = tmp_path / "requirements.txt", io.StringIO()
    file.write_text(f"callsheet-has-no-such-package==1 --hash=sha256:{'0' * 64}\n", encoding="utf-8")
    assert install(file, stream) != 0
    assert "could not be installed" in stream.getvalue()
