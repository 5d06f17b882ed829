"""Provide a loopback Discord, and bots that connect to it."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from tests.discord_server.server import UNHURRIED, DiscordServer
from tests.process.running import Process, Start

if sys.platform == "win32":
    collect_ignore_glob = ["test_*.py"]  # Windows has no signals to stop a process


@pytest.fixture
async def discord() -> AsyncIterator[DiscordServer]:
    """Start a Discord without any people or servers."""
    async with DiscordServer(patience=UNHURRIED) as server:
        yield server


@pytest.fixture
async def start(discord: DiscordServer, tmp_path: Path) -> AsyncIterator[Start]:
    """Return a function that starts a bot: on Discord, unless ``online`` is false. It takes Python's options and
    settings."""
    async with AsyncExitStack() as stack:

        async def started(*, online: bool = True, options: tuple[str, ...] = (), **settings: str) -> Process:
            before = discord.gateway.sessions_started
            process = await Process.start(tmp_path, discord.settings | settings, options=options)
            stack.push_async_callback(process.kill)
            if online:
                await process.until(discord.gateway.session(after=before))
            return process

        yield started
