"""Install pinned requirements with pip and show the progress: ``python installing.py requirements.txt``.

On a terminal it updates one line; into a file or pipe it writes a line every few seconds. It runs before anything is
installed, so it needs nothing but Python. It installs into the environment of the Python that runs it.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from sysconfig import get_path
from typing import TextIO

EVERY = {True: 0.2, False: 5.0}
"""Seconds between two looks, on a terminal and elsewhere."""

PIP = ("-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--progress-bar", "off", "--require-hashes")


class Progress:
    """How far pip is, from the lines that it prints and from what has arrived in the environment."""

    def __init__(self, site: Path, named: int) -> None:
        self._site = site
        self._before = self._packages()
        self._named = named
        self._fetched = 0
        self._to_install: int | None = None

    def hear_all(self, lines: Iterable[str]) -> None:
        """Take in what pip prints, as it comes."""
        for line in lines:
            self._hear(line)

    def _hear(self, line: str) -> None:
        if line.startswith(("Collecting ", "Requirement already satisfied:")):
            self._fetched += 1
        elif line.startswith("Installing collected packages:"):
            self._to_install = len(line.partition(":")[2].split(","))

    def outcome(self) -> str:
        """Return what came of it, where pip had no trouble."""
        return "nothing was missing" if self._to_install is None else str(self)

    def __str__(self) -> str:
        if self._to_install is None:
            return f"fetching packages: {self._fetched} of {self._named} at most"
        arrived = min(self._to_install, max(0, self._packages() - self._before))
        return f"installing packages: {arrived} of {self._to_install}"

    def _packages(self) -> int:
        return sum(1 for _ in self._site.glob("*.dist-info/RECORD"))


class Line:
    """Where progress is shown."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._rewrites = stream.isatty()
        self._shown = ""
        self.every = EVERY[self._rewrites]

    def show(self, text: str) -> None:
        """Show how far it is now; nothing where that was said already."""
        if text == self._shown:
            return
        ending = "" if self._rewrites else "\n"
        start = "\r\x1b[K" if self._rewrites else ""
        self._stream.write(f"{start}  {text}{ending}")
        self._stream.flush()
        self._shown = text

    def end(self) -> None:
        """Go on to the next line."""
        if self._rewrites and self._shown:
            self._stream.write("\n")
            self._stream.flush()


def requirements(file: Path) -> int:
    """Return how many packages a file pins. Some may be for other systems only."""
    return len(re.findall(r"^[A-Za-z0-9][\w.-]*==", file.read_text(encoding="utf-8"), re.MULTILINE))


def install(file: Path, stream: TextIO = sys.stderr) -> int:
    """Install what a file pins, and return pip's exit code. What pip complains of goes to stderr as it comes."""
    named = requirements(file)
    stream.write(f"Installing the {named} packages that {file.name} pins. The first time this takes a minute or two.\n")
    progress, line = Progress(Path(get_path("purelib")), named), Line(stream)
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        [sys.executable, *PIP, "-r", str(file)],
        stdout=subprocess.PIPE,
        encoding="utf-8",
        errors="replace",
        env=environment,
    ) as pip:
        for text in _ticking(pip, progress, line.every):
            line.show(text)
    line.show(progress.outcome() if pip.returncode == 0 else "they could not be installed; pip says why above")
    line.end()
    return pip.returncode


def _ticking(pip: subprocess.Popen[str], progress: Progress, every: float) -> Iterator[str]:
    """How far it is, again and again until pip has ended."""
    assert pip.stdout is not None
    lines = pip.stdout
    reader = threading.Thread(target=lambda: progress.hear_all(lines), daemon=True)
    reader.start()
    said = 0.0
    while reader.is_alive():
        reader.join(0.1)
        if time.monotonic() - said >= every:
            said = time.monotonic()
            yield str(progress)
    pip.wait()


if __name__ == "__main__":
    sys.exit(install(Path(sys.argv[1])))
