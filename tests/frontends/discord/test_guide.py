"""The moderators' guide keeps up with the commands and buttons that there are."""

from __future__ import annotations

import re
from pathlib import Path

from bot.desk.access.permissions import MIN_ROLE, Deed, Role
from bot.frontends.discord.features.about import deed_of, leaves
from tests.frontends.discord.world import World

GUIDE = Path(__file__).parents[3] / "docs" / "moderators.md"


async def test_every_moderators_command_is_explained(world: World) -> None:
    guide = GUIDE.read_text(encoding="utf-8")
    for command in leaves(world.bot.tree):
        if deed_of(command) is not None:
            assert f"`/{command.qualified_name}`" in guide, command.qualified_name


async def test_every_command_that_is_named_exists(world: World) -> None:
    guide = GUIDE.read_text(encoding="utf-8")
    names = {each.qualified_name for each in leaves(world.bot.tree)}
    named = set(re.findall(r"`/([a-z][a-z -]*)(?: [a-z]+:[^`]*)?`", guide))
    assert len(named) > 20
    assert named <= names


def test_the_guide_has_no_deed_wrong() -> None:
    """The table of the guide has two columns; a deed that moved from one to the other has to be moved there, too."""
    curators = {deed for deed, role in MIN_ROLE.items() if role is Role.CURATOR}
    assert curators == {
        Deed.FACT_ADD,
        Deed.FACT_EDIT,
        Deed.FACT_CONFIRM,
        Deed.FACT_HISTORY,
        Deed.UNDO,
        Deed.QUEUE_SEE,
        Deed.QUEUE_ANSWER,
        Deed.STALE_SEE,
        Deed.DIGEST_SEE,
        Deed.WHY,
    }
