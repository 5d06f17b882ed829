"""Test phrasings and counterexamples in one form field: nothing is lost or changed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.editing.drafts.draft import draft_of
from bot.desk.editing.drafts.phrasing_lines import asked_text, read_asked
from bot.facts.models import Fact
from tests.facts.strategies import facts

FREE = st.text(st.characters(exclude_characters="\n\r"), min_size=1, max_size=20)
LINES = st.lists(st.one_of(st.sampled_from(["not: so", "Not: a", "so"]), FREE).map(str.strip), max_size=5)


@pytest.mark.parametrize(
    ("typed", "asked", "declined"),
    [
        ("who built it\nnot: who designed it", ["who built it"], ["who designed it"]),
        ("NOT:who designed it\r\nwho built it\r\n", ["who built it"], ["who designed it"]),
        ("  Not :  who designed it  ", [], ["who designed it"]),
        ("not who designed it\nnotable: who", ["not who designed it", "notable: who"], []),
        ("not:\nnot: ", [], []),
        ("not: not: so", [], ["not: so"]),
        ("", [], []),
    ],
)
def test_a_line_after_not_is_a_counterexample(typed: str, asked: list[str], declined: list[str]) -> None:
    phrasings, counterexamples = read_asked(typed, "before", "")
    assert [line for line in phrasings.split("\n") if line] == asked
    assert [line for line in counterexamples.split("\n") if line] == declined


@given(facts())
def test_an_unchanged_field_is_returned_exactly(fact: Fact) -> None:
    draft = draft_of(fact)
    shown = asked_text(draft.phrasings, draft.counterexamples)
    for sent in (shown, shown.replace("\n", "\r\n"), f"{shown}\n"):
        assert read_asked(sent, draft.phrasings, draft.counterexamples) == (draft.phrasings, draft.counterexamples)


@given(LINES, LINES)
def test_an_added_line_does_not_change_the_others(phrasings: list[str], counterexamples: list[str]) -> None:
    before = "\n".join(filter(None, phrasings)), "\n".join(filter(None, counterexamples))
    asked, declined = read_asked(f"{asked_text(*before)}\nnot: so new\nso new, too", *before)
    assert asked.strip() == f"{before[0]}\nso new, too".strip()
    assert declined == f"{before[1]}\nso new".strip()
