from __future__ import annotations

from datetime import timedelta

import pytest

from bot.desk.moderation.outbox import KEPT, NoticeKind, Notices
from bot.stores.opening import Stores
from bot.stores.protocol import StoreUnwritable
from tests.desk.samples import Documents, SetClock

ANN, BO = "discord:1", "discord:2"


async def put_notice(notices: Notices, person: str = ANN, about: str = "when is it out") -> str:
    notice = await notices.put(person, NoticeKind.ANSWERED, scope="server:10", about=about, fact="a-fact")
    return notice.id


async def test_a_notice_waits_until_it_is_delivered(stores: Stores, clock: SetClock) -> None:
    notices = Notices(stores.documents, clock)
    first, second = await put_notice(notices), await put_notice(notices, BO)
    assert [notice.id for notice in notices.waiting()] == [first, second]
    await notices.delivered(first)
    await notices.delivered(first)
    assert [notice.person for notice in notices.waiting()] == [BO]


async def test_undelivered_notices_survive_a_restart(stores: Stores, clock: SetClock) -> None:
    before = Notices(stores.documents, clock)
    await put_notice(before)
    after = Notices(stores.documents, clock)
    await after.load()
    assert after.waiting() == before.waiting()


async def test_old_notices_are_deleted_on_load(stores: Stores, clock: SetClock) -> None:
    notices = Notices(stores.documents, clock)
    await put_notice(notices)
    clock.now += KEPT + timedelta(seconds=1)
    again = Notices(stores.documents, clock)
    await again.load()
    assert again.waiting() == ()
    assert await stores.documents.all("notices") == {}


async def test_a_person_can_see_and_delete_their_notices(stores: Stores, clock: SetClock) -> None:
    notices = Notices(stores.documents, clock)
    await put_notice(notices, ANN, "when is it out")
    await put_notice(notices, BO, "who is it")
    assert await notices.find(ANN) == ("2026-11-22 12:00 UTC: Your question now has an answer. (when is it out)",)
    assert await notices.forget(ANN) == 1
    assert await notices.find(ANN) == ()
    assert [notice.person for notice in notices.waiting()] == [BO]
    assert len(await stores.documents.all("notices")) == 1


async def test_a_person_gets_one_notice_per_cause(stores: Stores, clock: SetClock) -> None:
    notices = Notices(stores.documents, clock)

    async def put(person: str = ANN, kind: NoticeKind = NoticeKind.ANSWERED, cause: str = "question one") -> str:
        clock.advance(minutes=1)
        made = await notices.put(person, kind, scope="server:10", about="when", cause=cause)
        return made.id

    first = await put()
    assert await put() == first
    [waiting] = notices.waiting()
    assert await notices.put(ANN, waiting.kind, scope="server:10", about="when", cause="question one") is waiting
    assert len({first, await put(BO), await put(kind=NoticeKind.APPROVED), await put(cause="question two")}) == 4
    assert len(notices.waiting()) == 4
    await notices.delivered(first)
    assert await put() == first
    assert first not in [each.id for each in notices.waiting()], "it was already delivered"
    assert first not in await stores.documents.all("notices")
    again = Notices(stores.documents, clock)
    await again.load()
    assert len(again.waiting()) == 3


async def test_notices_without_a_cause_are_all_delivered(stores: Stores, clock: SetClock) -> None:
    notices = Notices(stores.documents, clock)
    assert await put_notice(notices) != await put_notice(notices)
    assert len(notices.waiting()) == 2


async def test_a_notice_waits_for_exactly_thirty_days(stores: Stores, clock: SetClock) -> None:
    assert timedelta(days=30) == KEPT
    notices = Notices(stores.documents, clock)
    await put_notice(notices)
    clock.now += KEPT
    await notices.expire()
    assert len(notices.waiting()) == 1
    clock.advance(seconds=1)
    await notices.expire()
    assert notices.waiting() == ()


async def test_a_servers_notices_can_be_deleted(stores: Stores, clock: SetClock) -> None:
    notices = Notices(stores.documents, clock)
    await put_notice(notices)
    there = await notices.put(BO, NoticeKind.DECLINED, scope="server:20", about="a tank", reason="No source.")
    assert notices.scopes() == {"server:10", "server:20"}
    assert await notices.forget_scope("server:10") == 1
    assert await notices.forget_scope("server:30") == 0
    assert notices.waiting() == (there,)
    assert list(await stores.documents.all("notices")) == [there.id]


async def test_a_delivered_notice_that_cannot_be_deleted_is_not_delivered_again(
    stores: Stores, clock: SetClock
) -> None:
    class Full(Documents):
        full = False

        async def delete(self, collection: str, key: str) -> bool:
            if self.full:
                raise StoreUnwritable("the disk is full")
            return await super().delete(collection, key)

    documents = Full(stores.documents)
    notices = Notices(documents, clock)
    first = await put_notice(notices)
    documents.full = True
    with pytest.raises(StoreUnwritable):
        await notices.delivered(first)
    assert notices.waiting() == ()
    documents.full = False
    await notices.clean_up()
    assert await stores.documents.all("notices") == {}
