"""Scores: how much of a question a fact explains, how alike it is asked for, and what must be exact."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answers.index.indexed_fact import IndexedFact
from bot.answers.language.terms import LIGHT
from bot.answers.ranking.scoring import EXCLUDED, OTHER_KIND, UNASKED, UNLIKE, Likeness
from bot.answers.ranking.upper_bounds import SLIP_CREDIT
from bot.facts.models import Fact
from tests.answers.searching import INDEXER, SCORER, SERIES, indexed, query, scored
from tests.answers.series import FACTS
from tests.shipped import lexicon

ASKED = sorted({word for one in FACTS for phrasing in one.phrasings for word in phrasing.split()})
NAMED = SERIES.named(("shared", "glim-1"))
BY_ID = {one.id: one for one in FACTS}
SYNONYMS = lexicon().synonyms.strength


def changed(fact: str, **changes: object) -> IndexedFact:
    """Return a fact of the first film with other fields, indexed."""
    held: Fact = BY_ID[fact].model_copy(update=changes)
    return INDEXER.index(held, NAMED)


@given(st.lists(st.sampled_from([*ASKED, "harpoon", "2031", "not"]), min_size=1, max_size=8))
@settings(max_examples=100)
def test_every_part_of_a_score_stays_within_its_range(said: list[str]) -> None:
    asked = query(" ".join(said), "glim-1")
    for one in FACTS:
        candidate = scored(indexed(one.id), asked)
        shares = (candidate.coverage.share, candidate.coverage.exact, candidate.coverage.focus)
        likeness = (candidate.likeness.whole, candidate.likeness.covered)
        assert all(0 <= each <= 1 for each in (*shares, *likeness))
        assert candidate.likeness.spare >= 0
        assert set(candidate.coverage.left) <= asked.terms.weights.keys()


@pytest.mark.parametrize("fact", [one.id for one in FACTS if one.production == "glim-1"])
def test_a_phrasing_s_own_words_are_explained_wholly(fact: str) -> None:
    for phrasing in BY_ID[fact].phrasings:
        candidate = scored(indexed(fact), query(phrasing, "glim-1"))
        assert candidate.coverage.share == pytest.approx(1.0)
        assert candidate.coverage.left == ()
        assert candidate.likeness.whole > 0.89


def test_an_unknown_word_lowers_the_share_and_is_left() -> None:
    fact = indexed("glim-1-filming")
    plain = scored(fact, query("where was glimmerfall filmed", "glim-1"))
    more = scored(fact, query("where was glimmerfall filmed harpoon", "glim-1"))
    assert more.coverage.left == ("harpoon",)
    assert more.coverage.exact == 1.0
    assert more.coverage.share < plain.coverage.share
    assert more.score < plain.score


def test_an_unexplained_number_lowers_the_score_by_its_own_factor() -> None:
    candidate = scored(indexed("glim-1-filming"), query("where was glimmerfall filmed 40", "glim-1"))
    assert candidate.coverage.left == ("#40",)
    assert candidate.coverage.exact == pytest.approx(0.4)


def test_a_light_word_is_never_listed_as_left() -> None:
    asked = query("where was the glimmerfall movie filmed", "glim-1")
    assert min(asked.terms.weights.values()) <= LIGHT
    assert scored(indexed("glim-1-director"), asked).coverage.left == ("~shoot",)


def test_a_fact_about_what_is_excluded_scores_less() -> None:
    candidate = scored(indexed("glim-1-release"), query("where is glimmerfall not released", "glim-1"))
    assert candidate.coverage.exact == pytest.approx(EXCLUDED)


def test_a_question_for_the_first_time_is_not_about_the_end() -> None:
    asked = query("when did glimmerfall first come out", "glim-1")
    assert asked.wanted.starts
    finale = changed("glim-1-release", subject="finale")
    assert scored(finale, asked).coverage.exact == pytest.approx(EXCLUDED)
    assert scored(indexed("glim-1-release"), asked).coverage.exact == 1.0


def test_a_word_of_the_text_alone_earns_a_little_less_than_one_of_a_phrasing() -> None:
    asked = query("who is tromsø in glimmerfall", "glim-1")
    in_text = scored(indexed("glim-1-filming"), asked)
    in_phrasing = scored(changed("glim-1-filming", phrasings=("why tromsø",)), asked)
    assert in_text.coverage.in_text > 0
    assert in_text.coverage.left == ()
    assert in_text.coverage.share < in_phrasing.coverage.share


def test_a_misspelling_earns_the_credit_of_a_slip() -> None:
    asked = query("glimmerfall harpoon", "glim-1")
    slip = replace(asked, terms=replace(asked.terms, others={"harpoon": ("~shoot",)}))
    mass, weight = asked.title.mass, asked.terms.weights["harpoon"]
    candidate = scored(indexed("glim-1-filming"), slip)
    assert candidate.coverage.share == pytest.approx((mass + SLIP_CREDIT * weight) / (mass + weight))
    assert candidate.coverage.left == ()
    assert scored(indexed("glim-1-filming"), asked).coverage.left == ("harpoon",)


def test_focus_is_the_credit_for_the_first_thing_asked_for() -> None:
    asked = query("which harpoon was used in glimmerfall", "glim-1")
    assert asked.wanted.focus == "harpoon"
    assert scored(indexed("glim-1-filming"), asked).coverage.focus == 0.0
    assert scored(changed("glim-1-filming", phrasings=("which harpoon",)), asked).coverage.focus == 1.0


def test_a_phrasing_that_asks_for_another_kind_is_less_alike() -> None:
    fact = changed("glim-1-filming", phrasings=("who filmed glimmerfall",), subject="harpoon")
    same = scored(fact, query("who filmed glimmerfall", "glim-1")).likeness.whole
    other = scored(fact, query("when was glimmerfall filmed", "glim-1")).likeness.whole
    none = scored(fact, query("glimmerfall filmed", "glim-1")).likeness.whole
    assert same == pytest.approx(none) == pytest.approx(1.0)
    assert other == pytest.approx(OTHER_KIND)


@pytest.mark.parametrize("word", ["why", "how"])
def test_a_phrasing_that_asks_for_a_reason_is_less_alike_if_the_question_does_not(word: str) -> None:
    fact = changed("glim-1-filming", phrasings=(f"{word} was glimmerfall filmed",), subject="harpoon")
    asked = scored(fact, query(f"{word} was glimmerfall filmed", "glim-1")).likeness.whole
    unasked = scored(fact, query("glimmerfall filmed", "glim-1")).likeness.whole
    assert unasked == pytest.approx(UNASKED * asked)


def test_the_nearest_phrasing_counts_most_and_the_next_two_a_little() -> None:
    asked = query("where was glimmerfall filmed", "glim-1")
    near, far = "where was glimmerfall filmed", "where is the harpoon"
    both = scored(changed("glim-1-filming", phrasings=(far, near), subject="harpoon"), asked).likeness
    alone = scored(changed("glim-1-filming", phrasings=(near,), subject="harpoon"), asked).likeness
    assert (both.covered, both.spare) == (alone.covered, alone.spare)
    assert both.whole == pytest.approx(0.95 * alone.whole)


def test_without_phrasings_a_fact_is_compared_by_its_subject() -> None:
    fact = changed("glim-1-filming", phrasings=(), subject="harpoon")
    likeness = scored(fact, query("glimmerfall harpoon", "glim-1")).likeness
    assert likeness == Likeness(1.0, 1.0, 0.0)
    assert scored(fact, query("glimmerfall lantern", "glim-1")).likeness.whole == 0.0


def test_a_question_with_nothing_but_a_name_is_most_like_the_lightest_subject() -> None:
    asked = query("glimmerfall", "glim-1")
    light = scored(changed("glim-1-filming", phrasings=(), subject="filming"), asked).likeness.whole
    heavy = scored(changed("glim-1-filming", phrasings=(), subject="harpoon of the old harbour"), asked).likeness.whole
    assert 0 < heavy < light < 1


def test_a_counterexample_is_compared_only_if_there_is_one() -> None:
    asked = query("where was glimmerfall filmed", "glim-1")
    assert scored(indexed("glim-1-filming"), asked).counter == UNLIKE
    counter = changed("glim-1-filming", counterexamples=("where was glimmerfall filmed", "why the harpoon"))
    assert scored(counter, asked).counter.whole == 1.0


def test_a_score_grows_with_the_name_and_the_kind() -> None:
    asked, fact = query("where was glimmerfall filmed", "glim-1"), indexed("glim-1-filming")
    full = SCORER.score(fact, asked, 1.0)
    half = replace(asked, title=replace(asked.title, strength=asked.title.strength / 2))
    assert SCORER.score(fact, half, 1.0).score == pytest.approx(full.score / 2)
    assert SCORER.score(fact, asked, 0.5).score == pytest.approx(full.score / 2)
    assert (full.kind, full.fact) == (1.0, fact.fact)


def test_a_likeness_is_clipped_to_one() -> None:
    assert Likeness(1.3, 0.5, 0.2).clipped() == Likeness(1.0, 0.5, 0.2)
    assert Likeness(0.7, 0.5, 0.2).clipped() == Likeness(0.7, 0.5, 0.2)


def test_a_synonym_explains_a_word_and_is_counted_as_kin() -> None:
    strong = max(SYNONYMS, key=SYNONYMS.__getitem__)
    asked = query("glimmerfall harpoon", "glim-1")
    alike = replace(asked, terms=replace(asked.terms, kin={"harpoon": (strong,)}))
    fact = indexed("glim-1-filming")
    kin = replace(fact, terms=replace(fact.terms, kin=fact.terms.kin | {strong}))
    candidate = scored(kin, alike)
    mass, weight = asked.title.mass, asked.terms.weights["harpoon"]
    assert candidate.coverage.kin == pytest.approx(weight * SYNONYMS[strong])
    assert candidate.coverage.share == pytest.approx((mass + SYNONYMS[strong] * weight) / (mass + weight))
    assert scored(fact, alike).coverage.kin == 0.0
