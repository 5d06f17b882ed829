"""What was begun in one file and ends in the other is found again after a restart, and only until it is settled."""

from __future__ import annotations

import pytest

from bot.desk.state.begun_changes import COLLECTION, Begun
from bot.stores.opening import Stores
from bot.stores.protocol import StoreUnwritable
from tests.desk.samples import Documents, Nothing, fact, revision


async def again(stores: Stores) -> Begun:
    """As a process that starts now finds it."""
    begun = Begun(stores.documents, stores.facts)
    await begun.load()
    return begun


async def test_what_was_begun_is_known_after_a_restart_by_its_kind(stores: Stores) -> None:
    begun = await again(stores)
    await begun.begin("suggestion one", "c1")
    await begun.begin("question two", "c2")
    later = await again(stores)
    assert later.left("suggestion") == ("suggestion one",)
    assert later.left("question") == ("question two",)
    assert later.left("quest") == ()


async def test_the_fact_is_found_once_its_change_was_committed(stores: Stores) -> None:
    begun = await again(stores)
    assert await begun.made("suggestion one") is None
    await begun.begin("suggestion one", "c1")
    assert await begun.made("suggestion one") is None
    await stores.facts.commit([revision(fact("a"), change="c1"), revision(fact("b"), change="c1")])
    made = await (await again(stores)).made("suggestion one")
    assert made is not None
    assert made.id == "b"
    assert await begun.committed("c2") is None


async def test_another_try_takes_the_place_of_the_first(stores: Stores) -> None:
    begun = await again(stores)
    for change in ("c1", "c2", "c2"):
        await begun.begin("suggestion one", change)
    await stores.facts.commit([revision(fact("b"), change="c2")])
    made = await (await again(stores)).made("suggestion one")
    assert made is not None


async def test_what_is_settled_is_forgotten_on_disk_too(stores: Stores) -> None:
    begun = await again(stores)
    await begun.begin("suggestion one", "c1")
    await begun.begin("suggestion two", "c2")
    await begun.end("suggestion one")
    await begun.end("suggestion nine")
    assert begun.left("suggestion") == ("suggestion two",)
    assert (await again(stores)).left("suggestion") == ("suggestion two",)
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

    begun = Begun(Nothing(), stores.facts)
    with pytest.raises(StoreUnwritable):
        await begun.begin("suggestion one", "c1")
    assert begun.left("suggestion") == ()
    documents = Full(stores.documents)
    kept = Begun(documents, stores.facts)
    await kept.begin("suggestion one", "c1")
    documents.full = True
    await kept.end("suggestion one")
    assert kept.left("suggestion") == ("suggestion one",)
    assert "there is no disk" in caplog.text
