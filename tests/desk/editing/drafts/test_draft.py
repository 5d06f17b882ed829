from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.desk.editing.drafts.draft import Destination, Draft, DraftRefused, draft_of, rebased, validate
from bot.facts.models import (
    SHARED,
    DateValue,
    Fact,
    NumberValue,
    PersonValue,
    PlaceValue,
    Spoiler,
    Status,
    Value,
)
from bot.facts.places.gazetteer import Gazetteer
from tests.desk.stock import FACTS, HARBOUR, HERE, KEEPER, LANTERNS, PIER, RELEASE
from tests.facts.strategies import facts

TODAY = date(2026, 11, 22)
GAZETTEER = Gazetteer()
SHARED_DESTINATION = Destination(SHARED, TODAY, (HARBOUR, LANTERNS), GAZETTEER)

NEW = Draft(
    production="The Salt Harbour",
    topic="stunt",
    subject="boat chase",
    text="The boat chase was done in one take.",
    phrasings="was the boat chase one take\n  was the  boat chase one take \nBoat chase stunt",
    sources="https://reel.example/boats",
)


def destination(scope: str = SHARED, taken: frozenset[str] = frozenset()) -> Destination:
    return Destination(scope, TODAY, (HARBOUR, LANTERNS), GAZETTEER, taken=taken.__contains__)


def refused(draft: Draft) -> DraftRefused:
    with pytest.raises(DraftRefused) as caught:
        validate(draft, destination())
    return caught.value


# -- regions and units are kept


def with_value(value: Value, **fields: object) -> Fact:
    return RELEASE.model_copy(update={"value": value, "announced_dates": (), **fields})


@pytest.mark.parametrize(
    ("typed", "edtf", "region"),
    [
        ("22 January 2027", "2027-01-22", "US"),
        ("summer 2027", "2027-22", "US"),
        ("22 January 2027 (UK)", "2027-01-22", "UK"),
        ("23 May 2025 (US)", "2025-05-23", "US"),
        ("23 May 2025", "2025-05-23", None),
        ('{"kind": "date", "edtf": "2027-01-22"}', "2027-01-22", None),
    ],
)
def test_a_new_date_keeps_the_region_unless_it_names_one(typed: str, edtf: str, region: str | None) -> None:
    base = with_value(DateValue(edtf="2025-05-23", region="US"))
    validated = validate(draft_of(base).typed(value=typed), destination())
    assert validated.fact.value == DateValue(edtf=edtf, region=region)
    assert any("keeps its region: US" in note for note in validated.notes) == (
        typed in ("22 January 2027", "summer 2027")
    )


@pytest.mark.parametrize(
    ("typed", "kind", "value"),
    [
        ("170", "", NumberValue(amount=170, unit="minutes")),
        ("about 170", "", NumberValue(amount=170, unit="minutes", approximate=True)),
        ("165-170", "number", NumberValue(amount=165, upper=170, unit="minutes")),
        ("1,900", "", NumberValue(amount=1900, unit="minutes")),
        ("3 hours", "", NumberValue(amount=3, unit="hours")),
        ("2027", "date", DateValue(edtf="2027")),
        ("12 July 2027", "", DateValue(edtf="2027-07-12")),
        ("2027-07-12", "", DateValue(edtf="2027-07-12")),
    ],
)
def test_a_number_without_a_unit_keeps_the_previous_unit(typed: str, kind: str, value: Value) -> None:
    base = with_value(NumberValue(amount=163, unit="minutes"), topic="stunt")
    assert validate(draft_of(base).typed(value=typed, kind=kind), destination()).fact.value == value


def test_an_amount_of_money_keeps_its_currency() -> None:
    base = with_value(NumberValue(amount=290e6, unit="USD"), topic="production")
    changed = validate(draft_of(base).typed(value="300 million"), destination()).fact.value
    assert changed == NumberValue(amount=300e6, unit="USD")


def test_a_number_needs_a_unit_if_there_was_none() -> None:
    assert "no unit" in str(refused(draft_of(KEEPER).typed(value="170", kind="number")))


# -- unchanged drafts


