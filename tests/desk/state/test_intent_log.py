"""Tests that unfinished changes are found after a restart, until they are finished."""

from __future__ import annotations

import pytest

from bot.desk.state.intent_log import COLLECTION, IntentLog
from bot.stores.opening import Stores
from bot.stores.protocol import StoreUnwritable
from tests.desk.samples import Documents, Nothing, fact, revision


async def again(stores: Stores) -> IntentLog:
    """As a process that starts now finds it."""
    intents = IntentLog(stores.documents, stores.facts)
    await intents.load()
    return intents


async def test_what_was_begun_is_known_after_a_restart_by_its_kind(stores: Stores) -> None:
    intents = await again(stores)
    await intents.begin("suggestion one", "c1")
    await intents.begin("question two", "c2")
    later = await again(stores)
    assert later.unfinished("suggestion") == ("suggestion one",)
    assert later.unfinished("question") == ("question two",)
    assert later.unfinished("quest") == ()


async def test_the_fact_is_found_once_its_change_was_committed(stores: Stores) -> None:
    intents = await again(stores)
    assert await intents.result("suggestion one") is None
    await intents.begin("suggestion one", "c1")
    assert await intents.result("suggestion one") is None
    await stores.facts.commit([revision(fact("a"), change="c1"), revision(fact("b"), change="c1")])
    made = await (await again(stores)).result("suggestion one")
    assert made is not None
    assert made.id == "b"
    assert await intents.committed("c2") is None


async def test_another_try_takes_the_place_of_the_first(stores: Stores) -> None:
    intents = await again(stores)
    for change in ("c1", "c2", "c2"):
        await intents.begin("suggestion one", change)
    await stores.facts.commit([revision(fact("b"), change="c2")])
    made = await (await again(stores)).result("suggestion one")
    assert made is not None


async def test_what_is_settled_is_forgotten_on_disk_too(stores: Stores) -> None:
    intents = await again(stores)
    await intents.begin("suggestion one", "c1")
    await intents.begin("suggestion two", "c2")
    await intents.end("suggestion one")
    await intents.end("suggestion nine")
    assert intents.unfinished("suggestion") == ("suggestion two",)
    assert (await again(stores)).unfinished("suggestion") == ("suggestion two",)
    assert list(await stores.documents.all(COLLECTION)) == ["suggestion two"]


async def test_what_cannot_be_written_is_not_begun_and_not_forgotten(
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
