"""A question that the engine raises on: an apology with a reference wherever it is asked, and the bot goes on."""

from __future__ import annotations

import logging
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.answers.language.lexicon import Lexicon
from tests.desk.breaking import BREAKING, BreakingEngine
from tests.frontends.discord.world import World, last_in, running, words

BROKEN = f"who made the {BREAKING} of the lantern keepers"
SOUND = "when does the lantern keepers come out"


@pytest.fixture
async def world(tmp_path: Path, lexicon: Lexicon, pack: Path) -> AsyncIterator[World]:
    async with running(tmp_path, lexicon, pack, BreakingEngine) as found:
        yield found


def apology_in(said: str) -> str:
    """The reference of the apology that was said."""
    found = re.search(r"something went wrong on my side.* Reference: ([0-9a-f]{6})", said)
    assert found is not None, said
    return found[1]


async def test_a_command_apologises_and_the_next_is_answered(world: World, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        said = words(await world.fan.slash(world.channel, "ask", question=BROKEN))
    assert apology_in(said) in caplog.text
    assert BREAKING not in caplog.text
    assert "14 May 2027" in words(await world.fan.slash(world.channel, "ask", question=SOUND))


async def test_a_mention_apologises_and_the_next_is_answered(world: World) -> None:
    assert world.bot.user is not None
    await world.fan.send(world.channel, f"{world.bot.user.mention} {BROKEN}")
    assert apology_in(words(last_in(world.channel)))
    await world.fan.send(world.channel, f"{world.bot.user.mention} {SOUND}")
    assert "14 May 2027" in words(last_in(world.channel))


async def test_why_apologises_and_the_choice_of_facts_goes_on(world: World) -> None:
    assert apology_in(words(await world.moderator.slash(world.channel, "why", question=BROKEN)))
    await world.moderator.autocomplete(world.channel, "fact edit", "fact", BREAKING)
    assert await world.moderator.autocomplete(world.channel, "fact edit", "fact", "lantern")
