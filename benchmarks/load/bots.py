"""Start this bot and its peers as processes, and read the CPU time that they took."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from benchmarks.load.peers import CARD, FIXED
from tests.discord_server.server import DiscordServer
from tests.process.running import ROOT, Process

CALLSHEET = "callsheet"
KINDS = (CALLSHEET, FIXED, CARD)
NAMES = {CALLSHEET: "this bot", FIXED: "minimal bot, fixed text", CARD: "minimal bot, card"}


class Running:
    """A bot that runs."""

    def __init__(self, kind: str, pid: int, server: DiscordServer) -> None:
        self.kind = kind
        self.pid = pid
        self.server = server
        self._stat = Path(f"/proc/{pid}/stat")

    def cpu(self) -> float:
        """Return the seconds of CPU time so far; 0 where the system has no /proc."""
        if not self._stat.exists():
            return 0.0
        fields = self._stat.read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@asynccontextmanager
async def running(kind: str, folder: Path, server: DiscordServer) -> AsyncIterator[Running]:
    """Run a bot on a loopback Discord until the block ends."""
    if kind == CALLSHEET:
        ours = await Process.start(folder, server.settings)
        try:
            await ours.until(server.gateway.session())
            yield Running(kind, ours.pid, server)
        finally:
            await ours.stop()
        return
    peer = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "benchmarks.load.peers", kind, cwd=ROOT, env=os.environ | server.settings
    )
    try:
        await server.gateway.session()
        yield Running(kind, peer.pid, server)
    finally:
        peer.terminate()
        await peer.wait()
