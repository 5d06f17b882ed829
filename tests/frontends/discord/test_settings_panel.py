"""Change settings as a moderator, walk through ``/setup``, and greet a new server."""

from __future__ import annotations

from typing import Any

import discord
import pytest
from simcord.results import InteractionResult

from bot.desk.access.settings import Language, ServerSettings, SpoilerPolicy
from bot.frontends.discord.features.settings.wizard import HELLO
from tests.frontends.discord.test_fact import held
from tests.frontends.discord.world import World, buttons, parts, reply, words


def settings(world: World) -> ServerSettings:
    return world.desk.settings.of(str(world.guild.id))


async def panel(world: World) -> InteractionResult:
    return await world.moderator.slash(world.channel, "settings")


def control(shown: InteractionResult, field: str) -> dict[str, Any]:
    return next(each for each in parts(shown) if f":setting:{field}:" in each.get("custom_id", ""))


async def pick(world: World, shown: InteractionResult, field: str, *values: Any) -> None:
    await world.moderator.select(reply(shown), list(values), custom_id=control(shown, field)["custom_id"])


async def test_every_setting_has_a_control(world: World) -> None:
    ids = [str(each.get("custom_id", "")) for each in parts(await panel(world))]
    without = [
        field
        for field in ServerSettings.model_fields
        if not any(f":setting:{field}:" in each or each.split(":")[1:2] == [field] for each in ids)
    ]
    assert not without, f"/settings can't change {', '.join(without)}"


async def test_roles_and_channels_are_chosen_from_menus(world: World) -> None:
    shown = await panel(world)
    assert shown.ephemeral
    role, other = world.guild.create_role("keepers"), world.guild.create_role("helpers")
    log = world.guild.create_text_channel("log")
    await pick(world, shown, "moderator_roles", role)
    await pick(world, shown, "curator_roles", role, other)
    await world.restart()
    await pick(world, shown, "answer_channels", world.channel, log)
    await pick(world, shown, "log_channel", log)
    await pick(world, shown, "digest_channel", log)
    assert settings(world) == ServerSettings(
        moderator_roles=(str(role.id),),
        curator_roles=(str(role.id), str(other.id)),
        answer_channels=(str(world.channel.id), str(log.id)),
        log_channel=str(log.id),
        digest_channel=str(log.id),
    )
    marked = control(shown, "curator_roles")["default_values"]
    assert {int(each["id"]) for each in marked} == {role.id, other.id}
    await pick(world, shown, "log_channel")
    await pick(world, shown, "curator_roles")
    assert (settings(world).log_channel, settings(world).curator_roles) == (None, ())


async def test_spoilers_language_and_mentions(world: World) -> None:
    shown = await panel(world)
    await pick(world, shown, "spoiler_policy", "hide")
    await pick(world, shown, "language", "de")
    await world.moderator.click(reply(shown), label="Answer mentions: on")
    chosen = settings(world)
    assert (chosen.spoiler_policy, chosen.language) == (SpoilerPolicy.HIDE, Language.GERMAN)
    assert not chosen.answer_mentions
    await world.moderator.click(reply(shown), label="Answer mentions: off")
    assert settings(world).answer_mentions


async def test_the_default_production_can_be_typed_by_any_name(world: World) -> None:
    shown = await panel(world)
    form = await world.moderator.click(reply(shown), label="Default film or show: none")
    refused = await world.moderator.submit_modal(form, {"name": "Quite Comet"})
    assert "Quiet Comet" in words(refused)
    form = await world.moderator.click(reply(shown), label="Default film or show: none")
    await world.moderator.submit_modal(form, {"name": "comet"})
    assert settings(world).default_production == "quiet-comet"
    form = await world.moderator.click(reply(shown), label="Default: Quiet Comet")
    assert held(form)["name"] == "Quiet Comet"
    await world.moderator.submit_modal(form, {"name": ""})
    assert settings(world).default_production is None


async def test_settings_need_a_server(world: World) -> None:
    response = await world.moderator.user.slash("settings")
    assert "Only the host" in words(response)
    host = world.env.create_user("host")
    world.bot.host_ids = frozenset({str(host.id)})
    for command in ("settings", "setup"):
        assert "Only servers have settings" in words(await host.slash(command))


async def test_setup_ends_with_an_answered_question(world: World) -> None:
    shown = await world.moderator.slash(world.channel, "setup")
    assert "step 1 of 5" in words(shown)
    role = world.guild.create_role("keepers")
    await pick(world, shown, "moderator_roles", role)
    assert "step 1 of 5" in words(shown)
    await world.moderator.click(reply(shown), label="Next")
    await world.moderator.click(reply(shown), label="Answer mentions: on")
    assert "step 2 of 5" in words(shown)
    await world.moderator.click(reply(shown), label="Next")
    form = await world.moderator.click(reply(shown), label="Default film or show: none")
    await world.moderator.submit_modal(form, {"name": "Quiet Comet"})
    assert "Default: Quiet Comet" in buttons(shown)
    await world.moderator.click(reply(shown), label="Next")
    await world.moderator.click(reply(shown), label="Back")
    assert "step 3 of 5" in words(shown)
    await world.moderator.click(reply(shown), label="Next")
    await pick(world, shown, "digest_channel", world.channel)
    await world.moderator.click(reply(shown), label="Next")
    form = await world.moderator.click(reply(shown), label="Ask a question")
    assert "quiet comet" in held(form)["question"]
    answer = await world.moderator.submit_modal(form, {"question": held(form)["question"]})
    assert answer.ephemeral
    assert "summer 2028" in words(answer)
    await world.moderator.click(reply(shown), label="Finish")
    content = words(shown)
    assert f"<@&{role.id}>" in content
    assert "Quiet Comet" in content
    assert f"<#{world.channel.id}>" in content


@pytest.mark.parametrize("greets", [True, False])
async def test_a_new_server_is_greeted_in_its_system_channel(world: World, greets: bool) -> None:
    channel = world.bot.get_channel(world.channel.id)
    assert channel is not None
    guild = world.bot.get_guild(world.guild.id)
    assert guild is not None
    guild._system_channel_id = world.channel.id if greets else None
    await world.hears(lambda: world.bot.dispatch("guild_join", guild))
    await world.env.settle()
    greetings = [message for message in world.sent() if HELLO.splitlines()[0] in str(message.components)]
    assert len(greetings) == int(greets)


async def test_no_greeting_without_permission(world: World) -> None:
    silent: dict[Any, discord.PermissionOverwrite] = {
        world.guild.default_role: discord.PermissionOverwrite(send_messages=False)
    }
    quiet = world.guild.create_text_channel("quiet", overwrites=silent)
    guild = world.bot.get_guild(world.guild.id)
    assert guild is not None
    guild._system_channel_id = quiet.id
    await world.hears(lambda: world.bot.dispatch("guild_join", guild))
    await world.env.settle()
    assert world.sent() == []
