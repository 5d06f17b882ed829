"""Ask a question that the engine fails on: there is an apology with a reference everywhere, and the bot continues."""

from __future__ import annotations

import logging
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.answers.knowledge import Knowledge
from tests.desk.breaking import BREAKING, BreakingEngine
from tests.frontends.discord.world import World, last_in, running, words

BROKEN = f"who made the {BREAKING} of the lantern keepers"
SOUND = "when does the lantern keepers come out"


@pytest.fixture
async def world(tmp_path: Path, knowledge: Knowledge, pack: Path) -> AsyncIterator[World]:
    async with running(tmp_path, knowledge, pack, BreakingEngine) as found:
        yield found


def apology_in(content: str) -> str:
    """Return the reference in an apology."""
    found = re.search(r"something went wrong on my side.* Reference: ([0-9a-f]{6})", content)
    assert found is not None, content
    return found[1]


async def test_a_command_apologises_and_the_next_one_is_answered(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        content = words(await world.fan.slash(world.channel, "ask", question=BROKEN))
    assert apology_in(content) in caplog.text
    assert BREAKING not in caplog.text
    assert "14 May 2027" in words(await world.fan.slash(world.channel, "ask", question=SOUND))


async def test_a_mention_apologises_and_the_next_one_is_answered(world: World) -> None:
    assert world.bot.user is not None
    await world.fan.send(world.channel, f"{world.bot.user.mention} {BROKEN}")
    assert apology_in(words(last_in(world.channel)))
    await world.fan.send(world.channel, f"{world.bot.user.mention} {SOUND}")
    assert "14 May 2027" in words(last_in(world.channel))


async def test_why_apologises_and_autocomplete_of_facts_still_works(world: World) -> None:
    assert apology_in(words(await world.moderator.slash(world.channel, "why", question=BROKEN)))
    await world.moderator.autocomplete(world.channel, "fact edit", "fact", BREAKING)
    assert await world.moderator.autocomplete(world.channel, "fact edit", "fact", "lantern")
