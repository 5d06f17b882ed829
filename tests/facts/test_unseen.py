"""Names that show nothing: refused at every entrance, whatever characters they are made of."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.facts.models import Fact, Production
from bot.facts.packs.reading import PackForm, read_pack, write_pack
from bot.facts.problems import explain
from bot.plain import escaped_unseen, harmless, is_blank, tidy

UNSEEN = {
    "direction marks": "\u200e\u200f",
    "zero-width spaces": "\u200b\u200b",
    "Hangul fillers": "\u3164\uffa0",
    "variation selectors": "\ufe0f\U000e0100",
    "soft hyphens": "\xad\xad",
    "empty braille": "\u2800",
    "joiners": "\u200d\u200c",
    "combining marks": "\u0301\u20e3",
    "tags": "\U000e0041",
    "overrides": "\u202e\u2066",
    "odd spaces": "\xa0\u3000\u2003",
    "word joiner and mark": "\u2060\ufeff",
    "private use": "\ue000",
}
unseen = pytest.mark.parametrize("text", UNSEEN.values(), ids=UNSEEN.keys())

FACT: dict[str, Any] = {"id": "a-b", "production": "a", "topic": "crew", "text": "It is."}
FILM: dict[str, Any] = {"id": "a", "title": "A"}

ENTRANCES: dict[str, Callable[[str], dict[str, Any]]] = {
    "title": lambda text: {"title": text},
    "alias": lambda text: {"aliases": ["B", text]},
    "text": lambda text: {"text": text},
    "subject": lambda text: {"subject": text},
    "phrasing": lambda text: {"phrasings": [text]},
    "counterexample": lambda text: {"counterexamples": [text]},
    "source": lambda text: {"sources": [{"title": text}]},
    "link": lambda text: {"sources": [{"title": "Paper", "url": f"https://{text}"}]},
    "unit": lambda text: {"value": {"kind": "number", "amount": 1, "unit": text}},
    "place": lambda text: {"value": {"kind": "place", "name": text}},
    "person": lambda text: {"value": {"kind": "person", "name": text}},
    "role": lambda text: {"value": {"kind": "person", "name": "Ada", "role": text}},
    "region": lambda text: {"value": {"kind": "date", "edtf": "2026", "region": text}},
    "announced by": lambda text: {"announced_dates": [{"date": "2026", "by": text}]},
    "announced why": lambda text: {"announced_dates": [{"date": "2026", "why": text}]},
}
entrance = pytest.mark.parametrize("make", ENTRANCES.values(), ids=ENTRANCES.keys())


@unseen
@entrance
def test_what_nobody_can_see_is_no_text(make: Callable[[str], dict[str, Any]], text: str) -> None:
    fields = make(text)
    of_film = not fields.keys().isdisjoint(("title", "aliases"))
    model: type[Fact | Production] = Production if of_film else Fact
    if not text.strip() and "subject" in fields:
        return  # spaces alone are an empty subject
    with pytest.raises(ValidationError) as caught:
        model.model_validate((FILM if of_film else FACT) | fields)
    (problem,) = explain(caught.value)
    assert problem.remedy
    assert text not in problem.sentence() or "sources" in fields
    record = {"kind": "production" if of_film else "fact", **(FILM if of_film else FACT), **fields}
    reading = read_pack(json.dumps(record).encode(), "a.jsonl")
    assert (reading.productions, reading.facts) in (((), ()), ((), reading.facts))
    assert reading.productions == ()
    if "sources" not in fields:  # a broken link or title is left out, with a warning
        assert reading.errors


@unseen
def test_a_row_of_a_sheet_with_such_a_cell(text: str) -> None:
    film = Production.stored(FILM | {"title": f"x{text}"}).model_copy(update={"title": text})
    reading = read_pack(write_pack([film], [], PackForm.CSV), "a.csv")
    assert reading.productions == ()
    assert str(reading.errors[0]).startswith("row 2, a, column “text”: ")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("\u200eHarbour\u200f", "Harbour"),
        ("Har\xadbour \u202eLights", "Harbour Lights"),
        ("\ufeff Harbour\u200b ", "Harbour"),
        ("می‌خواهم", "می‌خواهم"),
        ("👩‍🚀", "👩‍🚀"),
        ("❤️", "❤️"),
        ("🏴󠁧󠁢󠁥󠁮󠁧󠁿 v 🏴󠁧󠁢󠁳󠁣󠁴󠁿", "🏴󠁧󠁢󠁥󠁮󠁧󠁿 v 🏴󠁧󠁢󠁳󠁣󠁴󠁿"),
        ("क्ष", "क्ष"),
        ("1️⃣", "1️⃣"),
        ("***", "***"),
        ("?", "?"),
    ],
)
def test_a_name_is_kept_without_marks_that_nobody_sees(typed: str, kept: str) -> None:
    made = Production(id="a", title=typed, aliases=(typed,))
    assert (made.title, made.aliases) == (kept, (kept,))


@given(st.text())
def test_tidying_twice_changes_nothing(text: str) -> None:
    once = tidy(text)
    assert tidy(once) == once
    assert is_blank(once) == is_blank(text) or not is_blank(text)


@given(st.text(st.characters(categories=("Cc", "Cf", "Zs", "Mn")), max_size=5))
def test_marks_alone_are_blank(text: str) -> None:
    assert is_blank(text)


@given(st.text(max_size=20))
def test_what_is_escaped_prints(text: str) -> None:
    assert escaped_unseen(text).isprintable()
    assert "\x1b" not in harmless(text)
