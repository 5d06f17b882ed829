from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.cards.search_text import normal, readable_line


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("  When IS it, out?! ", "when is it out"),
        ("Cuándo se ESTRENA", "cuando se estrena"),
        ("snake_case-words", "snake case words"),
        ("M:I 7", "m i 7"),
        ("", ""),
        ("?!", ""),
    ],
)
def test_case_accents_and_punctuation_are_ignored(text: str, plain: str) -> None:
    assert normal(text) == plain


@given(st.text(max_size=1500))
def test_normalising_is_idempotent(text: str) -> None:
    assert normal(normal(text)) == normal(text)


@given(st.text(max_size=200))
def test_composed_and_decomposed_text_is_equal(text: str) -> None:
    assert normal(unicodedata.normalize("NFC", text)) == normal(unicodedata.normalize("NFD", text))


def test_mentions_and_invisible_characters_are_removed() -> None:
    assert readable_line("<@1> <@&2> <#3> see\u202e <a:wave:4>\x00\n</ask:5> it", 50) == "see it"


@given(st.text(max_size=300), st.integers(1, 60))
def test_a_readable_line_is_one_line_within_the_limit(text: str, longest: int) -> None:
    line = readable_line(text, longest)
    assert len(line) <= longest
    assert line.isprintable()
    assert line == line.strip()
