"""Run the bot as a separate process on the loopback Discord."""

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
"""Seconds after which a process will never end. If something keeps it running in these tests, it never ends by
itself."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a process ended."""

    code: int
    out: str
    err: str


class Process:
    """A running process, with the lines that it writes to stderr."""

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
        """Start ``python -m bot`` in its own folder, with only these settings.

        ``installed`` is the Python of an installation to run instead of this checkout.
        """
        # Always write bytecode, or twenty starts would compile the modules twenty times.
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
        """Wait for something that the process causes. Fail immediately if it ends first."""
        waiting, living = asyncio.create_task(event), asyncio.create_task(self._process.wait())
        await asyncio.wait({waiting, living}, return_when=asyncio.FIRST_COMPLETED)
        living.cancel()
        if not waiting.done():
            waiting.cancel()
            raise AssertionError(f"the process ended: {await self.ended()}")
        return await waiting

    async def ended(self, *, within: float = PATIENCE) -> Ended:
        """Wait until it ends by itself. Kill it after ``within`` seconds."""
        try:
            async with asyncio.timeout(within):
                await self._process.wait()
        except TimeoutError:
            self._process.kill()
        out = await self._reading
        code = await self._process.wait()
        return Ended(code, out, "\n".join(self.log))

    async def stop(self, ending: signal.Signals = signal.SIGTERM) -> Ended:
        """Stop it like a supervisor: send a signal, and kill it if it takes too long."""
        if self._process.returncode is None:
            self._process.send_signal(ending)
        return await self.ended(within=GRACE)

    async def kill(self) -> Ended:
        """Kill it."""
        if self._process.returncode is None:
            self._process.kill()
        return await self.ended()


Start = Callable[..., Awaitable[Process]]
"""Starts a bot; see the fixture with this name."""


def activity(folder: Path) -> dict[str, Any]:
    """Return what the process stored about people's activity."""
    found: dict[str, Any] = json.loads((folder / "store.activity.json").read_text(encoding="utf-8"))
    return found
