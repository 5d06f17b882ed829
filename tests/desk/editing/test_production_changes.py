"""Productions as an import found them: kept for undo, dropped with what never came to be."""

from __future__ import annotations

import pytest

from bot.desk.editing.production_changes import ProductionChanges
from bot.stores.opening import Stores
from tests.desk.samples import fact, production, revision

SERVER = "server:10"


@pytest.fixture
def changes(stores: Stores) -> ProductionChanges:
    return ProductionChanges(stores.documents)


async def test_a_change_is_kept_with_both_sides(changes: ProductionChanges) -> None:
    before, after = production(title="Before"), production(title="After")
    await changes.record("c1", [(before, after)])
    assert await changes.before("c1") == (before,)
    assert await changes.after("c1") == (after,)
    assert await changes.before("c2") == await changes.after("c2") == ()


async def test_a_server_that_changed_a_shared_production_keeps_a_version_of_its_own(changes: ProductionChanges) -> None:
    await changes.record("c1", [(production(title="Before"), production(title="After", scope=SERVER))])
    assert [(each.title, each.scope) for each in await changes.before("c1")] == [("Before", SERVER)]


async def test_only_changes_that_were_committed_are_kept_at_the_next_start(
    stores: Stores, changes: ProductionChanges
) -> None:
    pair = (production(title="Before"), production(title="After"))
    await changes.record("made", [pair])
    await changes.record("cut-off", [pair])
    await stores.facts.commit([revision(fact(), change="made")])
    await changes.clean_up(stores.facts)
    assert len(await changes.after("made")) == 1
    assert await changes.after("cut-off") == ()


async def test_a_server_that_left_takes_its_own_changes_with_it(changes: ProductionChanges) -> None:
    await changes.record("ours", [(production(), production(title="Ours", scope=SERVER))])
    await changes.record("everyones", [(production(), production(title="New"))])
    assert await changes.forget_scope(SERVER) == 1
    assert await changes.after("ours") == ()
    assert [each.title for each in await changes.after("everyones")] == ["New"]
    assert await changes.forget_scope(SERVER) == 0
