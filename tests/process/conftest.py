"""A loopback Discord, and bots that are sent to it."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from tests.discord_server.server import UNHURRIED, DiscordServer
from tests.process.running import Process, Start

if sys.platform == "win32":
    collect_ignore_glob = ["test_*.py"]  # Windows has no signals to end a process with


@pytest.fixture
async def discord() -> AsyncIterator[DiscordServer]:
    """A Discord that knows nobody yet."""
    async with DiscordServer(patience=UNHURRIED) as server:
        yield server


@pytest.fixture
async def start(discord: DiscordServer, tmp_path: Path) -> AsyncIterator[Start]:
    """Starts a bot: on Discord, unless ``online`` is false; further settings by name, options of Python's before."""
    async with AsyncExitStack() as stack:

        async def started(*, online: bool = True, options: tuple[str, ...] = (), **settings: str) -> Process:
            before = discord.gateway.sessions_started
            process = await Process.start(tmp_path, discord.settings | settings, options=options)
            stack.push_async_callback(process.kill)
            if online:
                await process.until(discord.gateway.session(after=before))
            return process

        yield started
