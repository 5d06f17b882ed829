"""Retrieval: which productions a question means, whose facts are retrieved, and which of them are scored."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answers.index.indexed_fact import IndexedFact
from bot.answers.index.scope_index import Shelf
from bot.answers.index.scopes import View
from bot.answers.ranking.query_building import UNNAMED_STRENGTH
from bot.answers.ranking.retrieval import (
    BESIDE_CONTEXT,
    BESIDE_NAMED,
    CLEAR_SCORE,
    CONTEXT_STRENGTH,
    MAX_FACTS_SURE,
    NEAR_SHARE,
    WITHIN_WHOLE,
    Candidates,
    SearchSpace,
)
from bot.facts.models import SHARED, Fact, Production, State
from tests.answers.invented import fact
from tests.answers.searching import SEARCH, SERIES, read, scopes_of, view_of
from tests.answers.series import FACTS, PRODUCTIONS

ASKED = sorted({word for one in FACTS for phrasing in one.phrasings for word in phrasing.split()})


def search(
    question: str,
    view: View = SERIES,
    only: str | None = None,
    spoken_of: str | None = None,
    min_strength: float = 0.0,
) -> Candidates:
    space = SearchSpace(view, only=only, spoken_of=spoken_of)
    return SEARCH.run(read(question), space, min_strength=min_strength)


def strengths(found: Candidates) -> dict[str, float]:
    """Return the strength of the name of each production that was scored."""
    return {one.fact.production: one.query.title.strength for one in found.scored}


@given(st.lists(st.sampled_from([*ASKED, "harpoon", "9"]), min_size=1, max_size=8), st.sampled_from([None, "glim-2"]))
@settings(max_examples=80)
def test_the_candidates_are_near_the_best_and_sorted(said: list[str], spoken_of: str | None) -> None:
    found = search(" ".join(said), spoken_of=spoken_of)
    scores = [one.score for one in found.scored]
    assert scores == sorted(scores, reverse=True)
    assert all(score >= NEAR_SHARE * scores[0] for score in scores)
    assert len({one.fact.id for one in found.scored}) == len(scores)
    assert all(one.fact.production in found.groups for one in found.scored)
    assert found.best == (found.scored[0] if scores else None)


@pytest.mark.parametrize("one", FACTS, ids=lambda one: one.id)
def test_each_fact_is_the_best_for_its_own_phrasings(one: Fact) -> None:
    for phrasing in one.phrasings:
        best = search(phrasing).best
        assert best is not None
        assert best.fact.id == one.id


def test_a_question_that_shares_nothing_finds_nothing() -> None:
    found = search("xylograph harpoon")
    assert (found.best, found.matches) == (None, {})


def test_a_production_that_was_chosen_is_searched_alone_even_if_another_is_named() -> None:
    found = search("who did the stunts in glimmerfall 1", only="glim-2")
    assert {one.fact.production for one in found.scored} == {"glim-2"}
    assert {key: match.strength for key, match in found.matches.items()} == {"glim-2": 1.0}


def test_the_production_of_the_conversation_is_meant_if_none_is_named() -> None:
    found = search("who did the stunts", spoken_of="glim-2")
    assert found.best is not None
    assert found.best.fact.id == "glim-2-stunts"
    assert strengths(found)["glim-2"] == CONTEXT_STRENGTH
    assert search("who did the stunts").matches == {}


def test_a_clearly_named_production_replaces_the_conversation_s() -> None:
    found = search("who did the stunts in glimmerfall 1", spoken_of="glim-2")
    assert found.best is not None
    assert found.best.fact.id == "glim-1-stunts"
    assert found.matches["glim-2"].strength < CONTEXT_STRENGTH
    assert "quill" not in search("who did the stunts in glimmerfall 1", spoken_of="quill").matches


@pytest.mark.parametrize(
    ("question", "spoken_of", "doubt"),
    [("tromsø", None, 1.0), ("quillon tromsø", None, BESIDE_NAMED), ("tromsø", "quill", BESIDE_CONTEXT)],
)
def test_other_productions_are_doubted_beside_one_that_is_named_or_spoken_of(
    question: str, spoken_of: str | None, doubt: float
) -> None:
    found = search(question, spoken_of=spoken_of)
    assert strengths(found)["glim-1"] == pytest.approx(UNNAMED_STRENGTH * doubt)


def test_without_a_clear_fact_of_the_named_production_others_are_searched() -> None:
    found = search("glimmerfall lisbon")
    assert found.best is not None
    assert found.best.fact.production == "quill"


def test_a_clear_fact_of_the_named_production_ends_the_search(monkeypatch: pytest.MonkeyPatch) -> None:
    searched = list[int]()
    sharing = Shelf.sharing

    def counted(shelf: Shelf, terms: Iterable[tuple[str, float]], limit: int) -> list[IndexedFact]:
        searched.append(limit)
        return sharing(shelf, terms, limit)

    monkeypatch.setattr(Shelf, "sharing", counted)
    stunts = search("glimmerfall stunts")
    assert stunts.best is not None
    assert stunts.best.score >= CLEAR_SCORE
    assert searched == []
    search("glimmerfall lisbon")
    assert searched


def test_with_a_minimum_strength_only_names_that_reach_it_count() -> None:
    found = search("where was glimmerfall 2 filmed", min_strength=0.9)
    assert found.matches.keys() == {"glim-2"}
    assert {one.fact.production for one in found.scored} == {"glim-2"}
    assert search("who did the stunts", min_strength=0.9).scored == ()


def test_a_name_within_the_words_of_a_whole_name_is_doubted() -> None:
    named = SEARCH.named(read("glimmerfall 2 budget"), SERIES)
    assert named["glim-2"].strength == pytest.approx(1.0)
    assert named["glim-1"].strength == pytest.approx(WITHIN_WHOLE)
    assert SEARCH.named(read("glimmerfall budget"), SERIES)["glim-1"].strength == pytest.approx(1.0)
    assert SEARCH.named(read("budget"), SERIES) == {}


def test_the_number_of_an_unknown_sequel_is_marked() -> None:
    view = view_of((Production(id="x7", title="Zorvane 7"), Production(id="x8", title="Zorvane 8")))
    assert "@n9" in search("zorvane 9 budget", view).reading.terms()
    assert "#9" in read("zorvane 9 budget").terms()
    assert "@n9" not in search("budget 9", view).reading.terms()


def test_a_streaming_service_finds_facts_about_streaming() -> None:
    streams = fact("s", "glim-1", "release", "streaming", "It streams.", "where does glimmerfall stream")
    view = view_of(PRODUCTIONS, (*FACTS, streams))
    best = search("is it on netflix", view).best
    assert best is not None
    assert best.fact.id == "s"


def test_when_alone_finds_releases() -> None:
    found = search("when?")
    assert found.scored
    assert {one.fact.topic for one in found.scored} == {"release"}


def test_of_a_large_production_those_facts_are_retrieved_that_share_most() -> None:
    many = [fact(f"f{at}", "quill", "stunt", f"prop{at:02}x", "A.") for at in range(3 * MAX_FACTS_SURE)]
    view = view_of(PRODUCTIONS, many)
    for at in (0, 41, 3 * MAX_FACTS_SURE - 1):
        found = search(f"quillon prop{at:02}x", view)
        assert found.best is not None
        assert found.best.fact.id == f"f{at}"
    assert len(search("quillon", view).scored) <= MAX_FACTS_SURE


def test_a_long_question_compares_fewer_facts() -> None:
    many = [fact(f"f{at}", "quill", "stunt", "prop", "A.", "the prop") for at in range(2 * MAX_FACTS_SURE)]
    view = view_of(PRODUCTIONS, many)
    short = len(search("quillon prop", view).scored)
    long = len(search("quillon prop " + " ".join(f"word{letter}x" for letter in "abcdefghijklmnopqrstuv"), view).scored)
    assert (short, long) == (MAX_FACTS_SURE, MAX_FACTS_SURE * 12 // 24)


def test_a_fact_that_the_scope_has_its_own_version_of_is_not_found() -> None:
    scopes = scopes_of(PRODUCTIONS, FACTS)
    own = next(one for one in FACTS if one.id == "glim-1-stunts")
    scopes.put_fact(own.model_copy(update={"scope": "server:1", "text": "Ours."}))
    asked = "who did the stunts in glimmerfall 1"
    assert {one.fact.scope for one in search(asked, scopes.view("server:1")).scored if one.fact.id == own.id} == {
        "server:1"
    }
    scopes.put_fact(own.model_copy(update={"scope": "server:1", "state": State.RETIRED}))
    assert own.id not in {one.fact.id for one in search(asked, scopes.view("server:1")).scored}
    assert own.id in {one.fact.id for one in search(asked, scopes.view(SHARED)).scored}


def test_the_first_fact_of_each_topic_is_offered_or_all_of_some_topics() -> None:
    found = search("glimmerfall 1")
    firsts = found.offered("glim-1", 10)
    topics = [one.fact.topic for one in firsts]
    assert sorted(topics) == sorted({one.topic for one in FACTS if one.production == "glim-1"})
    assert [one.order for one in firsts] == sorted(one.order for one in firsts)
    assert found.offered("glim-1", 2) == firsts[:2]
    releases = found.offered("glim-1", 10, ("release", "crew"))
    assert [one.fact.id for one in releases] == ["glim-1-release", "glim-1-director", "glim-1-poland"]
    assert found.offered("glim-1", 1, ("release", "crew")) == releases[:1]
