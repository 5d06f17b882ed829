"""Check permissions at every entrance, with the roles that the person has at that moment."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from simcord.actors import MemberActor
from simcord.builders import RoleHandle
from simcord.results import InteractionResult

from bot.desk.access.actors import Actor
from bot.desk.access.permissions import MIN_ROLE, Role
from tests.frontends.discord.test_fact import NEW, texts_of
from tests.frontends.discord.world import World, buttons, parts, reply, words

REFUSAL = "Only members with Manage Server"


async def staff(world: World, role: Role) -> tuple[MemberActor, RoleHandle]:
    """Create a member with a role that the server's settings name. /fact is visible to everybody."""
    given = world.guild.create_role(f"{role} role")
    person = world.guild.add_member(world.env.create_user(f"{role}-person"), roles=[given])
    if role is not Role.MEMBER:
        manager = Actor("discord:1", str(world.guild.id), manages_server=True)
        await world.desk.settings.change(manager, {f"{role}_roles": [str(given.id)]})
    command = next(each for each in world.env.backend.commands[None].values() if each["name"] == "fact")
    world.guild.set_command_permissions(int(command["id"]), {world.guild.default_role: True})
    return person, given


COMMANDS: dict[str, dict[str, str]] = {
    "fact add": {"production": "lantern-keepers", "topic": "stunt"},
    "fact edit": {"fact": "keepers-mill"},
    "fact retire": {"fact": "keepers-mill"},
}
CURATORS = {"fact add", "fact edit"}


@pytest.mark.parametrize("role", [Role.MEMBER, Role.CURATOR, Role.MODERATOR])
@pytest.mark.parametrize("command", COMMANDS)
async def test_a_command_runs_for_its_role_and_those_above(world: World, command: str, role: Role) -> None:
    person, _ = await staff(world, role)
    result = await person.slash(world.channel, command, **COMMANDS[command])
    least = Role.CURATOR if command in CURATORS else Role.MODERATOR
    if role.rank >= least.rank:
        assert result.modal is not None or "Retired" in words(result)
    else:
        assert result.modal is None
        assert result.ephemeral
        assert REFUSAL in words(result)


@pytest.mark.parametrize(
    ("command", "option", "typed"),
    [
        ("fact add", "production", "lan"),
        ("fact add", "topic", "st"),
        ("fact edit", "fact", "mill"),
        ("fact edit", "topic", "st"),
        ("fact retire", "fact", "mill"),
    ],
)
async def test_autocomplete_offers_nothing_without_permission(
    world: World, command: str, option: str, typed: str
) -> None:
    person, _ = await staff(world, Role.MEMBER)
    others: dict[str, Any] = {name: value for name, value in COMMANDS[command].items() if name != option}
    assert await person.autocomplete(world.channel, command, option, typed, **others) == []
    assert await world.moderator.autocomplete(world.channel, command, option, typed, **others)


Entrance = Callable[[World, MemberActor], Awaitable[Callable[[], Awaitable[InteractionResult]]]]


async def opened_form(world: World, person: MemberActor) -> Callable[[], Awaitable[InteractionResult]]:
    form = await person.slash(world.channel, "fact add", production="lantern-keepers", topic="stunt")
    return lambda: person.submit_modal(form, NEW)


async def opened_edit(world: World, person: MemberActor) -> Callable[[], Awaitable[InteractionResult]]:
    form = await person.slash(world.channel, "fact edit", fact="keepers-mill")
    return lambda: person.submit_modal(form, texts_of(form))


async def opened_preview(world: World, person: MemberActor) -> InteractionResult:
    return await (await opened_form(world, person))()


def button_of_preview(label: str) -> Entrance:
    async def entrance(world: World, person: MemberActor) -> Callable[[], Awaitable[InteractionResult]]:
        preview = await opened_preview(world, person)
        return lambda: person.click(reply(preview), label=label)

    return entrance


async def select_of_preview(world: World, person: MemberActor) -> Callable[[], Awaitable[InteractionResult]]:
    preview = await opened_preview(world, person)
    [kinds] = [each["custom_id"] for each in parts(preview) if ":draft-kind:" in each.get("custom_id", "")]
    return lambda: person.select(reply(preview), ["number"], custom_id=kinds)


def button_of_fact(label: str) -> Entrance:
    async def entrance(world: World, person: MemberActor) -> Callable[[], Awaitable[InteractionResult]]:
        shown = await person.slash(world.channel, "fact show", fact="keepers-mill")
        return lambda: person.click(reply(shown), label=label)

    return entrance


async def button_of_retired(world: World, person: MemberActor) -> Callable[[], Awaitable[InteractionResult]]:
    retired = await person.slash(world.channel, "fact retire", fact="keepers-mill")
    return lambda: person.click(reply(retired), label="Restore")


ENTRANCES: dict[str, Entrance] = {
    "form of add": opened_form,
    "form of edit": opened_edit,
    "Save": button_of_preview("Save"),
    "Edit again": button_of_preview("Edit"),
    "details": button_of_preview("Reason"),
    "Cancel": button_of_preview("Cancel"),
    "kind of value": select_of_preview,
    "Edit": button_of_fact("Edit"),
    "Retire": button_of_fact("Retire"),
    "Restore": button_of_retired,
}


@pytest.mark.parametrize("entrance", ENTRANCES)
async def test_a_panel_opened_before_the_role_was_removed_does_nothing(world: World, entrance: str) -> None:
    person, role = await staff(world, Role.MODERATOR)
    use = await ENTRANCES[entrance](world, person)
    before = await world.desk.store.latest(limit=50)
    world.env.backend.remove_member_role(world.guild.id, person.id, role.id)
    result = await use()
    assert result.modal is None
    assert REFUSAL in words(result)
    assert result.ephemeral
    assert await world.desk.store.latest(limit=50) == before


async def test_a_role_removed_from_the_settings_has_no_effect(world: World) -> None:
    person, _ = await staff(world, Role.CURATOR)
    preview = await opened_preview(world, person)
    manager = Actor("discord:1", str(world.guild.id), manages_server=True)
    await world.desk.settings.change(manager, {"curator_roles": []})
    assert REFUSAL in words(await person.click(reply(preview), label="Save"))


async def test_people_cannot_use_other_peoples_panels(world: World) -> None:
    preview = await opened_preview(world, world.moderator)
    assert preview.ephemeral
    assert "Save" in buttons(preview)
    with pytest.raises(Exception, match="not visible"):
        await world.member("other", manage_guild=True).click(reply(preview), label="Save")


async def test_fans_see_a_fact_without_moderators_buttons(world: World) -> None:
    person, _ = await staff(world, Role.MEMBER)
    shown = await person.slash(world.channel, "fact show", fact="keepers-mill")
    assert buttons(shown) == {}


async def test_a_servers_moderators_have_no_permissions_in_direct_messages(world: World) -> None:
    result = await world.moderator.user.slash("fact add", production="lantern-keepers", topic="stunt")
    assert result.modal is None
    assert "Only the host may" in words(result)


def test_every_restricted_route_has_a_permission(world: World) -> None:
    everyones = {verb for verb, permission in world.bot.routes.permissions().items() if permission is None}
    assert everyones >= {"choose", "pick", "wrong", "tell", "sources", "history", "related", "show", "topic", "page"}
    for verb, permission in world.bot.routes.permissions().items():
        if verb.startswith(("draft-", "fact-")):
            assert permission is not None, verb
            assert MIN_ROLE[permission].rank >= Role.CURATOR.rank, verb
