from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.asking.popularity import COLLECTION, TOP, Popularity
from bot.desk.runtime.write_behind import WriteBehind
from bot.stores.opening import Stores
from tests.desk.samples import NOTHING, SetClock, Unwritten

SERVER = "server:10"


@pytest.fixture
def popularity(stores: Stores, write_behind: WriteBehind, clock: SetClock) -> Popularity:
    return Popularity(stores.documents, write_behind, clock)


def ask(popularity: Popularity, *questions: str, scope: str = SERVER) -> None:
    for phrase in questions:
        popularity.count(scope, f"fact-{phrase[0]}", phrase)


async def test_the_most_asked_come_first(popularity: Popularity) -> None:
    ask(popularity, "a one", "b two", "b two", "b three", "a one", "a one")
    assert popularity.top_phrases(SERVER) == [
        ("a one", "fact-a", 3),
        ("b two", "fact-b", 2),
        ("b three", "fact-b", 1),
    ]
    assert popularity.top_facts(SERVER) == [("fact-a", 3), ("fact-b", 3)]


async def test_servers_are_counted_separately(popularity: Popularity) -> None:
    ask(popularity, "a one")
    assert popularity.top_phrases("shared") == popularity.top_phrases("server:20") == []
    assert popularity.top_facts("server:20") == []


async def test_facts_can_be_counted_since_a_week(popularity: Popularity, clock: SetClock) -> None:
    ask(popularity, "a", "a", "b")
    clock.advance(days=7)
    ask(popularity, "b")
    assert popularity.top_facts(SERVER) == [("fact-a", 2), ("fact-b", 2)]
    assert popularity.top_facts(SERVER, since=date(2026, 11, 28)) == [("fact-b", 1)]


async def test_the_latest_eight_weeks_are_kept(
    stores: Stores, write_behind: WriteBehind, popularity: Popularity, clock: SetClock
) -> None:
    for week in range(10):
        ask(popularity, *["a"] * (week + 1))
        clock.advance(days=7)
    assert popularity.top_facts(SERVER) == [("fact-a", sum(range(3, 11)))]
    assert popularity.top_facts(SERVER, since=clock().date() - timedelta(days=7)) == [("fact-a", 10)]
    await write_behind.flush()
    [stored] = (await stores.documents.all(COLLECTION)).values()
    assert list(stored["weeks"].values()) == [*range(3, 11)]


async def test_a_week_starts_on_monday(popularity: Popularity, clock: SetClock) -> None:
    clock.now = datetime(2026, 11, 22, 12, tzinfo=UTC)
    assert clock.now.weekday() == 6
    ask(popularity, "a")
    clock.advance(days=1)
    ask(popularity, "b")
    assert popularity.top_facts(SERVER, since=date(2026, 11, 22)) == [("fact-a", 1), ("fact-b", 1)]
    assert popularity.top_facts(SERVER, since=date(2026, 11, 16)) == [("fact-a", 1), ("fact-b", 1)]
    assert popularity.top_facts(SERVER, since=date(2026, 11, 23)) == [("fact-b", 1)]


async def test_top_facts_are_limited(popularity: Popularity) -> None:
    ask(popularity, *"abcdefghijkl", "c")
    assert popularity.top_facts(SERVER, limit=1) == [("fact-c", 2)]
    assert len(popularity.top_facts(SERVER)) == 10


async def test_a_fact_keeps_its_twenty_most_asked_phrasings(
    popularity: Popularity, stores: Stores, write_behind: WriteBehind
) -> None:
    for number in range(25):
        ask(popularity, *[f"a {number:02}"] * (30 - number))
    await write_behind.flush()
    [stored] = (await stores.documents.all(COLLECTION)).values()
    assert list(stored["phrases"]) == [f"a {number:02}" for number in range(20)]


async def test_the_list_of_top_phrasings_is_limited_also_after_a_restart(
    stores: Stores, write_behind: WriteBehind, popularity: Popularity, clock: SetClock
) -> None:
    for number in range(TOP + 5):
        popularity.count(SERVER, f"fact-{number}", f"phrase {number:03}")
    popularity.count(SERVER, "fact-7", "phrase 007")
    await write_behind.flush()
    again = Popularity(stores.documents, write_behind, clock)
    await again.load()
    for each in (popularity, again):
        listed = each.top_phrases(SERVER)
        assert len(listed) == TOP == 500
        assert listed[:2] == [("phrase 007", "fact-7", 2), ("phrase 000", "fact-0", 1)]
        assert listed[-1] == ("phrase 499", "fact-499", 1)


async def test_a_servers_counts_can_be_deleted(
    stores: Stores, write_behind: WriteBehind, popularity: Popularity
) -> None:
    ask(popularity, "a", "b")
    ask(popularity, "a", scope="server:20")
    await write_behind.flush()
    assert popularity.scopes() == {SERVER, "server:20"}
    assert await popularity.forget_scope(SERVER) == 2
    assert await popularity.forget_scope("server:30") == 0
    await write_behind.flush()
    assert popularity.scopes() == {"server:20"}
    assert popularity.top_phrases(SERVER) == []
    assert popularity.top_facts(SERVER) == []
    assert [each["scope"] for each in (await stores.documents.all(COLLECTION)).values()] == ["server:20"]


async def test_counts_survive_a_restart_and_contain_no_people(
    stores: Stores, write_behind: WriteBehind, popularity: Popularity, clock: SetClock
) -> None:
    ask(popularity, "a one", "a one", "b two")
    await write_behind.flush()
    again = Popularity(stores.documents, write_behind, clock)
    await again.load()
    assert again.top_phrases(SERVER) == popularity.top_phrases(SERVER)
    assert again.top_facts(SERVER) == popularity.top_facts(SERVER)
    assert "discord:" not in str(await stores.documents.all(COLLECTION))


@given(st.lists(st.sampled_from(["a", "b", "ab", "ba", "c"]), max_size=40))
def test_the_incrementally_sorted_list_equals_a_sorted_one(questions: list[str]) -> None:
    popularity = Popularity(NOTHING, Unwritten(), SetClock())
    ask(popularity, *questions)
    counts = Counter(questions)
    expected = sorted(((phrase, f"fact-{phrase[0]}", count) for phrase, count in counts.items()), key=_by_count)
    assert popularity.top_phrases(SERVER) == expected


def _by_count(entry: tuple[str, str, int]) -> tuple[int, str]:
    return (-entry[2], entry[0])
