"""Check rules for every command, including commands added later."""

from __future__ import annotations

import re
from typing import Any

import discord
from discord import app_commands
from simcord.actors import MemberActor

from bot.desk.access.actors import Actor
from bot.frontends.discord.client import feature_setups
from bot.frontends.discord.connection.command_sync import sync_if_changed
from bot.frontends.discord.features.about import explanation, leaves, permission_of
from bot.frontends.discord.shared.permissions import HINT
from tests.frontends.discord.world import World, buttons, reply, words

NAME = re.compile(r"[-_a-z0-9]{1,32}")


def published(world: World) -> list[dict[str, Any]]:
    return [dict(each) for each in world.env.backend.commands[None].values()]


async def test_every_feature_is_loaded_and_every_command_published(world: World) -> None:
    found = {setup.__module__.removeprefix("bot.frontends.discord.features.") for setup in feature_setups()}
    assert {"ask.cog", "browse", "about", "fact.cog", "ask.messages"} <= found
    assert {each["name"] for each in published(world)} == {each.name for each in world.bot.tree.get_commands()}


async def test_names_descriptions_and_counts_are_within_discords_limits(world: World) -> None:
    every = published(world)
    assert sum(each.get("type", 1) == 1 for each in every) <= 100
    assert sum(each.get("type") == 3 for each in every) <= 15
    assert sum(each.get("type") == 2 for each in every) <= 15
    names = [(each.get("type", 1), each["name"]) for each in every]
    assert len(set(names)) == len(names)
    for command in every:
        if command.get("type", 1) == 1:
            check_described(command)


def check_described(node: dict[str, Any]) -> None:
    assert NAME.fullmatch(node["name"]), node["name"]
    assert 5 <= len(node["description"]) <= 100, node["name"]
    assert node["description"] != "…"
    options = node.get("options") or []
    assert len(options) <= 25
    assert len({each["name"] for each in options}) == len(options)
    for option in options:
        check_described(option)


async def test_every_command_works_in_servers_and_direct_messages_and_user_installed(world: World) -> None:
    for command in world.bot.tree.get_commands():
        payload = command.to_dict(world.bot.tree)
        moderators = isinstance(command, app_commands.Command | app_commands.Group) and command.default_permissions
        if moderators:
            assert 1 not in payload["integration_types"], command.name
        else:
            assert payload["contexts"] == [0, 1, 2], command.name
            assert payload["integration_types"] == [0, 1], command.name


async def test_every_restricted_command_is_hidden_and_checked(world: World) -> None:
    for command in leaves(world.bot.tree):
        root = command.root_parent or command
        permission = permission_of(command)
        assert (permission is not None) == (root.default_permissions == HINT), command.qualified_name
        assert (permission is not None) == bool(command.checks), command.qualified_name


async def test_every_autocomplete_of_a_moderators_command_is_checked(world: World) -> None:
    for command in leaves(world.bot.tree):
        for name, parameter in command._params.items():
            if permission_of(command) is not None and callable(parameter.autocomplete):
                checks = getattr(parameter.autocomplete, "__discord_app_commands_checks__", [])
                assert checks, f"{command.qualified_name} {name}"


async def test_every_command_explains_itself(world: World) -> None:
    for command in leaves(world.bot.tree):
        content = explanation(command)
        assert command.description[:20] in content.replace("\\", "")
        for option in command.parameters:
            assert f"`{option.display_name}`" in content


async def test_help_lists_what_the_person_may_use(world: World) -> None:
    fans = await every_page(world, world.fan)
    moderators = await every_page(world, world.moderator)
    assert "`/ask`" in fans
    for group in ("fact", "pack", "production"):
        assert f"`/{group} " not in fans
        assert f"`/{group} " in moderators
    assert "`/queue`" not in fans
    for command in leaves(world.bot.tree):
        assert f"`/{command.qualified_name}`" in moderators


async def test_help_lists_what_a_curator_may_use(world: World) -> None:
    role = world.guild.create_role("keepers")
    manager = Actor("discord:1", str(world.guild.id), manages_server=True)
    await world.desk.settings.change(manager, {"curator_roles": [str(role.id)]})
    shown = await every_page(world, world.guild.add_member(world.env.create_user("curator"), roles=[role]))
    for listed in ("fact add", "fact show", "queue"):
        assert f"`/{listed}`" in shown
    for left_out in ("fact retire", "pack import", "settings"):
        assert f"`/{left_out}`" not in shown


async def every_page(world: World, person: MemberActor) -> str:
    shown = await person.slash(world.channel, "help")
    content = words(shown)
    while "Next" in buttons(shown):
        await person.click(reply(shown), label="Next")
        content += words(shown)
    return content


async def test_help_on_one_command(world: World) -> None:
    result = await world.fan.slash(world.channel, "help", command="/ask")
    assert result.ephemeral
    assert "`question`" in words(result)
    assert "`/ask`" in words(await world.fan.slash(world.channel, "help", command="fact add"))
    names = await world.moderator.autocomplete(world.channel, "help", "command", "fact")
    assert "fact add" in [each["value"] for each in names]
    assert await world.fan.autocomplete(world.channel, "help", "command", "fact add") == []


async def test_about_says_what_the_bot_knows_and_stores(world: World) -> None:
    result = await world.fan.slash(world.channel, "about")
    assert result.ephemeral
    assert "Facts: 17 · Productions: 2" in words(result)
    assert "/forget-me" in words(result)
    assert reply(result).flags.components_v2


async def test_commands_are_published_again_only_if_they_changed(world: World) -> None:
    def times() -> int:
        return sum(each.method == "PUT" and each.path.endswith("/commands") for each in world.env.http_requests)

    assert times() == 1
    await world.restart()
    assert times() == 1
    world.bot.tree.remove_command("about")
    assert isinstance(world.bot.tree.get_command("ask"), app_commands.Command)
    application = world.bot.application_id or 0
    assert await sync_if_changed(world.bot.tree, world.desk.documents, application, "https://discord.com/api/v10")
    assert not await sync_if_changed(world.bot.tree, world.desk.documents, application, "https://discord.com/api/v10")
    assert await sync_if_changed(world.bot.tree, world.desk.documents, application, "http://127.0.0.1:1/api/v10")


async def test_the_bot_has_no_presence_and_caches_no_messages(world: World) -> None:
    assert world.bot.activity is None
    assert list(world.bot.cached_messages) == []
    assert world.bot.allowed_mentions is not None
    assert world.bot.allowed_mentions.to_dict() == discord.AllowedMentions.none().to_dict()
