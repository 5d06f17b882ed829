"""Check that background tasks run at their interval, even if a run fails."""

from __future__ import annotations

import asyncio
import logging

import pytest

from bot.desk.errors import NotFound
from bot.frontends.discord.shared.periodic import PeriodicCog
from tests.frontends.discord.world import World


class Failing(PeriodicCog):
    """Fails in its first runs, and counts all runs."""

    task_name = "the failing of rounds"

    def __init__(self, world: World, every: float) -> None:
        self.interval = every
        super().__init__(world.bot)
        self.done = 0
        self.third = asyncio.Event()

    async def run_once(self) -> None:
        self.done += 1
        if self.done < 3:
            raise NotFound("nothing to be found")
        self.third.set()


async def test_runs_continue_after_logged_failures(world: World, caplog: pytest.LogCaptureFixture) -> None:
    cog = Failing(world, every=0.01)
    with caplog.at_level(logging.ERROR):
        await cog.on_ready()
        await cog.on_ready()
        await cog.third.wait()
    assert caplog.text.count("the failing of rounds failed") == 2
    await cog.cog_unload()


async def test_a_failed_run_is_not_repeated_immediately(world: World) -> None:
    cog = Failing(world, every=3600)
    await cog.on_ready()
    for _ in range(200):
        await asyncio.sleep(0)
    assert cog.done == 1
    assert cog.loop.is_running()
    await cog.cog_unload()
