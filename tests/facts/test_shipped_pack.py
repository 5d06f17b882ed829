"""The shipped pack: every fact is findable, typed, sourced, and tells nobody the story unasked."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from bot.facts.asked import contradicting, same_words
from bot.facts.models import DateValue, Fact, PlaceValue, Production, Spoiler

ROOT = Path(__file__).resolve().parents[2]
PACK = ROOT / "data" / "packs" / "mission-impossible.json"
RESEARCH = ROOT.parent / "shared" / "facts" / "mission-impossible.jsonl"
RELEASES = ("mi7-release-us-release", "mi8-release-us-release")
# An address made of nothing but these leads to whatever is newest there, not to the page that was read.
FRONT_PAGES = {"amp", "articles", "blog", "en", "home", "index.html", "index.php", "movies", "news"}


@cache
def pack() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(PACK.read_text(encoding="utf-8"))
    return loaded


@cache
def facts() -> tuple[Fact, ...]:
    return tuple(Fact.model_validate(raw) for raw in pack()["facts"])


@cache
def productions() -> tuple[Production, ...]:
    return tuple(Production.model_validate(raw) for raw in pack()["productions"])


@cache
def research() -> dict[str, dict[str, Any]]:
    if not RESEARCH.is_file():
        pytest.skip(f"the research is not beside this checkout ({RESEARCH.name})")
    lines = (json.loads(line) for line in RESEARCH.read_text(encoding="utf-8").splitlines() if line.strip())
    return {raw["id"]: raw for raw in lines}


def fact(fact_id: str) -> Fact:
    return next(each for each in facts() if each.id == fact_id)


def words(text: str) -> str:
    return " ".join(text.casefold().split())


def names_a_page(url: str | None) -> bool:
    """Tell whether an address leads to one page: its path does, or a page number in its query (``/?p=117204``)."""
    parts = urlsplit(url or "")
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        return False
    segments = {segment.casefold() for segment in parts.path.split("/") if segment}
    numbered = any(key in {"p", "page_id"} and value.isdecimal() for key, value in parse_qsl(parts.query))
    return "search" not in segments and (numbered or bool(segments - FRONT_PAGES))


def test_pack_names_its_format() -> None:
    assert (pack()["format"], pack()["version"], pack()["id"]) == ("callsheet-pack", 1, "mission-impossible")


def test_every_fact_validates_under_an_id_of_its_own() -> None:
    assert len({each.id for each in facts()}) == len(facts())


def test_every_fact_belongs_to_a_production_of_the_pack() -> None:
    assert {each.production for each in facts()} == {each.id for each in productions()}


def test_no_alias_names_two_productions() -> None:
    names = Counter(name for each in productions() for name in {words(text) for text in (each.title, *each.aliases)})
    assert [name for name, count in names.items() if count > 1] == []


def test_ids_are_those_of_the_research() -> None:
    held = {each.id for each in facts()} | {each.id for each in productions()}
    assert held == set(research())


def test_status_is_that_of_the_research() -> None:
    assert {each.id: each.status for each in facts()} == {each.id: research()[each.id]["status"] for each in facts()}


def test_source_is_that_of_the_research_where_it_names_a_page() -> None:
    for each in facts():
        source = research()[each.id]["source"]
        if names_a_page(source["url"]):
            assert (each.sources[0].title, each.sources[0].url) == (source["title"], source["url"]), each.id


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://example.org/2023/07/where-it-was-filmed.html", True),
        ("https://example.org/where-it-was-filmed", True),
        ("https://example.org/blog/where-it-was-filmed/", True),
        ("https://example.org/?p=117204", True),
        ("https://example.org", False),
        ("https://example.org/", False),
        ("https://example.org/?utm_source=feed", False),
        ("https://example.org/blog/", False),
        ("https://example.org/en/news", False),
        ("https://example.org/news/search?q=where+it+was+filmed", False),
        ("ftp://example.org/where-it-was-filmed", False),
        ("where it was filmed", False),
        (None, False),
    ],
)
def test_front_pages_and_searches_name_no_page(url: str | None, expected: bool) -> None:
    assert names_a_page(url) is expected


def test_every_source_is_a_page_that_readers_can_open() -> None:
    vague = [(each.id, source.title) for each in facts() for source in each.sources if not names_a_page(source.url)]
    assert vague == []


def test_announced_dates_are_those_of_the_research() -> None:
    for each in facts():
        expected = [(one["announced"], one["date"]) for one in research()[each.id].get("announced_dates", ())]
        assert [(one.announced, one.date) for one in each.announced_dates] == expected


def test_every_fact_has_a_source_and_the_day_it_was_checked() -> None:
    assert [each.id for each in facts() if not each.sources] == []
    assert {each.checked_on for each in facts()} == {date(2025, 12, 31)}


def test_every_fact_is_asked_for_in_four_ways_at_least() -> None:
    few = {each.id for each in facts() if len({words(phrasing) for phrasing in each.phrasings}) < 4}
    assert few == set()


def test_no_phrasing_is_written_twice_in_a_fact() -> None:
    assert [each.id for each in facts() if len({words(line) for line in each.phrasings}) < len(each.phrasings)] == []


def test_no_counterexample_is_written_twice_or_is_a_phrasing_of_its_fact() -> None:
    assert sum(len(each.counterexamples) for each in facts()) > 1000
    for each in facts():
        assert len({same_words(line) for line in each.counterexamples}) == len(each.counterexamples), each.id
        assert contradicting(each.phrasings, each.counterexamples) == (), each.id


@pytest.mark.parametrize("production", ["mi7", "mi8"])
def test_no_phrasing_belongs_to_two_facts(production: str) -> None:
    uses = Counter(words(phrasing) for each in facts() if each.production == production for phrasing in each.phrasings)
    assert [phrasing for phrasing, count in uses.items() if count > 1] == []


def test_story_is_covered() -> None:
    told = [each.id for each in facts() if each.topic == "story" and each.spoiler is Spoiler.NONE]
    assert told == []


@pytest.mark.parametrize("fact_id", RELEASES)
def test_release_keeps_every_announced_date(fact_id: str) -> None:
    release = fact(fact_id)
    assert isinstance(release.value, DateValue)
    assert len(release.announced_dates) >= 5
    assert release.announced_dates[-1].date == release.value.edtf
    assert all(one.by for one in release.announced_dates)
    assert any(one.why for one in release.announced_dates)


@pytest.mark.parametrize("release_id", RELEASES)
def test_every_date_of_the_release_history_was_announced(release_id: str) -> None:
    release = fact(release_id)
    announced = {one.date for one in release.announced_dates}
    history = [each for each in facts() if each.id.startswith(f"{release.production}-release-history-")]
    dated = {each.id: each.value.edtf for each in history if isinstance(each.value, DateValue)}
    assert len(dated) >= 4
    assert {each: edtf for each, edtf in dated.items() if edtf not in announced} == {}


def test_coordinates_come_with_their_country() -> None:
    places = [each.value for each in facts() if isinstance(each.value, PlaceValue)]
    assert places
    assert [place.name for place in places if place.latitude is not None and place.country is None] == []


@pytest.mark.parametrize("topic", ["release", "location", "cast", "crew"])
def test_most_facts_of_a_typed_topic_carry_a_value(topic: str) -> None:
    of_topic = [each for each in facts() if each.topic == topic]
    typed = [each for each in of_topic if each.value is not None]
    assert len(typed) / len(of_topic) > 0.75
