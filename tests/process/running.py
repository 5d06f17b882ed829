"""The bot as a process of its own, told by its environment to come to the loopback Discord."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from bot.settings import Settings
from tests.discord_server.journal import PATIENCE, Journal

T = TypeVar("T")

ROOT = Path(__file__).parents[2]

GRACE = 60.0
"""Seconds after which a process that was asked to end never will. What keeps it in these tests never ends by itself."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a process ended."""

    code: int
    out: str
    err: str


class Process:
    """One process, with the lines that it writes to stderr as they come."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.pid = process.pid
        self.log: Journal[str] = Journal("a line of the log")
        self._process = process
        self._reading = asyncio.create_task(self._read())

    @classmethod
    async def start(
        cls,
        folder: Path,
        settings: Mapping[str, str],
        *arguments: str,
        options: tuple[str, ...] = (),
        installed: Path | None = None,
    ) -> Process:
        """Start ``python -m bot`` with these settings and no others, in a folder of its own.

        ``installed`` is the Python of an installation to run instead of this checkout.
        """
        # Compiled modules are kept, whatever this process does: twenty starts would compile them twenty times.
        ours = {name.upper() for name in Settings.model_fields} | {"PYTHONDONTWRITEBYTECODE"}
        environment = {name: value for name, value in os.environ.items() if name not in ours}
        environment |= {"PYTHONPATH": str(ROOT), "STORE_URL": "tinydb:///store.json", **settings}
        if installed is not None:
            del environment["PYTHONPATH"]
        process = await asyncio.create_subprocess_exec(
            str(installed or sys.executable),
            *options,
            "-m",
            "bot",
            *(arguments or ("run",)),
            cwd=folder,
            env=environment,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        return cls(process)

    async def _read(self) -> str:
        assert self._process.stdout is not None
        assert self._process.stderr is not None
        out = asyncio.create_task(self._process.stdout.read())
        async for line in self._process.stderr:
            self.log.add(line.decode(errors="replace").rstrip())
        return (await out).decode(errors="replace")

    async def until(self, event: Coroutine[Any, Any, T]) -> T:
        """Wait for something that the process brings about; fails at once where it ends before."""
        waiting, living = asyncio.create_task(event), asyncio.create_task(self._process.wait())
        await asyncio.wait({waiting, living}, return_when=asyncio.FIRST_COMPLETED)
        living.cancel()
        if not waiting.done():
            waiting.cancel()
            raise AssertionError(f"the process ended: {await self.ended()}")
        return await waiting

    async def ended(self, *, within: float = PATIENCE) -> Ended:
        """Wait until it ends by itself; it is killed after ``within`` seconds."""
        try:
            async with asyncio.timeout(within):
                await self._process.wait()
        except TimeoutError:
            self._process.kill()
        out = await self._reading
        code = await self._process.wait()
        return Ended(code, out, "\n".join(self.log))

    async def stop(self, ending: signal.Signals = signal.SIGTERM) -> Ended:
        """Ask it to end, as a supervisor does: kill it if it takes longer than it may."""
        if self._process.returncode is None:
            self._process.send_signal(ending)
        return await self.ended(within=GRACE)

    async def kill(self) -> Ended:
        """End it without asking."""
        if self._process.returncode is None:
            self._process.kill()
        return await self.ended()


Start = Callable[..., Awaitable[Process]]
"""Starts a bot; see the fixture of this name."""


def activity(folder: Path) -> dict[str, Any]:
    """What the process left in its file of what fans do."""
    found: dict[str, Any] = json.loads((folder / "store.activity.json").read_text(encoding="utf-8"))
    return found
