from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings

from bot.desk.packs.import_plan import Existing, ImportPlan, plan_import
from bot.facts.models import SHARED, DateValue, Fact, Production, Spoiler, State
from bot.facts.packs.reading import PackForm, read_pack, write_pack
from tests.desk.samples import fact, own, production
from tests.facts.strategies import facts

TODAY = date(2026, 11, 22)
HERE = "server:10"
RELEASE = fact(value=DateValue(edtf="2027-05-21"), phrasings=("when is it out",))


def plan(data: bytes, *known: Fact, scope: str = SHARED, productions: tuple[Production, ...] = ()) -> ImportPlan:
    existing = Existing(scope, {each.id: each for each in known}, {each.id: each for each in productions})
    return plan_import(read_pack(data, "file.jsonl"), existing, today=TODAY, token="t1", by="discord:1")


def lines(*records: Fact | Production) -> bytes:
    made = [each for each in records if isinstance(each, Production)]
    return write_pack(made, [each for each in records if isinstance(each, Fact)], PackForm.LINES)


def line(text: str) -> bytes:
    return f'{{"id": "harbour-release", "production": "harbour", "topic": "release", {text}}}'.encode()


HARBOUR = production()


def test_an_unknown_fact_is_added() -> None:
    made = plan(lines(RELEASE), productions=(HARBOUR,))
    assert (made.added, made.changed, made.skipped, made.refused) == ((RELEASE,), (), (), ())
    assert made.facts == (RELEASE,)
    assert not made.empty
    assert (made.token, made.scope, made.by, made.form) == ("t1", SHARED, "discord:1", PackForm.LINES)


def test_a_fact_that_says_the_same_is_skipped_and_leaves_nothing_to_write() -> None:
    made = plan(lines(RELEASE), RELEASE, productions=(HARBOUR,))
    assert made.empty
    assert [(each.id, each.where, each.why) for each in made.skipped] == [
        (RELEASE.id, "line 1", "it already says this")
    ]


def test_a_changed_fact_keeps_what_the_file_does_not_mention() -> None:
    made = plan(line('"fact": "Out soon."'), RELEASE, productions=(HARBOUR,))
    (each,) = made.changed
    assert each.before == RELEASE
    assert each.after == RELEASE.model_copy(update={"text": "Out soon."})
    assert [difference.field for difference in each.differences] == ["text"]
    assert made.facts == (each.after,)


def test_an_empty_list_clears_a_field() -> None:
    (each,) = plan(line('"fact": "Out soon.", "phrasings": []'), RELEASE, productions=(HARBOUR,)).changed
    assert each.after.phrasings == ()


def test_a_changed_date_is_announced_today_by_the_pack() -> None:
    data = line('"fact": "Out soon.", "value": "2027-10-08"')
    (each,) = plan(data, RELEASE, productions=(HARBOUR,)).changed
    first, last = each.after.announced_dates
    assert first.date == "2027-05-21"
    assert (last.date, last.announced) == ("2027-10-08", "2026-11-22")
    assert (last.by or "").startswith("pack ")


def test_announced_dates_of_the_file_are_taken_as_they_are() -> None:
    data = line('"fact": "Out soon.", "value": "2027-10-08", "announced_dates": [{"date": "2027-10-08"}]')
    (each,) = plan(data, RELEASE, productions=(HARBOUR,)).changed
    assert [(entry.date, entry.by) for entry in each.after.announced_dates] == [("2027-10-08", None)]


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"state": State.RETIRED}, "retired here"),
        ({"state": State.MERGED, "merged_into": "other"}, "merged into another fact"),
        ({"state": State.WITHDRAWN, "scope": HERE}, "withdrew its version"),
    ],
)
def test_a_fact_that_is_not_live_is_skipped_until_it_is_restored(fields: dict[str, object], why: str) -> None:
    made = plan(lines(RELEASE), RELEASE.model_copy(update=fields), scope=HERE, productions=(HARBOUR,))
    assert made.empty
    assert why in made.skipped[0].why
    assert "restore it first" in made.skipped[0].why


def test_scope_and_revision_of_the_file_are_ignored() -> None:
    other = RELEASE.model_copy(update={"scope": "server:99", "revision": 7})
    (added,) = plan(lines(other), scope=HERE, productions=(HARBOUR,)).added
    assert (added.scope, added.revision) == (HERE, 1)
    (each,) = plan(
        line('"fact": "Ours.", "scope": "shared", "revision": 9'), own(RELEASE), scope=HERE, productions=(HARBOUR,)
    ).changed
    assert (each.after.scope, each.after.revision) == (HERE, 1)


def test_a_record_with_an_error_is_refused_and_the_others_are_planned() -> None:
    stray = fact("harbour-crew", topic="crew", production="no-such-film")
    made = plan(lines(RELEASE, stray), productions=(HARBOUR,))
    assert made.added == (RELEASE,)
    assert [(problem.where, problem.record) for problem in made.refused] == [("line 2", "harbour-crew")]


def test_a_record_that_contradicts_the_existing_fact_is_refused() -> None:
    data = line('"fact": "Out soon.", "announced_dates": [{"date": "2027-05-21"}, {"date": "2028-01-01"}], "value": 3')
    assert plan(data, RELEASE, productions=(HARBOUR,)).facts == ()
    kept = b'{"id": "harbour-release", "production": "harbour", "topic": "release", "fact": "Out.", "merged_into": "x"}'
    made = plan(kept, RELEASE, productions=(HARBOUR,))
    assert (made.facts, [problem.where for problem in made.refused]) == ((), ["line 1"])


def test_problems_with_a_spoiler_are_marked_even_if_the_file_hides_that_it_is_one() -> None:
    data = line('"fact": "Out soon.", "status": "sure"')
    for level, marked in ((Spoiler.NONE, False), (Spoiler.MAJOR, True)):
        known = RELEASE.model_copy(update={"spoiler": level})
        (problem,) = plan(data, known, productions=(HARBOUR,)).refused
        assert problem.spoiler is marked


def test_new_and_changed_productions_are_planned_and_equal_ones_left_out() -> None:
    renamed = HARBOUR.model_copy(update={"title": "The Harbour"})
    made = plan(lines(renamed, production("pier"), production("same")), productions=(HARBOUR, production("same")))
    assert [each.id for each in made.productions_added] == ["pier"]
    assert made.productions_changed == ((HARBOUR, renamed),)
    assert made.productions == (production("pier"), renamed)
    assert plan(lines(HARBOUR), productions=(HARBOUR,)).empty


def test_a_production_keeps_its_other_names_unless_the_file_names_them() -> None:
    known = production(aliases=("The Quay",))
    data = b'{"kind": "production", "id": "harbour", "title": "New"}'
    ((_before, after),) = plan(data, productions=(known,)).productions_changed
    assert (after.title, after.aliases) == ("New", ("The Quay",))


def test_a_shared_production_that_the_file_repeats_does_not_become_the_servers_own() -> None:
    assert plan(lines(HARBOUR), scope=HERE, productions=(HARBOUR,)).productions == ()


@settings(max_examples=40, deadline=None)
@given(facts())
def test_importing_an_export_again_changes_nothing(given_fact: Fact) -> None:
    live = {"scope": SHARED, "revision": 1, "state": State.LIVE, "merged_into": None}
    known = given_fact.model_copy(update=live)
    made = plan(lines(known), known, productions=(production(known.production),))
    assert (made.facts, made.refused) == ((), ())
