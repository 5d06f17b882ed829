from __future__ import annotations

from datetime import timedelta

from bot.desk.moderation.outbox import KEPT, NoticeKind, Notices
from bot.stores.opening import Stores
from tests.desk.samples import SetClock

ANN, BO = "discord:1", "discord:2"


async def told(notices: Notices, person: str = ANN, about: str = "when is it out") -> str:
    notice = await notices.put(person, NoticeKind.ANSWERED, scope="server:10", about=about, fact="a-fact")
    return notice.id


async def test_a_notice_waits_until_it_was_delivered(stores: Stores, clock: SetClock) -> None:
    notices = Notices(stores.documents, clock)
    first, second = await told(notices), await told(notices, BO)
    assert [notice.id for notice in notices.waiting()] == [first, second]
    await notices.delivered(first)
    await notices.delivered(first)
    assert [notice.person for notice in notices.waiting()] == [BO]


async def test_what_was_not_delivered_is_there_after_a_restart(stores: Stores, clock: SetClock) -> None:
    before = Notices(stores.documents, clock)
    await told(before)
    after = Notices(stores.documents, clock)
    await after.load()
    assert after.waiting() == before.waiting()


async def test_nobody_is_kept_for_ever(stores: Stores, clock: SetClock) -> None:
    notices = Notices(stores.documents, clock)
    await told(notices)
    clock.now += KEPT + timedelta(seconds=1)
    again = Notices(stores.documents, clock)
    await again.load()
    assert again.waiting() == ()
    assert await stores.documents.all("notices") == {}


async def test_a_person_sees_and_removes_their_notices(stores: Stores, clock: SetClock) -> None:
    notices = Notices(stores.documents, clock)
    await told(notices, ANN, "when is it out")
    await told(notices, BO, "who is it")
    assert await notices.find(ANN) == ("2026-11-22 12:00 UTC: Your question now has an answer. (when is it out)",)
    assert await notices.forget(ANN) == 1
    assert await notices.find(ANN) == ()
    assert [notice.person for notice in notices.waiting()] == [BO]
    assert len(await stores.documents.all("notices")) == 1
