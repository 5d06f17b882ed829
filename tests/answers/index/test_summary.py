"""Summaries: what the facts of a production tell of it as a whole."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.index.indexed_fact import IndexedFact
from bot.answers.index.summary import Counts, Summary
from bot.facts.models import AnnouncedDate, DateValue
from tests.answers.invented import fact
from tests.answers.searching import INDEXER, indexed
from tests.answers.series import FACTS

ALL = [indexed(one.id) for one in FACTS]
MOVED = (AnnouncedDate(date="2024", announced="2021"), AnnouncedDate(date="2026"))


def counted(*facts: IndexedFact) -> Counts:
    counts = Counts()
    for one in facts:
        counts.add(one)
    return counts


def made(topic: str, subject: str, edtf: str | None = None, *announced: AnnouncedDate, text: str = "A.") -> IndexedFact:
    value = DateValue(edtf=edtf) if edtf else None
    return INDEXER.index(fact("x", "p", topic, subject, text, value=value, announced=announced), None)


def test_without_facts_there_is_nothing_to_tell() -> None:
    assert Counts().summary() == Summary(frozenset(), None, frozenset(), (), False, frozenset())
    assert Counts().newest_season(frozenset()) is None


def test_a_production_with_seasons_or_episodes_is_a_series() -> None:
    assert counted(made("production", "season 2 budget")).summary().series
    assert counted(made("production", "episode 4 budget")).summary().series
    assert not counted(made("production", "part 2 budget"), made("release", "release", "2026")).summary().series


def test_the_year_is_the_earliest_of_a_release() -> None:
    early, late = made("release", "US release", "2021-05-01"), made("release", "Polish release", "2023")
    filming = made("production", "filming", "2019")
    assert counted(late, early, filming).summary().year == 2021
    assert counted(filming).summary().year is None


def test_a_release_that_was_moved_counts_in_the_year_of_its_date_only() -> None:
    summary = counted(made("release", "release", "2026", *MOVED)).summary()
    assert summary.year == 2026
    assert summary.years == {"#2024", "#2026"}


def test_a_release_without_a_date_counts_in_the_years_that_it_mentions() -> None:
    assert counted(made("release", "release", text="It came out in 2017.")).summary().year == 2017


def test_announced_years_are_those_of_facts_whose_date_was_announced_anew() -> None:
    summary = counted(made("release", "release", "2026", *MOVED), made("production", "filming", "2019")).summary()
    assert summary.announced_years == {"#2024", "#2026"}


def test_seasons_are_those_that_release_facts_are_about() -> None:
    facts = [made("release", f"season {season} premiere", "2026") for season in (3, 1, 10)]
    assert counted(*facts, made("production", "season 12 budget")).summary().seasons == (1, 3, 10)


@pytest.mark.parametrize(
    ("topic", "subject", "whole"),
    [("release", "release", True), ("release", "season 2 release", False), ("release", "Blu-ray of the zither", False),
     ("production", "", False)],
)  # fmt: skip
def test_a_plain_release_is_about_the_production_as_a_whole(topic: str, subject: str, whole: bool) -> None:
    plain = made(topic, "" if subject == "release" else subject, "2026")
    assert counted(plain).summary().whole is whole


def test_the_newest_season_may_be_that_of_some_years() -> None:
    counts = counted(
        made("release", "season 1 premiere", "2022"),
        made("release", "season 2 premiere", "2024"),
        made("production", "season 4 budget"),
    )
    assert counts.newest_season(frozenset()) == 4
    assert counts.newest_season({"#2022"}) == 1
    assert counts.newest_season({"#2022", "#2024"}) == 2
    assert counts.newest_season({"#1999"}) is None


@given(st.lists(st.sampled_from(ALL)), st.lists(st.sampled_from(ALL)))
def test_what_is_taken_out_again_leaves_no_trace(kept: list[IndexedFact], gone: list[IndexedFact]) -> None:
    counts = counted(*kept, *gone)
    for one in gone:
        counts.remove(one)
    assert counts.summary() == counted(*kept).summary()
    years = counts.summary().years
    assert counts.newest_season(years) == counted(*kept).newest_season(years)
