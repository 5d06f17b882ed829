"""Test productions stored for undo: kept with their change, and deleted if it was never committed."""

from __future__ import annotations

import pytest

from bot.desk.editing.production_changes import ProductionChanges
from bot.stores.opening import Stores
from tests.desk.samples import fact, production, revision

SERVER = "server:10"


@pytest.fixture
def changes(stores: Stores) -> ProductionChanges:
    return ProductionChanges(stores.documents)


async def test_a_change_is_stored_with_both_versions(changes: ProductionChanges) -> None:
    before, after = production(title="Before"), production(title="After")
    await changes.record("c1", [(before, after)])
    assert await changes.before("c1") == (before,)
    assert await changes.after("c1") == (after,)
    assert await changes.before("c2") == await changes.after("c2") == ()


async def test_a_server_keeps_its_own_version_of_a_shared_production(changes: ProductionChanges) -> None:
    await changes.record("c1", [(production(title="Before"), production(title="After", scope=SERVER))])
    assert [(each.title, each.scope) for each in await changes.before("c1")] == [("Before", SERVER)]


async def test_records_of_uncommitted_changes_are_deleted_at_startup(
    stores: Stores, changes: ProductionChanges
) -> None:
    pair = (production(title="Before"), production(title="After"))
    await changes.record("made", [pair])
    await changes.record("cut-off", [pair])
    await stores.facts.commit([revision(fact(), change="made")])
    await changes.clean_up(stores.facts)
    assert len(await changes.after("made")) == 1
    assert await changes.after("cut-off") == ()


async def test_a_servers_records_can_be_deleted(changes: ProductionChanges) -> None:
    await changes.record("ours", [(production(), production(title="Ours", scope=SERVER))])
    await changes.record("everyones", [(production(), production(title="New"))])
    assert await changes.forget_scope(SERVER) == 1
    assert await changes.after("ours") == ()
    assert [each.title for each in await changes.after("everyones")] == ["New"]
    assert await changes.forget_scope(SERVER) == 0