@settings(max_examples=60, deadline=None)
@given(facts())
def test_an_unchanged_draft_gives_an_equal_fact(fact: Fact) -> None:
    again = validate(draft_of(fact), SHARED_DESTINATION).fact
    assert again == fact.model_copy(
        update={"scope": SHARED, "revision": 1, "state": "live", "merged_into": None},
    )


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.id)
def test_a_draft_contains_everything_about_a_fact(fact: Fact) -> None:
    """The typed text alone, without the base fact, gives the same content."""
    typed = draft_of(fact).typed(base=None)
    again = validate(typed, SHARED_DESTINATION).fact
    assert again == fact.model_copy(update={"id": again.id, "checked_on": TODAY})


def test_changed_line_ends_are_no_edit() -> None:
    shown = draft_of(RELEASE)
    typed = shown.typed(phrasings=shown.phrasings.replace("\n", "\r\n") + "\r\n")
    assert validate(typed, SHARED_DESTINATION).fact == RELEASE


# -- new facts


def test_a_new_id_is_made_from_production_topic_and_subject() -> None:
    fact = validate(NEW, destination()).fact
    assert fact.id == "salt-harbour-stunt-boat-chase"
    assert fact.production == HARBOUR.id
    assert fact.phrasings == ("was the boat chase one take", "Boat chase stunt")
    assert fact.checked_on == TODAY
    assert (fact.revision, fact.scope, fact.status, fact.spoiler) == (1, SHARED, Status.CONFIRMED, Spoiler.NONE)


def test_a_number_is_appended_to_an_id_that_is_taken() -> None:
    taken = frozenset({"salt-harbour-stunt-boat-chase", "salt-harbour-stunt-boat-chase-2"})
    assert validate(NEW, destination(taken=taken)).fact.id == "salt-harbour-stunt-boat-chase-3"


def test_without_a_subject_the_id_is_made_from_the_text() -> None:
    assert validate(NEW.typed(subject=""), destination()).fact.id == "salt-harbour-stunt-the-boat-chase-was-done-in"


def test_ids_of_different_scopes_differ() -> None:
    ids = {validate(NEW, destination(scope)).fact.id for scope in (SHARED, HERE, "server:20")}
    assert len(ids) == 3


@pytest.mark.parametrize("name", ["salt-harbour", "the salt harbour", "HARBOUR FILM"])
def test_a_production_is_found_by_any_name(name: str) -> None:
    assert validate(NEW.typed(production=name), destination()).fact.production == HARBOUR.id


# -- typed values


@pytest.mark.parametrize(
    ("topic", "typed", "value"),
    [
        ("release", "12 July 2027", DateValue(edtf="2027-07-12")),
        ("release", "summer 2027", DateValue(edtf="2027-22")),
        ("release", "Q3 2027", DateValue(edtf="2027-35")),
        ("production", "21 November 2026 to 3 January 2027", DateValue(edtf="2026-11-21/2027-01-03")),
        ("production", "2026-11-21/..", DateValue(edtf="2026-11-21/..")),
        ("production", "March to November 2024 (Malta)", DateValue(edtf="2024-03/2024-11", region="Malta")),
        ("release", "about 2027 (not certain)", DateValue(edtf="2027%")),
        ("stunt", "2½ hours", NumberValue(amount=2.5, unit="hours")),
        ("stunt", "500+ extras", NumberValue(amount=500, unit="extras", bound="at least")),
        ("release", "TBA", None),
        ("release", "", None),
        ("production", "163 minutes", NumberValue(amount=163, unit="minutes")),
        ("cast", "Ada Marsh as the keeper", PersonValue(name="Ada Marsh", role="the keeper")),
        ("cast", "Ada Marsh", PersonValue(name="Ada Marsh")),
        ("story", "person: Ada Marsh", PersonValue(name="Ada Marsh")),
    ],
)
def test_typed_values_are_understood(topic: str, typed: str, value: Value | None) -> None:
    assert validate(NEW.typed(topic=topic, value=typed), destination()).fact.value == value


