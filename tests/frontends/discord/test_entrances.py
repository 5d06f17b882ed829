"""Check permissions at every entrance: commands, autocomplete, buttons, menus and forms, in every role.

A moderator opens each entrance. Then the person's role changes, and the open panel or form is used. Anything the role
doesn't allow is refused and changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from simcord.actors import MemberActor
from simcord.builders import RoleHandle
from simcord.results import InteractionResult

from bot.desk.access.actors import Actor
from bot.desk.access.permissions import MIN_ROLE, Permission, Role
from bot.frontends.discord.features.about import leaves, permission_of
from tests.frontends.discord.entrances import COMMANDS, ENTRANCES, edited, manager, scope, use
from tests.frontends.discord.world import World, words

ROLES: dict[str, Role] = {
    "member": Role.MEMBER,
    "curator": Role.CURATOR,
    "moderator": Role.MODERATOR,
    "host": Role.HOST,
    "moderator of another server": Role.MEMBER,
    "moderator whose role was taken away": Role.MEMBER,
}
"""Roles a person can have when they use an entrance, and the role that the table of permissions treats them as."""

REFUSED = ("Only members with Manage Server", "Only the host")


@dataclass
class Person:
    """A person whose role changes. They have a server role that the settings may or may not name."""

    world: World
    member: MemberActor
    role: RoleHandle
    has: bool = True

    async def become(self, what: str) -> None:
        """Take one of ``ROLES``."""
        world, named = self.world, [str(self.role.id)]
        self.give(what != "moderator whose role was taken away")
        world.bot.host_ids = frozenset({str(self.member.id)} if what == "host" else ())
        moderators = named if what in ("moderator", "moderator whose role was taken away") else []
        curators = named if what == "curator" else []
        await world.desk.settings.change(manager(world), {"moderator_roles": moderators, "curator_roles": curators})
        elsewhere = Actor("discord:5", "4242", manages_server=True)
        foreign = named if what == "moderator of another server" else []
        await world.desk.settings.change(elsewhere, {"moderator_roles": foreign})

    def give(self, has: bool) -> None:
        backend, guild = self.world.env.backend, self.world.guild.id
        if has != self.has:
            change = backend.add_member_role if has else backend.remove_member_role
            change(guild, self.member.id, self.role.id)
        self.has = has


@pytest.fixture
def person(world: World) -> Person:
    """Create a member who sees every command, so that only the check at run time can stop them."""
    role = world.guild.create_role("the role")
    member = world.guild.add_member(world.env.create_user("person"), roles=[role])
    for command in world.env.backend.commands[None].values():
        world.guild.set_command_permissions(int(command["id"]), {world.guild.default_role: True})
    return Person(world, member, role)


async def state(world: World) -> tuple[Any, ...]:
    """Return everything that a permission could change."""
    desk, server = world.desk, str(world.guild.id)
    settings = desk.settings.of(server).model_copy(update={"moderator_roles": (), "curator_roles": ()})
    log = sorted((each.key, each.standing, each.waiting) for each in desk.question_log.everything())
    productions = desk.catalogue.productions(scope(world)), desk.catalogue.productions()
    return await desk.store.latest(limit=5), settings, log, desk.suggesting.waiting(manager(world)), productions


def refused(result: InteractionResult) -> bool:
    return result.response is not None and words(result).startswith(REFUSED)


async def judge(world: World, before: tuple[Any, ...], result: InteractionResult, may: bool, what: str) -> None:
    """Compare a result with the table of permissions."""
    assert refused(result) is not may, f"{what}: {'refused' if not may else 'let through'} expected"
    assert result.acknowledged, what
    if may:
        assert result.response is None or "went wrong" not in words(result), what
    else:
        assert result.modal is None, what
        assert result.ephemeral, what
        assert await state(world) == before, what


@pytest.mark.parametrize("verb", ENTRANCES)
async def test_buttons_menus_and_forms(world: World, person: Person, verb: str) -> None:
    permission = world.bot.routes.permissions()[verb] or Permission.STALE_SEE
    for number, (what, role) in enumerate(ROLES.items()):
        await person.become("moderator")
        shown = await ENTRANCES[verb](world, person.member, number)
        await person.become(what)
        before = await state(world)
        result = await use(person.member, shown, verb)
        await judge(world, before, result, role.rank >= MIN_ROLE[permission].rank, f"{verb} as {what}")


@pytest.mark.parametrize("command", COMMANDS)
async def test_commands(world: World, person: Person, command: str) -> None:
    [permission] = [permission_of(each) for each in leaves(world.bot.tree) if each.qualified_name == command]
    assert permission is not None
    for number, (what, role) in enumerate(ROLES.items()):
        await person.become(what)
        before = await state(world)
        result = await person.member.slash(world.channel, command, **COMMANDS[command](number))
        await judge(world, before, result, role.rank >= MIN_ROLE[permission].rank, f"/{command} as {what}")


async def test_completions(world: World, person: Person) -> None:
    await edited(world, "keepers-mill", "Ours.")
    tried = 0
    for command in leaves(world.bot.tree):
        permission = permission_of(command)
        for option in command.parameters if permission is not None else ():
            if not option.autocomplete:
                continue
            for what, role in ROLES.items():
                await person.become(what)
                found = await person.member.autocomplete(world.channel, command.qualified_name, option.name, "")
                least = MIN_ROLE[permission] if permission is not None else Role.MEMBER
                # Autocomplete may require less than its command, but never less than a curator.
                assert bool(found) is (role.rank >= least.rank), f"/{command.qualified_name} {option.name} as {what}"
                tried += 1
    assert tried > 60


def test_the_table_has_every_entrance(world: World) -> None:
    verbs = {verb for verb, permission in world.bot.routes.permissions().items() if permission is not None}
    assert verbs | {"page"} == set(ENTRANCES)
    commands = {
        each.qualified_name
        for each in leaves(world.bot.tree)
        if permission_of(each) not in (None, Permission.FACT_SHOW)
    }
    assert commands == set(COMMANDS)
