"""Test unfinished changes, which are found after a restart until they are finished."""

from __future__ import annotations

import pytest

from bot.desk.state.intent_log import COLLECTION, IntentLog
from bot.stores.opening import Stores
from bot.stores.protocol import StoreUnwritable
from tests.desk.samples import Documents, Nothing, fact, revision


async def restarted(stores: Stores) -> IntentLog:
    """Load the log as a new process does."""
    intents = IntentLog(stores.documents, stores.facts)
    await intents.load()
    return intents


async def test_unfinished_changes_survive_a_restart_by_kind(stores: Stores) -> None:
    intents = await restarted(stores)
    await intents.begin("suggestion one", "c1")
    await intents.begin("question two", "c2")
    later = await restarted(stores)
    assert later.unfinished("suggestion") == ("suggestion one",)
    assert later.unfinished("question") == ("question two",)
    assert later.unfinished("quest") == ()


async def test_the_fact_is_found_once_its_change_is_committed(stores: Stores) -> None:
    intents = await restarted(stores)
    assert await intents.result("suggestion one") is None
    await intents.begin("suggestion one", "c1")
    assert await intents.result("suggestion one") is None
    await stores.facts.commit([revision(fact("a"), change="c1"), revision(fact("b"), change="c1")])
    made = await (await restarted(stores)).result("suggestion one")
    assert made is not None
    assert made.id == "b"
    assert await intents.committed("c2") is None


async def test_a_second_try_replaces_the_first(stores: Stores) -> None:
    intents = await restarted(stores)
    for change in ("c1", "c2", "c2"):
        await intents.begin("suggestion one", change)
    await stores.facts.commit([revision(fact("b"), change="c2")])
    made = await (await restarted(stores)).result("suggestion one")
    assert made is not None


async def test_finished_changes_are_removed_from_disk(stores: Stores) -> None:
    intents = await restarted(stores)
    await intents.begin("suggestion one", "c1")
    await intents.begin("suggestion two", "c2")
    await intents.end("suggestion one")
    await intents.end("suggestion nine")
    assert intents.unfinished("suggestion") == ("suggestion two",)
    assert (await restarted(stores)).unfinished("suggestion") == ("suggestion two",)
    assert list(await stores.documents.all(COLLECTION)) == ["suggestion two"]


async def test_a_failed_write_neither_begins_nor_ends_a_change(
    stores: Stores, caplog: pytest.LogCaptureFixture
) -> None:
    class Full(Documents):
        full = False

        async def delete(self, collection: str, key: str) -> bool:
            if self.full:
                raise StoreUnwritable("there is no disk")
            return await super().delete(collection, key)

    intents = IntentLog(Nothing(), stores.facts)
    with pytest.raises(StoreUnwritable):
        await intents.begin("suggestion one", "c1")
    assert intents.unfinished("suggestion") == ()
    documents = Full(stores.documents)
    kept = IntentLog(documents, stores.facts)
    await kept.begin("suggestion one", "c1")
    documents.full = True
    await kept.end("suggestion one")
    assert kept.unfinished("suggestion") == ("suggestion one",)
    assert "there is no disk" in caplog.text