@pytest.mark.parametrize(
    ("topic", "typed", "readings"),
    [
        ("release", "12/07/2027", ("2027-07-12", "2027-12-07")),
        ("release", "Jul-28", ("2027-07-28", "2028-07")),
        ("release", "next Friday", ("2026-11-27", "2026-12-04")),
        ("production", "2.500 extras", ("2.5 extras", "2,500 extras")),
        ("cast", "2.500 extras", ("2.5 extras", "2,500 extras")),
    ],
)
def test_an_ambiguous_value_is_refused_with_both_readings(topic: str, typed: str, readings: tuple[str, str]) -> None:
    draft = NEW.typed(topic=topic, value=typed)
    fault = refused(draft)
    assert fault.draft is draft
    assert set(fault.fields) == {"value"}
    values = [validate(draft.typed(value=reading), destination()).fact.value for reading in readings]
    assert len(set(values)) == 2
    for reading in readings:
        assert reading in fault.fields["value"]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Friday, 4 May 2027", "4 May 2027 is a Tuesday"),
        ("3 January 2027 to 21 November 2026", "ends before it starts; put the earlier date first"),
        ("31 June", "isn't in the calendar"),
        ("5 takes on 3 days", "second number"),
    ],
)
def test_contradictory_values_are_refused_for_any_topic(typed: str, expected: str) -> None:
    for topic in ("release", "stunt", "cast", "location"):
        assert expected in refused(NEW.typed(topic=topic, value=typed)).fields["value"]


def test_an_ambiguous_number_is_refused_with_the_previous_unit() -> None:
    base = with_value(NumberValue(amount=300, unit="extras"), topic="stunt")
    assert "type 2.5 extras or 2,500 extras" in refused(draft_of(base).typed(value="2.500")).fields["value"]
    bounded = validate(draft_of(base).typed(value="500+"), destination()).fact.value
    assert bounded == NumberValue(amount=500, unit="extras", bound="at least")


def test_a_source_cannot_have_a_range_as_its_date() -> None:
    typed = "https://example.org/a | A paper | 3 to 9 May 2026"
    assert set(refused(NEW.typed(sources=typed)).fields) == {"sources"}


def test_a_place_is_found_by_its_name() -> None:
    value = validate(NEW.typed(topic="location", value="Whitby, United Kingdom"), destination()).fact.value
    assert isinstance(value, PlaceValue)
    assert (value.name, value.country) == ("Whitby", "GB")
    assert value.latitude == pytest.approx(54.49, abs=0.05)


def test_an_unknown_place_is_kept_by_name_with_a_note() -> None:
    checked = validate(NEW.typed(topic="location", value="The Old Boathouse Set"), destination())
    assert checked.fact.value == PlaceValue(name="The Old Boathouse Set")
    assert "a place I know" in checked.notes[0]


# -- refusals


def test_all_problems_are_reported_at_once_with_the_draft() -> None:
    draft = Draft(
        production="The Sugar Factory", value="not said yet", status="certain", sources="https://a | y | some day"
    )
    fault = refused(draft)
    assert fault.draft is draft
    assert set(fault.fields) >= {"production", "topic", "text", "value", "status", "sources"}
    assert all(problem.wrong and (problem.remedy or problem.field == "text") for problem in fault.problems)


@pytest.mark.parametrize(
    ("field", "typed", "expected"),
    [
        ("production", "Salt Harbor", "The Salt Harbour"),
        ("topic", "relaese", "release"),
        ("value", "sometime soonish", "type"),
        ("kind", "colour", "date"),
        ("status", "certain", "confirmed"),
        ("spoiler", "huge", "major"),
        ("text", "", "empty"),
        ("sources", "https://", "https://"),
    ],
)
def test_a_problem_has_its_field_and_a_remedy(field: str, typed: str, expected: str) -> None:
    fault = refused(NEW.typed(**{field: typed}))
    assert set(fault.fields) == {field}
    assert expected in fault.fields[field]


def test_an_invalid_announcement_date_is_refused() -> None:
    fault = refused(draft_of(RELEASE).typed(value="1 June 2027", announced_on="the other day"))
    assert set(fault.fields) == {"announced_on"}


