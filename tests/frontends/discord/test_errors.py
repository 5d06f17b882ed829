"""The boundary: what can be understood is said, what cannot is logged under the reference that the person gets."""

from __future__ import annotations

import logging
import re

import discord
import pytest
from discord import app_commands

from bot.desk.errors import NotFound, TooMany
from bot.frontends.discord.errors import Stale, words_for
from bot.frontends.discord.routes import Press, Tap
from bot.frontends.discord.signatures import by_button
from bot.frontends.discord.views.parts import Panel, button, rows, text
from bot.stores.protocol import StoreUnwritable
from tests.frontends.discord.world import World, last_in, words


class Broken(Exception):
    """A fault of the program, as tests provoke it."""


async def break_down(tap: Tap) -> None:
    raise Broken("a private detail")


async def shown_panel(world: World, control: Press) -> discord.Message:
    """A message of the bot with one button."""
    channel = world.bot.get_channel(world.channel.id)
    assert isinstance(channel, discord.TextChannel)
    await channel.send(view=Panel(text("A panel"), *rows([control])))
    return last_in(world.channel)


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (NotFound("No such thing."), "No such thing."),
        (TooMany("That was all for today.", 7200), "That was all for today."),
        (Stale("Old."), "Old."),
        (StoreUnwritable("disk full"), "That could not be saved, so nothing was changed. disk full"),
        (app_commands.CommandOnCooldown(app_commands.Cooldown(1, 9), 8.2), "try that again in 9 seconds"),
        (app_commands.CommandOnCooldown(app_commands.Cooldown(1, 900), 700), "try that again in 12 minutes"),
        (app_commands.NoPrivateMessage(), "This works in a server only."),
        (app_commands.CommandNotFound("gone", []), "has just changed"),
    ],
)
def test_what_people_can_understand_is_said(error: Exception, said: str) -> None:
    words = words_for(error)
    assert words is not None
    assert said in words


def test_a_fault_of_the_program_has_no_words_of_its_own() -> None:
    assert words_for(Broken("x")) is None


async def test_a_fault_behind_a_button_is_logged_under_the_reference_that_is_shown(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    world.bot.routes.add("broken", break_down, by_button())
    shown = await shown_panel(world, button("Break", "broken"))
    with caplog.at_level(logging.ERROR):
        told = await world.fan.click(shown, label="Break")
    assert told.ephemeral
    reference = re.search(r"`([0-9a-f]{6})`", words(told))
    assert reference is not None
    assert "private detail" not in words(told)
    [record] = [each for each in caplog.records if reference[1] in each.getMessage()]
    assert record.exc_info is not None
    assert isinstance(record.exc_info[1], Broken)


async def test_a_fault_behind_a_command_is_told_too(world: World, caplog: pytest.LogCaptureFixture) -> None:
    world.provokes = True
    await world.desk.documents.close()
    with caplog.at_level(logging.ERROR):
        told = await world.moderator.slash(world.channel, "fact add", production="keepers", topic="stunt")
    assert told.ephemeral
    assert words(told)
    assert world.env.errors


async def test_a_button_of_an_earlier_version_says_what_to_do(world: World) -> None:
    shown = await shown_panel(world, button("Old", "no-longer-there", "x"))
    told = await world.fan.click(shown, label="Old")
    assert told.ephemeral
    assert "Run the command again" in words(told)


async def test_a_list_of_an_earlier_version_says_what_to_do(world: World) -> None:
    shown = await shown_panel(world, button("Old", "page", "no-such-list", "next", "2"))
    assert "Run the command again" in words(await world.fan.click(shown, label="Old"))


async def test_an_interaction_that_expired_is_logged_and_no_more(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    world.provokes = True
    world.env.inject_error("POST", "/interactions/*/*/callback", status=404, code=10062, message="Unknown interaction")
    with caplog.at_level(logging.WARNING):
        result = await world.fan.slash(world.channel, "ask", question="when does quiet comet come out")
    assert not result.acknowledged
    assert world.env.errors
    assert "nobody left to answer" in caplog.text
    assert not [each for each in caplog.records if each.levelno >= logging.ERROR]


async def test_discord_refusing_the_apology_is_logged_and_no_more(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    world.provokes = True
    world.env.inject_error("POST", "/interactions/*/*/callback", status=500, times=2)
    with caplog.at_level(logging.WARNING):
        await world.fan.slash(world.channel, "ask", question="when does quiet comet come out")
    assert world.env.errors
    assert "could not tell the person" in caplog.text
