from __future__ import annotations

import pytest

from bot.desk.desk import Desk
from bot.desk.errors import NotAllowed
from tests.desk.samples import SetClock
from tests.desk.stock import FAN, FAR, HERE, HOST, KEEPER, MARA, PIER, RELEASE, THERE, stocked


async def test_a_week_is_told_by_server(empty_desk: Desk, clock: SetClock) -> None:
    desk = await stocked(empty_desk)
    clock.go_on(days=14)
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


async def test_what_lies_further_back_is_left_out(empty_desk: Desk, clock: SetClock) -> None:
    desk = await stocked(empty_desk)
    await desk.curating.retire(HOST, KEEPER.id)
    for fact in (PIER, RELEASE):
        await desk.curating.edit(HOST, (await desk.curating.draft(HOST, fact.id)).typed(text="Changed."))
    clock.go_on(days=9)
    digest = await desk.digests.of_scope(HERE)
    assert digest.changed == ()
    assert digest.changed_total == 0


async def test_members_do_not_see_it(empty_desk: Desk) -> None:
    desk = await stocked(empty_desk)
    with pytest.raises(NotAllowed):
        await desk.digests.digest(FAN)
