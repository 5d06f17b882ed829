"""Test servers that remove the bot, return, or are in an outage, and channels and roles of other servers."""

from __future__ import annotations

from typing import Any

import discord
import pytest

from bot.desk.access.actors import Actor
from bot.desk.access.settings import ServerSettings
from bot.frontends.discord.features.departures import Departures
from bot.frontends.discord.features.settings.panel import CHOOSE
from bot.frontends.discord.shared.routing.signatures import Kind
from tests.frontends.discord.entrances import edited, fact, manager, scope
from tests.frontends.discord.forging import forge
from tests.frontends.discord.world import World, words

MONTH = 30


def settings(world: World) -> ServerSettings:
    return world.desk.settings.of(str(world.guild.id))


async def furnished(world: World) -> None:
    await edited(world, fact(0), "Ours alone.")
    await world.desk.settings.change(manager(world), {"answer_mentions": False})


async def removed(world: World) -> discord.Guild:
    """Remove the bot from the server, with Discord's events."""
    guild = world.bot.get_guild(world.guild.id)
    assert guild is not None
    await world.hears(lambda: world.bot._connection.parse_guild_delete({"id": str(guild.id)}))
    return guild


async def rounds(world: World) -> None:
    await world.env.settle()
    await world.env.advance_time(Departures.interval + 1)


def kept(world: World) -> bool:
    return bool(world.desk.catalogue.every_version(scope(world))) and not settings(world).answer_mentions


async def test_data_of_a_server_is_deleted_a_month_after_it_removed_the_bot(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await furnished(world)
    await removed(world)
    await world.env.settle()
    world.clock.forward(days=MONTH - 1)
    await rounds(world)
    assert kept(world)
    monkeypatch.setattr(world.bot, "fetch_guild", _gone)
    world.clock.forward(days=1)
    await rounds(world)
    assert world.desk.catalogue.every_version(scope(world)) == ()
    assert settings(world) == ServerSettings()


async def _gone(*_: Any, **__: Any) -> discord.Guild:
    class Response:
        status, reason = 404, "Not Found"

    raise discord.NotFound(Response(), {"code": 10004, "message": "Unknown Guild"})


async def test_data_stays_if_discord_says_the_bot_is_still_there(world: World) -> None:
    await furnished(world)
    await world.desk.retention.left(str(world.guild.id))
    world.clock.forward(days=MONTH + 5)
    await rounds(world)
    assert kept(world)
    assert world.desk.retention.due() == ()


async def test_discord_is_asked_again_after_an_error(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(*_: Any, **__: Any) -> discord.Guild:
        raise TimeoutError

    await furnished(world)
    await removed(world)
    await world.env.settle()
    world.clock.forward(days=MONTH + 5)
    monkeypatch.setattr(world.bot, "fetch_guild", broken)
    await rounds(world)
    assert kept(world)
    assert world.desk.retention.due() == (str(world.guild.id),)
    monkeypatch.setattr(world.bot, "fetch_guild", _gone)
    await rounds(world)
    assert not kept(world)


async def test_an_outage_is_not_a_departure(world: World) -> None:
    await furnished(world)
    away: Any = {"id": str(world.guild.id), "unavailable": True}
    await world.hears(lambda: world.bot._connection.parse_guild_delete(away))
    await world.env.settle()
    await world.hears(lambda: world.bot.dispatch("ready"))
    world.clock.forward(days=MONTH + 5)
    await rounds(world)
    assert kept(world)
    assert world.desk.retention.due() == ()


async def test_servers_that_left_while_offline_are_noted_and_returning_ones_keep_everything(world: World) -> None:
    await furnished(world)
    await world.desk.settings.change(manager(world), {})
    elsewhere = {"language": "fr"}
    await world.desk.settings.change(Actor("discord:5", "4242", manages_server=True), elsewhere)
    await world.restart()
    await world.env.settle()
    world.clock.forward(days=MONTH)
    assert world.desk.retention.due() == ("4242",)
    guild = await removed(world)
    await world.env.settle()
    await world.hears(lambda: world.bot.dispatch("guild_join", guild))
    await world.env.settle()
    world.clock.forward(days=MONTH + 5)
    assert world.desk.retention.due() == ("4242",)


@pytest.mark.parametrize("field", ["answer_channels", "digest_channel", "log_channel"])
async def test_a_channel_of_another_server_is_refused(world: World, field: str) -> None:
    foreign = world.env.create_guild("Elsewhere").create_text_channel("theirs")
    for channel in (foreign.id, 17, int("9" * 18)):
        response = await forge(
            world.moderator, world.channel, Kind.ENTITIES, f"e:{CHOOSE}:{field}:all", (str(channel),)
        )
        assert "can't see that channel in this server" in words(response)
        assert settings(world) == ServerSettings()


async def test_a_channel_that_the_bot_may_not_write_in_is_refused(world: World) -> None:
    silent: dict[Any, discord.PermissionOverwrite] = {
        world.guild.default_role: discord.PermissionOverwrite(send_messages=False)
    }
    quiet = world.guild.create_text_channel("quiet", overwrites=silent)
    response = await forge(
        world.moderator, world.channel, Kind.ENTITIES, f"e:{CHOOSE}:log_channel:all", (str(quiet.id),)
    )
    assert "not allowed to write in \\#quiet" in words(response) or "not allowed to write in #quiet" in words(response)
    assert settings(world) == ServerSettings()


async def test_a_role_of_another_server_is_refused(world: World) -> None:
    role = world.env.create_guild("Elsewhere").create_role("theirs")
    response = await forge(
        world.moderator, world.channel, Kind.ENTITIES, f"e:{CHOOSE}:moderator_roles:all", (str(role.id),)
    )
    assert "no such role" in words(response)
    assert settings(world) == ServerSettings()


async def test_nothing_is_sent_to_a_stored_channel_of_another_server(world: World) -> None:
    """The store is from before the check, or somebody edited it."""
    foreign = world.env.create_guild("Elsewhere").create_text_channel("theirs")
    chosen = {"log_channel": str(foreign.id), "digest_channel": str(foreign.id)}
    await world.desk.settings.change(manager(world), chosen)
    await edited(world, fact(1), "Ours alone.")
    await world.env.settle()
    world.desk.question_log.note("what about anchors", scope(world), "discord:7")
    await world.env.advance_time(601)
    assert world.sent() == []
