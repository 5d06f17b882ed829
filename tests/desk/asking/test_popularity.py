from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.asking.popularity import COLLECTION, Popularity
from bot.desk.runtime.write_behind import Batch
from bot.stores.opening import Stores
from tests.desk.samples import NOTHING, SetClock, Unwritten

SERVER = "server:10"


@pytest.fixture
def popularity(stores: Stores, batch: Batch, clock: SetClock) -> Popularity:
    return Popularity(stores.documents, batch, clock)


def ask(popularity: Popularity, *questions: str, scope: str = SERVER) -> None:
    for phrase in questions:
        popularity.count(scope, f"fact-{phrase[0]}", phrase)


async def test_what_is_asked_most_comes_first(popularity: Popularity) -> None:
    ask(popularity, "a one", "b two", "b two", "b three", "a one", "a one")
    assert popularity.top_phrases(SERVER) == [
        ("a one", "fact-a", 3),
        ("b two", "fact-b", 2),
        ("b three", "fact-b", 1),
    ]
    assert popularity.top_facts(SERVER) == [("fact-a", 3), ("fact-b", 3)]


async def test_one_servers_questions_are_not_counted_elsewhere(popularity: Popularity) -> None:
    ask(popularity, "a one")
    assert popularity.top_phrases("shared") == popularity.top_phrases("server:20") == []
    assert popularity.top_facts("server:20") == []


async def test_facts_can_be_counted_from_a_week_on(popularity: Popularity, clock: SetClock) -> None:
    ask(popularity, "a", "a", "b")
    clock.go_on(days=7)
    ask(popularity, "b")
    assert popularity.top_facts(SERVER) == [("fact-a", 2), ("fact-b", 2)]
    assert popularity.top_facts(SERVER, since=date(2026, 11, 28)) == [("fact-b", 1)]


async def test_counts_outlive_the_process_and_name_nobody(
    stores: Stores, batch: Batch, popularity: Popularity, clock: SetClock
) -> None:
    ask(popularity, "a one", "a one", "b two")
    await batch.flush()
    again = Popularity(stores.documents, batch, clock)
    await again.load()
    assert again.top_phrases(SERVER) == popularity.top_phrases(SERVER)
    assert again.top_facts(SERVER) == popularity.top_facts(SERVER)
    assert "discord:" not in str(await stores.documents.all(COLLECTION))


@given(st.lists(st.sampled_from(["a", "b", "ab", "ba", "c"]), max_size=40))
def test_the_list_that_is_never_sorted_equals_the_sorted_one(questions: list[str]) -> None:
    popularity = Popularity(NOTHING, Unwritten(), SetClock())
    ask(popularity, *questions)
    counts = Counter(questions)
    expected = sorted(((phrase, f"fact-{phrase[0]}", count) for phrase, count in counts.items()), key=_by_count)
    assert popularity.top_phrases(SERVER) == expected


def _by_count(entry: tuple[str, str, int]) -> tuple[int, str]:
    return (-entry[2], entry[0])
