"""Near-duplicates: found among many texts, without comparing each with each."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.facts.packs.near_duplicates import MOST_COMPARISONS, alike_groups, likeness

WORDS = [f"{first}{second}" for first in ("ka", "lo", "mi", "ne", "po", "ru") for second in ("dra", "ster", "vin", "q")]


def prose(seed: int, length: int = 12) -> str:
    return " ".join(random.Random(seed).choices(WORDS, k=length))


def slipped(text: str) -> str:
    return text.replace("a", "e", 1) + "."


def template(index: int) -> str:
    """Texts as alike as real lists are: only one word differs, and it has no digit."""
    return f"The actor {'abcdefghij'[index % 10] * (index // 10 + 1)} was in the cast of the second series"


@pytest.mark.parametrize("make", [prose, template, lambda _: "The same."])
def test_comparisons_grow_with_the_number_of_texts(make: Callable[[int], str]) -> None:
    counts = []

    def counting(one: str, other: str) -> float:
        counts.append(1)
        return likeness(one, other)

    for size in (500, 2000):
        counts.clear()
        alike_groups([make(each) for each in range(size)], counting)
        assert len(counts) <= size * MOST_COMPARISONS


def test_a_slip_is_found_among_thousands() -> None:
    texts = [prose(seed) for seed in range(3000)]
    copies = {seed: slipped(texts[seed]) for seed in range(0, 3000, 100)}
    groups = alike_groups([*texts, *copies.values()])
    assert groups == [[seed, 3000 + position] for position, seed in enumerate(copies)]


def test_different_numbers_are_different_facts() -> None:
    text = "Season {} of the series had {} episodes, filmed between spring and autumn in the old studio"
    assert alike_groups([text.format(3, 10), text.format(4, 10), text.format(3, 11)]) == []
    assert alike_groups(["s03e04 was filmed in one single take", "s03e05 was filmed in one single take"]) == []


def test_what_is_alike_forms_one_group() -> None:
    text = "They filmed the chase in the old town over five nights"
    assert alike_groups([text, "Another.", f"{text}!", text.upper(), f"{text}s"]) == [[0, 2, 3, 4]]


@given(st.lists(st.text(max_size=30), max_size=30))
def test_any_texts_are_grouped_once(texts: list[str]) -> None:
    members = [index for group in alike_groups(texts) for index in group]
    assert len(members) == len(set(members))
    for group in alike_groups(texts):
        assert len(group) > 1
        assert group == sorted(group)
    equal = {text for text in texts if texts.count(text) > 1}
    assert equal <= {texts[index] for index in members}


def test_a_check_works_without_numpy() -> None:
    """rapidfuzz imports numpy in some functions only; whoever installs the bot does not have it."""
    script = """
import sys
sys.modules["numpy"] = None
from datetime import date
from bot.facts.packs.check import check_pack
from bot.facts.packs.reading import read_pack
rows = [f'{{"kind": "fact", "id": "f-{n}", "production": "p", "topic": "t", "fact": "It is so."}}' for n in range(3)]
reading = read_pack("\\n".join(rows).encode(), "a.jsonl")
print(len([each for each in check_pack(reading, today=date(2026, 1, 1)) if each.field == "text"]))
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert (done.stdout.strip(), done.returncode) == ("1", 0), done.stderr
