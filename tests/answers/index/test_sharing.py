"""What facts share with a question is found in blocks of bits as it is by comparing every fact."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.one_show import GENERAL, show
from bot.answers.index.bit_slices import STEPS
from bot.answers.index.indexed_fact import FactIndexer, IndexedFact
from bot.answers.index.scope_index import MANY, Group
from bot.answers.index.sharing import SharingIndex, WeightedTerms
from bot.answers.index.summary import Counts
from bot.answers.parsing.parser import Reader
from tests.shipped import lexicon

INDEXER = FactIndexer(lexicon(), Reader(lexicon()))
MADE = [INDEXER.index(fact, None) for fact in show(90)[0]]
TERMS = sorted({term for one in MADE for term in (*one.terms.every, *one.terms.kin, *one.implied)})
WEIGHTED = st.lists(st.tuples(st.sampled_from(TERMS), st.floats(0.05, 6)), max_size=9).map(WeightedTerms)
SOME = st.lists(st.sampled_from(MADE), min_size=1, unique_by=lambda one: one.fact.id)


def shares(weighted: WeightedTerms, facts: list[IndexedFact]) -> list[float]:
    return [weighted.shared(one) for one in facts]


@settings(max_examples=200)
@given(SOME, SOME, WEIGHTED, st.integers(1, 20), st.integers(1, 30))
def test_the_facts_that_share_most_are_found_as_by_comparing_all(
    put: list[IndexedFact], popped: list[IndexedFact], weighted: WeightedTerms, limit: int, block: int
) -> None:
    held: dict[str, IndexedFact] = {}
    index = SharingIndex(held, block)
    for one in put:
        held[one.fact.id] = one
        index.put(one)
    for one in popped:
        if held.pop(one.fact.id, None):
            index.pop(one)
    for one in popped[::2]:
        held[one.fact.id] = one
        index.put(one)
    found = index.most_sharing(weighted, limit)
    wanted = weighted.most(list(held.values()), limit)
    assert len(found) == len(wanted)
    rounding = 3 * (len(weighted.terms) + 4) / STEPS
    for share, best in zip(shares(weighted, found), shares(weighted, wanted), strict=True):
        assert abs(share - best) <= rounding


def test_of_facts_that_share_as_much_those_asked_for_most_come_first() -> None:
    held = {one.fact.id: one for one in MADE}
    nothing = WeightedTerms([])
    assert SharingIndex(held).most_sharing(nothing, 12) == nothing.most(MADE, 12)


def test_a_large_production_is_searched_as_a_small_one() -> None:
    facts = [INDEXER.index(fact, None) for fact in show(MANY + 40)[0]]
    group = Group()
    for one in facts:
        group.put(one)
    for question in GENERAL:
        terms = [(item.term, item.weight) for item in Reader(lexicon()).read(question.split()).items]
        assert group.most_sharing(terms, 30) == WeightedTerms(terms).most(facts, 30)


@given(SOME, SOME)
def test_a_summary_is_that_of_the_facts_that_are_left(put: list[IndexedFact], popped: list[IndexedFact]) -> None:
    group, anew = Group(), Counts()
    for one in put:
        group.put(one)
    for one in popped:
        group.pop(one.fact.id)
    for one in group.facts.values():
        anew.add(one)
    assert group.summary == anew.summary()
    assert group.resolved("@s:last", set()) == (
        "@s:last" if (newest := anew.newest_season(set())) is None else f"@s{newest}"
    )
    assert {topic: list(facts) for topic, facts in group.by_topic.items()} == {
        topic: sorted((one for one in group.facts.values() if one.fact.topic == topic), key=lambda one: one.order)
        for topic in {one.fact.topic for one in group.facts.values()}
    }
