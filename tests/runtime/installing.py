"""Callsheet as users install it: the wheel and what ``requirements.txt`` pins, in an environment of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.settings import Settings

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str


@dataclass(frozen=True, slots=True)
class Installed:
    """An installation outside the checkout; ``log`` is what installing it printed."""

    folder: Path
    log: str

    @property
    def scripts(self) -> Path:
        """Where its programs are."""
        return self.folder / "env" / ("Scripts" if sys.platform == "win32" else "bin")

    @property
    def python(self) -> Path:
        """Its Python."""
        return self.scripts / ("python.exe" if sys.platform == "win32" else "python")

    def environment(self, home: Path) -> dict[str, str]:
        """What a user's shell hands on: nothing of the checkout, and no setting."""
        ours = {name.upper() for name in Settings.model_fields}
        kept = ("PATH", "SYSTEMROOT", "LANG", "TMPDIR", "TEMP", "TMP")
        inherited = {name: value for name, value in os.environ.items() if name in kept and name not in ours}
        return inherited | {"HOME": str(home), "USERPROFILE": str(home), "LOCALAPPDATA": str(home), "NO_COLOR": "1"}

    def callsheet(self, folder: Path, arguments: Sequence[str], stdin: str = "") -> Ended:
        """Run a command line in a folder."""
        return run([str(self.scripts / "callsheet"), *arguments], folder, self.environment(folder), stdin)


def run(command: Sequence[str], folder: Path, environment: dict[str, str], stdin: str = "") -> Ended:
    """Run a program to its end."""
    ended = subprocess.run(
        command,
        cwd=folder,
        env=environment,
        input=stdin,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=600,
    )
    return Ended(ended.returncode, ended.stdout, ended.stderr)


def install(folder: Path) -> Installed:
    """Build the wheel and install it into ``folder``, hash-checked, with what running needs alone."""
    assert not folder.resolve().is_relative_to(ROOT)
    environment = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    log = []

    def do(python: str | Path, *arguments: str, cwd: Path = folder) -> None:
        ended = run([str(python), *arguments], cwd, environment)
        log.append(ended.out + ended.err)
        assert ended.code == 0, log[-1]

    do(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder / "wheel"), cwd=ROOT)
    (wheel,) = (folder / "wheel").glob("callsheet-*.whl")
    do(sys.executable, "-m", "venv", str(folder / "env"))
    installed = Installed(folder, "")
    do(installed.python, str(ROOT / "tools" / "installing.py"), str(ROOT / "requirements.txt"))
    do(installed.python, "-m", "pip", "install", "--disable-pip-version-check", "--no-index", "--no-deps", str(wheel))
    return Installed(folder, "\n".join(log))
