"""A start from a cache gives the engine of a start without one, whatever the cache holds."""

from __future__ import annotations

import random
import sys
from collections import Counter
from collections.abc import Sequence

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.synthetic import make
from bot.answers.engine import Engine
from bot.answers.index.indexed_fact import FactIndexer
from bot.answers.parsing.parser import Reader
from bot.facts.models import Fact, Production, State
from tests.answers import invented, series
from tests.answers.caches import MemoryCache, answers, started

PRODUCTIONS = (*invented.PRODUCTIONS, *series.PRODUCTIONS)
FACTS = (*invented.FACTS, *series.FACTS)
SERVER = "server:1"


def questions(facts: Sequence[Fact]) -> list[str]:
    """Phrasings as they are and with a letter lost."""
    asked = [phrasing for fact in facts for phrasing in fact.phrasings[:2]]
    return [*asked, *(f"{each[: len(each) // 2]}{each[len(each) // 2 + 1 :]}" for each in asked)]


ASKED = questions(FACTS)


@pytest.fixture
def cache() -> MemoryCache:
    """What a first start leaves."""
    made = MemoryCache()
    started(PRODUCTIONS, FACTS, made)
    assert made.written == ["facts"]
    return made


def counted(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Count the texts that are read and the facts that are indexed from now on."""
    done: Counter[str] = Counter()
    read, index = Reader.read, FactIndexer.index

    def reading(reader: Reader, words: list[str], *given: object, **named: object) -> object:
        done["read"] += bool(words)
        return read(reader, words, *given, **named)  # type: ignore[arg-type]

    def indexing(indexer: FactIndexer, *given: object) -> object:
        done["index"] += 1
        return index(indexer, *given)  # type: ignore[arg-type]

    monkeypatch.setattr(Reader, "read", reading)
    monkeypatch.setattr(FactIndexer, "index", indexing)
    return done


def test_a_second_start_reads_no_text_and_answers_the_same(cache: MemoryCache, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = answers(started(PRODUCTIONS, FACTS), ASKED)
    with monkeypatch.context() as patched:
        done = counted(patched)
        second = started(PRODUCTIONS, FACTS, cache)
        assert done == {"read": 0}
    assert answers(second, ASKED) == expected
    assert cache.written == ["facts"], "nothing changed, so nothing is written"


def test_a_changed_fact_is_the_only_one_that_is_indexed(cache: MemoryCache, monkeypatch: pytest.MonkeyPatch) -> None:
    changed = FACTS[3].model_copy(update={"phrasings": ("who mends the lighthouse clock",), "revision": 2})
    facts = tuple(changed if fact is FACTS[3] else fact for fact in FACTS)
    with monkeypatch.context() as patched:
        done = counted(patched)
        second = started(PRODUCTIONS, facts, cache)
        assert done["index"] == 1
    asked = [*ASKED, "who mends the lighthouse clock", "who mends teh lihgthouse clock"]
    assert answers(second, asked) == answers(started(PRODUCTIONS, facts), asked)


def test_a_renamed_production_has_its_facts_indexed_again(cache: MemoryCache, monkeypatch: pytest.MonkeyPatch) -> None:
    renamed = PRODUCTIONS[0].model_copy(update={"title": "Tidewrack: Ash Part One"})
    productions = (renamed, *PRODUCTIONS[1:])
    with monkeypatch.context() as patched:
        done = counted(patched)
        second = started(productions, FACTS, cache)
        assert done["index"] == sum(fact.production == renamed.id for fact in FACTS)
    asked = [*ASKED, "when does tidewrack come out", "wheer was tidewrakc filmed"]
    assert answers(second, asked) == answers(started(productions, FACTS), asked)


CHANGES = st.lists(
    st.tuples(
        st.integers(0, len(FACTS) - 1),
        st.sampled_from(["gone", "retired", "withdrawn", "reworded", "own", "own production"]),
    ),
    max_size=4,
)


@settings(max_examples=25, deadline=None)
@given(before=CHANGES, after=CHANGES, seed=st.integers(0, 999))
def test_whatever_changed_since_answers_are_those_of_a_fresh_start(
    before: list[tuple[int, str]], after: list[tuple[int, str]], seed: int
) -> None:
    cache = MemoryCache()
    started(*edited(before), cache)
    productions, facts = edited(after)
    asked = random.Random(seed).sample(ASKED, 12)
    second, fresh = started(productions, facts, cache), started(productions, facts)
    for scope in ("shared", SERVER):
        assert answers(second, asked, scope) == answers(fresh, asked, scope)
        assert words_of(second, scope) == words_of(fresh, scope)


def words_of(engine: Engine, scope: str) -> list[object]:
    """Return how often each word and bigram is counted; a rare word that stays behind changes few answers."""
    return [
        (shelf.usage.state(), {word: shelf.speller.count(word) for word in shelf.speller})
        for shelf in engine._scopes.view(scope).shelves
        if shelf.usage.total
    ]


def edited(changes: list[tuple[int, str]]) -> tuple[tuple[Production, ...], tuple[Fact, ...]]:
    """Return the store after some changes."""
    productions = {(each.scope, each.id): each for each in PRODUCTIONS}
    facts = {(each.scope, each.id): each for each in FACTS}
    for number, change in changes:
        fact = FACTS[number]
        key = (fact.scope, fact.id)
        own = fact.model_copy(update={"scope": SERVER, "text": f"{fact.text} They told us so."})
        match change:
            case "gone":
                facts.pop(key, None)
            case "retired" | "withdrawn":
                facts[key] = fact.model_copy(update={"state": State(change)})
            case "reworded":
                facts[key] = fact.model_copy(update={"phrasings": (*fact.phrasings[1:], f"tell me about {number}")})
            case "own":
                facts[SERVER, fact.id] = own
            case _:
                facts[SERVER, fact.id] = own
                shared = productions["shared", fact.production]
                productions[SERVER, shared.id] = shared.model_copy(update={"scope": SERVER, "aliases": ("Zander",)})
    return tuple(productions.values()), tuple(facts.values())


def test_another_stores_cache_changes_nothing(cache: MemoryCache) -> None:
    other = make(60)
    second = started(other.productions, other.facts, cache)
    asked = [*questions(other.facts)[:40], *ASKED[:10]]
    assert answers(second, asked) == answers(started(other.productions, other.facts), asked)
    assert cache.written == ["facts", "facts"], "the cache is now this store's"


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_parts_of_any_other_form_are_not_used(data: st.DataObject) -> None:
    """The file's digest makes this impossible by accident, but nothing should go wrong on purpose either."""
    cache = MemoryCache()
    started(PRODUCTIONS[:3], FACTS[:6], cache)
    key, parts = cache.held["facts"]
    number = data.draw(st.integers(0, len(parts) - 1))
    junk = data.draw(
        st.one_of(
            st.binary(max_size=30),
            st.sampled_from(
                [b"[]", b"{}", b"null", b"[[]]", b"[[1,2,3]]", b"[[],[],[],[[1,2,3,4]]]", parts[0], parts[-1]]
            ),
            st.integers(0, max(0, len(parts[number]) - 1)).map(lambda end: parts[number][:end]),
        )
    )
    for broken in (
        [*parts[:number], junk, *parts[number + 1 :]],
        parts[:number],
        [*parts, junk],
    ):
        cache.held["facts"] = (key, broken)
        second = started(PRODUCTIONS[:3], FACTS[:6], cache)
        assert second.similar("filmed", production=None) is not None


def test_a_part_with_too_little_in_it_is_not_used(cache: MemoryCache) -> None:
    key, parts = cache.held["facts"]
    words, wordings, places, records = orjson.loads(parts[-1])
    for broken in (
        [words[:5], wordings, places, records],
        [words, wordings[:1], places, records],
        [words, wordings, places[:1], records],
        [words, wordings, places, [record[:3] for record in records]],
        [words, wordings, places, [[*record[:3], record[3][:-1]] for record in records]],
    ):
        cache.held["facts"] = (key, [*parts[:-1], orjson.dumps(broken)])
        assert answers(started(PRODUCTIONS, FACTS, cache), ASKED[:8]) == answers(started(PRODUCTIONS, FACTS), ASKED[:8])


def work(size: int, monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Count what a second start does for so many facts: Python's own calls, and texts that are read."""
    store = make(size)
    cache = MemoryCache()
    started(store.productions, store.facts, cache)
    done = counted(monkeypatch)

    def count(_frame: object, event: str, _argument: object) -> None:
        done[event] += 1

    sys.setprofile(count)
    try:
        started(store.productions, store.facts, cache)
    finally:
        sys.setprofile(None)
    monkeypatch.undo()
    return done


def test_the_work_of_a_second_start_grows_with_the_facts_and_no_faster(monkeypatch: pytest.MonkeyPatch) -> None:
    small, large = work(150, monkeypatch), work(1_500, monkeypatch)
    assert large["index"] == small["index"] == 0
    for event in ("call", "c_call"):
        assert large[event] < 11 * small[event], event
