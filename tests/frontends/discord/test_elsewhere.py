"""Use one server's panels in another: a moderator of the second can't do anything with custom ids of the first.

Discord doesn't let people press what they weren't shown. This is true even if somebody could.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from simcord.actors import MemberActor
from simcord.builders import ChannelHandle
from simcord.results import InteractionResult

from bot.desk.access.actors import Actor
from bot.frontends.discord.shared.routing.signatures import Kind
from tests.frontends.discord.entrances import ENTRANCES, component, edited, fact, manager, scope
from tests.frontends.discord.forging import forge
from tests.frontends.discord.world import World, add_member, words

OWN = [
    "queue-find",
    "queue-write",
    "queue-dismiss",
    "queue-silence",
    "queue-answer",
    "reopen",
    "suggestion-take",
    "suggestion-edit",
    "suggestion-not",
    "suggester-mute",
    "import-apply",
    "import-part",
    "import-back",
    "revision-again",
    "shared-again",
    "fact-restore",
    "draft-save",
    "draft-change",
]
"""Controls about something that belongs to the first server or person."""

GONE = ("no longer", "too old", "dealt with", "no version", "own version", "already")
"""Text of refusals: the control's subject isn't here, or no longer exists."""


@dataclass
class Elsewhere:
    """A second server with its own moderator."""

    world: World
    server: str
    channel: ChannelHandle
    moderator: MemberActor

    async def press(self, custom_id: str, picked: tuple[str, ...] = ()) -> InteractionResult:
        """Use a custom id as if it were in this server."""
        return await forge(self.moderator, self.channel, Kind(custom_id[0]), custom_id, picked)


@pytest.fixture
def elsewhere(world: World) -> Elsewhere:
    guild = world.env.create_guild("Elsewhere")
    channel = guild.create_text_channel("general")
    moderator = add_member(world.env, guild, "their moderator", manage_guild=True)
    return Elsewhere(world, str(guild.id), channel, moderator)


async def state(world: World, server: str) -> tuple[Any, ...]:
    """Return everything that belongs to a server."""
    desk, here = world.desk, Actor("discord:5", server, manages_server=True)
    questions = {each.key: each for each in desk.question_log.all(here.scope)}
    suggestions, own = desk.suggesting.waiting(here), desk.catalogue.every_version(here.scope)
    return questions, suggestions, own, desk.settings.of(server), desk.catalogue.productions(here.scope)


@pytest.mark.parametrize("verb", OWN)
async def test_a_panel_does_nothing_in_another_server(world: World, elsewhere: Elsewhere, verb: str) -> None:
    shown = await ENTRANCES[verb](world, world.moderator, 0)
    found = component(shown, verb)
    before = [await state(world, each) for each in (str(world.guild.id), elsewhere.server)]
    shared = world.desk.catalogue.every_version("shared")
    picked = (found["options"][0]["value"],) if found["type"] == 3 else ()
    result = await elsewhere.press(found["custom_id"], picked)
    assert [await state(world, each) for each in (str(world.guild.id), elsewhere.server)] == before
    assert world.desk.catalogue.every_version("shared") == shared
    if verb != "queue-find":
        assert result.modal is None
        assert any(each in words(result) for each in GONE)


async def test_lists_show_only_the_servers_own_data(world: World, elsewhere: Elsewhere) -> None:
    await edited(world, fact(0), "The secret of one server.")
    world.desk.question_log.note("what is the secret of one server", scope(world), "discord:7")
    await world.desk.settings.change(manager(world), {"muted": ["discord:7"]})
    for command, options in (
        ("queue", {}),
        ("stale", {}),
        ("digest", {}),
        ("fact history", {"fact": fact(0)}),
        ("fact show", {"fact": fact(0)}),
        ("why", {"question": "secret of one server"}),
        ("settings", {}),
    ):
        content = words(await elsewhere.moderator.slash(elsewhere.channel, command, **options))
        assert "secret of one server." not in content.replace("“", ""), command
        assert "what is the secret" not in content, command
