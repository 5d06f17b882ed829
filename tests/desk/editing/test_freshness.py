from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.desk.desk import Desk
from bot.desk.editing.editor import EditConflict
from bot.desk.editing.freshness import due
from bot.desk.editing.review_rules import UNSETTLED, UPCOMING_DAY, UPCOMING_PART
from bot.desk.errors import NotAllowed, NothingToDo
from bot.facts.models import DateValue, Fact, State, Status
from bot.facts.topics import shipped_topics
from tests.desk.samples import SetClock
from tests.desk.stock import FAN, HERE, KEEPER, MARA, PIER, RELEASE, stocked

TODAY = date(2026, 11, 22)

DAYS = {topic.id: topic.check_days for topic in shipped_topics()}


def checked(fact: Fact, days_ago: int, **update: object) -> Fact:
    return fact.model_copy(update={"checked_on": TODAY - timedelta(days=days_ago), **update})


@pytest.mark.parametrize(
    ("fact", "days"),
    [
        (RELEASE, UPCOMING_DAY),
        (RELEASE.model_copy(update={"value": DateValue(edtf="2027-22")}), UPCOMING_PART),
        (RELEASE.model_copy(update={"value": DateValue(edtf="2027-01-03/2027-02")}), UPCOMING_DAY),
        (RELEASE.model_copy(update={"value": DateValue(edtf="2026-01/2027-01-03")}), UPCOMING_DAY),
        (RELEASE.model_copy(update={"value": DateValue(edtf="2026-01-03/2027-01")}), UPCOMING_PART),
        (RELEASE.model_copy(update={"value": DateValue(edtf="2026-01-03/..")}), UPCOMING_PART),
        (RELEASE.model_copy(update={"value": None, "status": Status.RUMOUR}), UNSETTLED),
        (
            PIER.model_copy(update={"text": "The pier scene is to be filmed in Whitby."}),
            DAYS["location"],
        ),
        (KEEPER.model_copy(update={"topic": "production"}), DAYS["production"]),
        (KEEPER.model_copy(update={"topic": "props"}), 365),
    ],
)
def test_how_long_a_check_counts(fact: Fact, days: int) -> None:
    assert due(checked(fact, days - 1), TODAY) is None
    found = due(checked(fact, days), TODAY)
    assert found is not None
    assert (found.days, found.since) == (days, TODAY)


def test_an_upcoming_release_is_due_sooner_than_a_past_date() -> None:
    wrap = RELEASE.model_copy(update={"topic": "production", "value": DateValue(edtf="2026-03-01")})
    assert due(checked(RELEASE, 20), TODAY) is not None
    assert due(checked(wrap, 20), TODAY) is None
    assert due(checked(wrap, 200), TODAY) is None


def test_a_fact_is_due_when_its_date_has_passed() -> None:
    fact = RELEASE.model_copy(update={"value": DateValue(edtf="2026-11-20"), "checked_on": date(2026, 11, 19)})
    found = due(fact, TODAY)
    assert found is not None
    assert (found.since, found.why) == (date(2026, 11, 21), "its date has passed since the last check")
    assert due(fact.model_copy(update={"checked_on": date(2026, 11, 21)}), TODAY) is None


def test_only_live_facts_are_due() -> None:
    assert due(checked(PIER, 9999, state=State.RETIRED), TODAY) is None


async def test_the_most_overdue_facts_come_first_until_they_are_confirmed(empty_desk: Desk, clock: SetClock) -> None:
    desk = await stocked(empty_desk)
    assert [each.fact.id for each in await desk.freshness.stale(MARA)] == [KEEPER.id, RELEASE.id]
    clock.advance(days=30)
    assert [each.fact.id for each in await desk.freshness.stale(MARA)] == [RELEASE.id, KEEPER.id]
    assert all(each.shared for each in await desk.freshness.stale(MARA))
    confirmed = await desk.freshness.confirm(MARA, RELEASE.id)
    assert (confirmed.scope, confirmed.checked_on) == (HERE, date(2026, 12, 22))
    assert [each.fact.id for each in await desk.freshness.stale(MARA)] == [KEEPER.id]
    assert [each.fact.id for each in await desk.freshness.stale(MARA, "nine-lanterns")] == []


async def test_confirming_all_is_one_change_that_can_be_undone(empty_desk: Desk, clock: SetClock) -> None:
    desk = await stocked(empty_desk)
    seen = [each.fact for each in await desk.freshness.stale(MARA)]
    assert len(seen) == 2
    change = await desk.freshness.confirm_all(MARA, seen)
    assert await desk.freshness.stale(MARA) == ()
    assert {each.fact.id for each in await desk.store.change(change)} == {each.id for each in seen}
    with pytest.raises(NothingToDo):
        await desk.freshness.confirm_all(MARA, [desk.catalogue.fact(each.id, HERE) for each in seen])
    await desk.undo.undo(MARA)
    assert [each.fact.id for each in await desk.freshness.stale(MARA)] == [each.id for each in seen]


async def test_nothing_is_confirmed_if_one_fact_was_changed_since(empty_desk: Desk) -> None:
    desk = await stocked(empty_desk)
    seen = [each.fact for each in await desk.freshness.stale(MARA)]
    draft = await desk.curating.draft(MARA, KEEPER.id)
    await desk.curating.edit(MARA, draft.typed(text="Ada Marsh plays the keeper's wife."))
    with pytest.raises(EditConflict):
        await desk.freshness.confirm_all(MARA, seen)
    assert desk.catalogue.fact(RELEASE.id, HERE) == RELEASE


async def test_members_can_neither_see_nor_confirm_due_facts(empty_desk: Desk) -> None:
    desk = await stocked(empty_desk)
    with pytest.raises(NotAllowed):
        await desk.freshness.stale(FAN)
    with pytest.raises(NotAllowed):
        await desk.freshness.confirm(FAN, RELEASE.id)
