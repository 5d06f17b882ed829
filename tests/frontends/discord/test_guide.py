"""Check that the moderators' guide has the current commands and buttons."""

from __future__ import annotations

import re
from pathlib import Path

from bot.desk.access.permissions import MIN_ROLE, Permission, Role
from bot.frontends.discord.features.about import leaves, permission_of
from tests.frontends.discord.world import World

GUIDE = Path(__file__).parents[3] / "docs" / "moderators.md"


async def test_every_moderators_command_is_explained(world: World) -> None:
    guide = GUIDE.read_text(encoding="utf-8")
    for command in leaves(world.bot.tree):
        if permission_of(command) is not None:
            assert f"`/{command.qualified_name}`" in guide, command.qualified_name


async def test_every_command_in_the_guide_exists(world: World) -> None:
    guide = GUIDE.read_text(encoding="utf-8")
    names = {each.qualified_name for each in leaves(world.bot.tree)}
    named = set(re.findall(r"`/([a-z][a-z -]*)(?: [a-z]+:[^`]*)?`", guide))
    assert len(named) > 20
    assert named <= names


def test_the_guide_lists_permissions_under_the_right_role() -> None:
    """The guide's table has two columns. If a permission moves from one role to the other, move it there, too."""
    curators = {permission for permission, role in MIN_ROLE.items() if role is Role.CURATOR}
    assert curators == {
        Permission.FACT_ADD,
        Permission.FACT_EDIT,
        Permission.FACT_CONFIRM,
        Permission.FACT_HISTORY,
        Permission.UNDO,
        Permission.QUEUE_SEE,
        Permission.QUEUE_ANSWER,
        Permission.STALE_SEE,
        Permission.DIGEST_SEE,
        Permission.WHY,
    }
