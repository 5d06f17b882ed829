"""Backs up a store, and dies or waits at one step of writing; run by ``test_kill_backup.py`` as a process of its own.

``backing_up.py STORE STEP kill`` ends itself without warning when it comes to that step; ``... wait`` says so on
stdout and goes on when it gets a line. ``STEP`` is a method of ``FileSystem``, or ``between`` for a random moment.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import threading
from pathlib import Path

from bot.stores.tinydb.database.backups import Backups
from bot.stores.tinydb.facts.store import check_facts
from bot.stores.tinydb.files.atomic import FileSystem


class Stopping(FileSystem):
    """A disk that stops the process right before one step, as often as it comes to it."""

    def __init__(self, step: str, how: str) -> None:
        self._step = step
        self._how = how

    def _reach(self, step: str) -> None:
        if step != self._step:
            return
        if self._how == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        sys.stdout.write(f"{step}\n")
        sys.stdout.flush()
        sys.stdin.readline()

    def write(self, handle: int, data: bytes) -> None:
        super().write(handle, data[: len(data) // 2])
        self._reach("write")
        super().write(handle, data[len(data) // 2 :])

    def sync(self, handle: int) -> None:
        self._reach("sync")
        super().sync(handle)

    def close(self, handle: int) -> None:
        self._reach("close")
        super().close(handle)

    def replace(self, source: Path, target: Path) -> None:
        self._reach("replace")
        super().replace(source, target)

    def sync_folder(self, folder: Path) -> None:
        self._reach("sync_folder")
        super().sync_folder(folder)


def main(store: Path, step: str, how: str) -> None:
    """Back up once, or for ever where the moment is random."""
    backups = Backups(store, check_facts, files=Stopping(step, how))
    if step == "between":
        delay = random.SystemRandom().uniform(0, 0.05)
        threading.Timer(delay, os.kill, (os.getpid(), signal.SIGKILL)).start()
    while True:
        written = backups.write()
        if step != "between":
            sys.stdout.write(f"{written}\n")
            return


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3])