@pytest.mark.parametrize(
    ("typed", "edtf"),
    [("3 days ago", "2026-11-19"), ("12 October 2026", "2026-10-12"), ("2026-10", "2026-10"), ("12 October", None)],
)
def test_the_year_of_an_announcement_is_never_guessed(typed: str, edtf: str | None) -> None:
    draft = draft_of(RELEASE).typed(value="1 June 2027", announced_on=typed)
    if edtf is None:
        assert set(refused(draft).fields) == {"announced_on"}
    else:
        assert validate(draft, destination()).fact.announced_dates[-1].announced == edtf


def test_invisible_characters_are_removed() -> None:
    fact = validate(NEW.typed(text="One\u202e take.\x00\u200b 👩\u200d🚒"), destination()).fact
    assert fact.text == "One take. 👩\u200d🚒"


# -- moved dates


def test_a_changed_release_date_is_added_to_the_announced_dates() -> None:
    typed = draft_of(RELEASE).typed(value="8 October 2027", announced_by="the studio", why="reshoots")
    fact = validate(typed, destination()).fact
    assert fact.id == RELEASE.id
    assert fact.value == DateValue(edtf="2027-10-08")
    assert [(each.date, each.announced, each.by, each.why) for each in fact.announced_dates] == [
        ("2027-05-21", None, None, None),
        ("2027-10-08", "2026-11-22", "the studio", "reshoots"),
    ]


def test_the_announcement_may_have_been_earlier() -> None:
    typed = draft_of(RELEASE).typed(value="8 October 2027", announced_on="3 November 2026")
    assert validate(typed, destination()).fact.announced_dates[-1].announced == "2026-11-03"


def test_a_second_move_is_added_to_the_first() -> None:
    once = validate(draft_of(RELEASE).typed(value="8 October 2027"), destination()).fact
    twice = validate(draft_of(once).typed(value="2028"), destination()).fact
    assert [each.date for each in twice.announced_dates] == ["2027-05-21", "2027-10-08", "2028"]


def test_a_correction_replaces_the_last_announced_date() -> None:
    once = validate(draft_of(RELEASE).typed(value="8 October 2027"), destination()).fact
    fixed = validate(draft_of(once).typed(value="9 October 2027", correction=True), destination()).fact
    assert [each.date for each in fixed.announced_dates] == ["2027-05-21", "2027-10-09"]
    plain = validate(draft_of(RELEASE).typed(value="22 May 2027", correction=True), destination()).fact
    assert plain.announced_dates == ()


def test_removing_a_date_keeps_the_announced_dates() -> None:
    once = validate(draft_of(RELEASE).typed(value="8 October 2027"), destination()).fact
    open_again = validate(draft_of(once).typed(value="TBA"), destination()).fact
    assert open_again.value is None
    assert open_again.announced_dates == once.announced_dates


def test_only_release_dates_count_as_announced() -> None:
    assert validate(draft_of(PIER).typed(value="place: Oslo, Norway"), destination()).fact.announced_dates == ()


# -- rebasing


def test_rebasing_keeps_changed_fields_and_takes_the_others() -> None:
    mine = draft_of(KEEPER).typed(text="Ada Marsh plays the keeper of the light.")
    theirs = KEEPER.model_copy(update={"status": Status.REPORTED, "text": "Ada Marsh is the keeper.", "revision": 2})
    fact = validate(rebased(mine, theirs), destination()).fact
    assert fact.text == "Ada Marsh plays the keeper of the light."
    assert fact.status is Status.REPORTED


@given(st.sampled_from(FACTS), st.sampled_from(FACTS))
@settings(deadline=None)
def test_rebasing_an_unchanged_draft_gives_the_other_version(mine: Fact, theirs: Fact) -> None:
    assert rebased(draft_of(mine), theirs) == draft_of(theirs)


def test_rebasing_keeps_the_chosen_kind_of_value() -> None:
    mine = draft_of(KEEPER).typed(value="Whitby", kind="place")
    fact = validate(rebased(mine, KEEPER.model_copy(update={"revision": 2})), destination()).fact
    assert isinstance(fact.value, PlaceValue)
    assert fact.value.name == "Whitby"
