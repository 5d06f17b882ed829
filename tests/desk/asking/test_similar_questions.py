from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.asking.similar_questions import Clusters, comparable, similar


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("When does The Salt Harbour come out?", "when does the salt harbour come out"),
        ("when does the salt harbour come out", "salt harbour when does the come out"),
        ("who plays the lighthouse keeper", "who plays the lighthouse keeper??"),
        ("¿cuándo se estrena?", "cuando se estrena"),
    ],
)
def test_the_same_question_in_other_words_is_similar(first: str, second: str) -> None:
    assert similar(comparable(first), comparable(second))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("when is season 3 out", "when is season 4 out"),
        ("who plays the keeper", "who plays the keeper's brother in the second film of the series, and why"),
        ("where was the pier filmed", "when was the pier filmed in that town"),
        ("who", "who plays the lighthouse keeper"),
    ],
)
def test_related_questions_are_not_similar(first: str, second: str) -> None:
    assert not similar(comparable(first), comparable(second))


def test_a_question_joins_the_most_similar_cluster() -> None:
    groups = Clusters()
    first = groups.add("a", "When does it come out in Norway?")
    assert groups.add("b", "when does it come out in norway") is first
    assert groups.add("c", "who wrote the music") is not first
    assert first.members == {"a", "b"}
    assert groups.keys() == {"a", "b", "c"}


def test_adding_twice_changes_nothing() -> None:
    groups = Clusters()
    first = groups.add("a", "who wrote the music")
    assert groups.add("a", "something else entirely") is first
    assert len(groups) == 1


def test_a_cluster_is_removed_with_its_last_question() -> None:
    groups = Clusters()
    groups.add("a", "who wrote the music")
    groups.add("b", "who wrote the music?")
    groups.discard("a")
    assert groups.find(comparable("who wrote the music")) is not None
    groups.discard("b")
    groups.discard("b")
    assert groups.find(comparable("who wrote the music")) is None
    assert len(groups) == 0


def test_questions_without_words_form_one_cluster() -> None:
    groups = Clusters()
    assert groups.add("a", "🎬🎬") is groups.add("b", "???")


@given(st.lists(st.text(max_size=60), max_size=30))
def test_every_question_is_in_one_cluster_and_removed_completely(texts: list[str]) -> None:
    groups = Clusters()
    keys = [str(number) for number in range(len(texts))]
    found = [groups.add(key, text) for key, text in zip(keys, texts, strict=True)]
    assert groups.keys() == set(keys)
    assert all(key in group.members for key, group in zip(keys, found, strict=True))
    for key in keys:
        groups.discard(key)
    assert len(groups) == 0
    assert all(groups.find(comparable(text)) is None for text in texts)
