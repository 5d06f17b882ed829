from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.facts.field_words import WHOLE, column_words, field_words
from bot.facts.models import Fact, Production


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("text", "text"),
        ("checked_on", "date of the last check"),
        ("value.edtf", "date"),
        ("value.mood", "mood"),
        ("phrasings", "phrasings"),
        ("phrasings[2]", "phrasing 3"),
        ("sources[0]", "source 1"),
        ("sources[0].url", "link of source 1"),
        ("sources[1].mood", "mood of source 2"),
        ("announced_dates[0].by", "who announced date 1"),
        ("mood", "mood"),
        ("mood[1]", "mood 2"),
        ("mood.deep", "mood.deep"),
        ("a.b.c", "a.b.c"),
    ],
)
def test_a_field_is_named_in_words(path: str, words: str) -> None:
    assert field_words(path) == words


def test_every_field_of_a_fact_and_a_production_has_a_name() -> None:
    assert {*Fact.model_fields, *Production.model_fields} <= WHOLE.keys()


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("text", "column “Fact”"),
        ("title", "column “Fact”"),
        ("aliases", "column “phrasings”"),
        ("phrasings[2]", "column “phrasings”, line 3"),
        ("sources[1].url", "column “Source URL”, line 2"),
        ("sources[0].title", "column “source_title”, line 1"),
        ("sources[0].date", "column “source_date”, line 1"),
        ("sources", "column “source_title”"),
        ("value.edtf", "column “value”"),
        ("column", "column"),
        ("a b", "a b"),
    ],
)
def test_a_cell_is_named_by_its_column_as_the_spreadsheet_writes_it(path: str, words: str) -> None:
    assert column_words(path, {"text": "Fact", "source_url": "Source URL"}) == words


@given(st.text(max_size=100))
def test_a_name_from_outside_reaches_no_terminal(path: str) -> None:
    for words in (field_words(f"{path}\x1b[2J \x07"), column_words(f"{path}\x9b", {})):
        assert not any(sign in words for sign in "\x07\x1b\x9b")


@pytest.mark.parametrize(("length", "shown"), [(60, "!" * 60), (61, "!" * 59 + "…")])
def test_a_name_from_outside_is_shortened_to_60_characters(length: int, shown: str) -> None:
    assert field_words("!" * length) == shown
