"""Differences between two versions of a fact, in words."""

from __future__ import annotations

from hypothesis import given, settings

from bot.facts.models import (
    AnnouncedDate,
    DateValue,
    Fact,
    PlaceValue,
    Source,
    State,
    Status,
)
from bot.facts.wording.differences import Difference, differences
from tests.facts.strategies import facts

FACT = Fact(
    id="a-b",
    production="a",
    topic="release",
    text="It opens on 12 July.",
    value=DateValue(edtf="2027-07-12", region="US"),
    phrasings=("when is it out", "release date"),
    sources=(Source(title="Paper", url="https://example.org", date="2026-05"),),
)


def changed(**fields: object) -> tuple[Difference, ...]:
    return differences(FACT, Fact.model_validate({**FACT.model_dump(), **fields}))


def test_single_fields_read_from_and_to() -> None:
    assert changed(status=Status.RUMOUR) == (Difference("status", "confirmed", "rumour"),)
    (value,) = changed(value=DateValue(edtf="2027-22"))
    assert value.lines() == ["value: 12 July 2027 (US) → summer 2027"]
    (cleared,) = changed(value=None)
    assert cleared.lines() == ["value: 12 July 2027 (US) → nothing"]
    (day,) = changed(checked_on="2026-11-22")
    assert day.lines() == ["checked on: nothing → 22 November 2026"]


def test_lists_tell_what_went_and_what_came() -> None:
    (phrasings,) = changed(phrasings=("release date", "when does it open"))
    assert phrasings.lines() == ["phrasings: − when is it out", "phrasings: + when does it open"]
    (order,) = changed(phrasings=("release date", "when is it out"))
    assert order.lines() == ["phrasings: + new order: release date; when is it out"]
    (counterexamples,) = changed(counterexamples=("when was it filmed",))
    assert counterexamples.lines() == ["counterexamples: + when was it filmed"]
    (sources,) = changed(sources=())
    assert sources.before_words == "Paper (May 2026) https://example.org"


def test_an_announced_date_tells_when_by_whom_and_why() -> None:
    entry = AnnouncedDate(date="2027-07-12", announced="2026-05", by="the studio", why="scheduling")
    (announced,) = changed(announced_dates=(entry,))
    assert announced.lines() == [
        "announced dates: + 12 July 2027 (announced May 2026 by the studio; reason: scheduling)",
    ]


def test_scope_and_revision_say_nothing() -> None:
    assert changed(scope="server:1", revision=7) == ()
    assert [entry.field for entry in changed(state=State.RETIRED)] == ["state"]


def test_what_words_would_round_off_is_told_exactly() -> None:
    one = FACT.model_copy(update={"value": PlaceValue(name="A", latitude=1.00001, longitude=2)})
    other = FACT.model_copy(update={"value": PlaceValue(name="A", latitude=1.00002, longitude=2)})
    (value,) = differences(one, other)
    assert value.before_words != value.after_words


def test_a_new_fact_shows_what_it_has() -> None:
    fields = [entry.field for entry in differences(None, FACT)]
    assert "text" in fields
    assert "checked on" not in fields
    assert "announced dates" not in fields


@settings(max_examples=60, deadline=None)
@given(before=facts(), after=facts())
def test_there_is_a_difference_exactly_where_facts_differ(before: Fact, after: Fact) -> None:
    assert differences(before, before.model_copy(update={"revision": 99, "scope": "server:7"})) == ()
    told = differences(before, after)
    for entry in told:
        assert entry.before_words != entry.after_words
        assert entry.lines()
    same = before.model_copy(update={"revision": 1, "scope": "shared"}) == after.model_copy(
        update={"revision": 1, "scope": "shared"}
    )
    assert same == (not told)
