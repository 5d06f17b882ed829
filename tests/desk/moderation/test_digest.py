from __future__ import annotations

import pytest

from bot.desk.desk import Desk
from bot.desk.errors import NotAllowed
from bot.facts.models import SHARED, Action
from tests.desk.samples import SetClock, fact
from tests.desk.stock import FAN, FAR, HERE, HOST, KEEPER, MARA, PIER, RELEASE, THERE, stocked


async def test_a_digest_contains_the_servers_week(empty_desk: Desk, clock: SetClock) -> None:
    desk = await stocked(empty_desk)
    clock.advance(days=14)
    for _ in range(3):
        desk.popularity.count(HERE, PIER.id, PIER.phrasings[0])
    desk.popularity.count(HERE, RELEASE.id, RELEASE.phrasings[0])
    desk.popularity.count(THERE, KEEPER.id, KEEPER.phrasings[0])
    desk.question_log.note("who wrote the music", HERE, "discord:1")
    desk.question_log.note("who did the lights", THERE, "discord:1")
    await desk.curating.edit(MARA, (await desk.curating.draft(MARA, PIER.id)).typed(text="Ours."))
    await desk.curating.edit(HOST, (await desk.curating.draft(HOST, KEEPER.id)).typed(text="Everyone's."))
    await desk.curating.edit(FAR, (await desk.curating.draft(FAR, RELEASE.id)).typed(text="Theirs."))

    digest = await desk.digests.digest(MARA)
    assert [(fact.id, count) for fact, count in digest.asked] == [(PIER.id, 3), (RELEASE.id, 1)]
    assert [question.text for question in digest.unanswered] == ["who wrote the music"]
    assert [each.fact.id for each in digest.stale] == [RELEASE.id, KEEPER.id]
    assert {revision.fact.text for revision in digest.changed} == {"Ours.", "Everyone's."}
    assert not digest.empty


async def test_older_changes_are_left_out(empty_desk: Desk, clock: SetClock) -> None:
    desk = await stocked(empty_desk)
    await desk.curating.retire(HOST, KEEPER.id)
    for each in (PIER, RELEASE):
        await desk.curating.edit(HOST, (await desk.curating.draft(HOST, each.id)).typed(text="Changed."))
    clock.advance(days=9)
    digest = await desk.digests.of_scope(HERE)
    assert digest.changed == ()
    assert digest.changed_total == 0


async def test_members_may_not_see_the_digest(empty_desk: Desk) -> None:
    desk = await stocked(empty_desk)
    with pytest.raises(NotAllowed):
        await desk.digests.digest(FAN)


async def added(desk: Desk, count: int, scope: str = SHARED, by: str = HOST.person) -> None:
    change = desk.ledger.new_change()
    facts = [fact(f"f{number}", production="salt-harbour", topic="stunt", scope=scope) for number in range(count)]
    await desk.ledger.commit([desk.ledger.revision(each, Action.ADD, by, change) for each in facts])


async def test_each_list_has_ten_entries_and_a_total(empty_desk: Desk) -> None:
    desk = await stocked(empty_desk)
    await added(desk, 40)
    for number in range(12):
        desk.question_log.note(f"who made number {number}", HERE, "discord:1")
        desk.popularity.count(HERE, f"f{number}", f"phrase {number}")
    digest = await desk.digests.of_scope(HERE)
    assert (len(digest.changed), digest.changed_total) == (10, 40)
    assert (len(digest.unanswered), digest.unanswered_total) == (10, 12)
    assert len(digest.asked) == 10
    assert len(digest.stale) == 10 < digest.stale_total


async def test_the_week_is_the_last_seven_days(empty_desk: Desk, clock: SetClock) -> None:
    desk = await stocked(empty_desk)
    await added(desk, 1)
    clock.advance(days=7)
    assert (await desk.digests.of_scope(HERE)).changed_total == 1
    clock.advance(days=1)
    assert (await desk.digests.of_scope(HERE)).changed_total == 0


async def test_each_changed_fact_is_listed_once_newest_first(empty_desk: Desk, clock: SetClock) -> None:
    desk = await stocked(empty_desk)
    for name, text in ((PIER.id, "One."), (KEEPER.id, "Two."), (PIER.id, "Three.")):
        clock.advance(minutes=1)
        await desk.curating.edit(HOST, (await desk.curating.draft(HOST, name)).typed(text=text))
    digest = await desk.digests.of_scope(HERE)
    assert [each.fact.text for each in digest.changed] == ["Three.", "Two."]


async def test_shipped_facts_and_those_of_other_servers_are_not_news(empty_desk: Desk) -> None:
    desk = await stocked(empty_desk)
    await added(desk, 2, scope=THERE)
    digest = await desk.digests.of_scope(HERE)
    assert (digest.changed, digest.asked, digest.unanswered) == ((), (), ())
    assert (digest.scope, digest.day) == (HERE, desk.clock().date())


async def test_a_digest_may_be_empty(empty_desk: Desk) -> None:
    assert (await empty_desk.digests.of_scope(HERE)).empty
    empty_desk.question_log.note("who made it", HERE, "discord:1")
    assert not (await empty_desk.digests.of_scope(HERE)).empty


async def test_retired_facts_are_not_listed_as_asked(empty_desk: Desk) -> None:
    desk = await stocked(empty_desk)
    desk.popularity.count(HERE, PIER.id, PIER.phrasings[0])
    desk.popularity.count(HERE, KEEPER.id, KEEPER.phrasings[0])
    await desk.curating.retire(HOST, KEEPER.id)
    assert [each.id for each, _ in (await desk.digests.of_scope(HERE)).asked] == [PIER.id]
