"""Parts for a cache: what is written is read back whole, and nothing else is taken for a part."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answers.index.fact_parts import FactReader, FactWriter
from bot.answers.index.indexed_fact import IndexedFact
from bot.facts.models import Fact
from tests.answers.invented import FACTS as MORE
from tests.answers.searching import INDEXER, LEXICON, indexed
from tests.answers.series import FACTS

COUNTERED = FACTS[0].model_copy(update={"counterexamples": ("when does glimmerfall 2 come out",)})
UNKNOWN_TOPIC = FACTS[0].model_copy(update={"id": "u", "topic": "no-such-topic"})
ALL = [
    *(indexed(one.id) for one in FACTS),
    *(INDEXER.index(one, None) for one in (*MORE, COUNTERED.model_copy(update={"id": "c"}), UNKNOWN_TOPIC)),
]
SOME = st.lists(st.sampled_from(ALL), max_size=12, unique_by=lambda one: one.fact.id)
BROKEN = (ValueError, LookupError, TypeError, AttributeError)


def part_of(facts: list[IndexedFact]) -> bytes:
    writer = FactWriter(LEXICON.topics)
    for one in facts:
        writer.add(one, f"digest of {one.fact.id}")
    return writer.part()


def first_of(part: bytes, fact: Fact) -> IndexedFact:
    reader = FactReader(part, LEXICON.topics, {})
    return reader.fact(fact, reader.records[0])


@given(SOME)
@settings(max_examples=50)
def test_what_is_written_is_read_back(facts: list[IndexedFact]) -> None:
    reader = FactReader(part_of(facts), LEXICON.topics, {})
    assert [(each.scope, each.id, each.digest) for each in reader.records] == [
        (one.fact.scope, one.fact.id, f"digest of {one.fact.id}") for one in facts
    ]
    for one, record in zip(facts, reader.records, strict=True):
        assert reader.fact(one.fact, record) == one
        assert reader.sentences(record) == one.sentences


def test_one_object_is_held_for_each_word_of_all_parts() -> None:
    same: dict[str, str] = {}
    first, second = (FactReader(part_of([ALL[0]]), LEXICON.topics, same) for _ in range(2))
    words = [reader.sentences(reader.records[0])[0][0] for reader in (first, second)]
    assert words[0] is words[1]


def test_what_a_topic_implies_is_not_written_with_each_fact() -> None:
    plain = next(one for one in ALL if one.implied is LEXICON.topics[one.fact.topic].implies)
    reader = FactReader(part_of([plain]), LEXICON.topics, {})
    assert reader.fact(plain.fact, reader.records[0]).implied is plain.implied


@given(st.integers(0, 400), st.sampled_from([b"", b"{}", b"9999", b'"x"', b"null"]))
def test_what_is_no_part_raises_what_the_reader_says(cut: int, put: bytes) -> None:
    part = part_of(ALL[:3])
    with pytest.raises(BROKEN):
        first_of(part[:cut] + put, ALL[0].fact)
