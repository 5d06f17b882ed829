from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.facts.dates.edtf import parse_edtf
from bot.facts.dates.names import FILLERS, NOTHING, ORDINALS, PARTS, QUARTER, SEASONS, folded, months, units, weekdays


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        (" 12  JULI ", "12 juli"),
        ("März", "marz"),
        ("été", "ete"),
        ("１２ ١٢", "12 12"),
        ("3–9—10", "3-9-10"),
        ("’28", "'28"),
        ("1º", "1o"),
        ("Spaß", "spass"),
        ("a\u00a0b", "a b"),
    ],
)
def test_typed_text_is_folded(text: str, clean: str) -> None:
    assert folded(text) == clean


@pytest.mark.parametrize("sign", ["²", "⑫", "½"])
def test_a_number_that_is_no_digit_is_never_taken_for_one(sign: str) -> None:
    assert not any(each.isdigit() for each in folded(f"a{sign}b"))


@given(st.text(max_size=20))
def test_nothing_is_folded_to_capitals_or_to_several_spaces(text: str) -> None:
    assert folded(text) == " ".join(folded(text).lower().split())


def test_stylised_capitals_are_folded_like_others() -> None:
    assert folded("𝐉𝐀𝐍 𝟐𝟎𝟐𝟖") == "jan 2028"


@pytest.mark.parametrize("name", ["january", "enero", "janvier", "januar", "janeiro", "gennaio", "jan"])
def test_months_have_names_in_six_languages(name: str) -> None:
    assert months()[name] == 1
    assert set(months().values()) == set(range(1, 13))


@pytest.mark.parametrize("name", ["monday", "lunes", "lundi", "montag", "lunedi", "mon"])
def test_weekdays_have_names_in_six_languages(name: str) -> None:
    assert weekdays()[name] == {0}
    assert set().union(*weekdays().values()) == set(range(7))


@pytest.mark.parametrize(
    ("names", "unit"), [("days dias jours tage dias giorni", "day"), ("weeks wochen", "week"), ("anni years", "year")]
)
def test_units_have_names_in_six_languages(names: str, unit: str) -> None:
    assert {units()[name] for name in names.split()} == {unit}
    assert set(units().values()) == {"day", "week", "month", "year"}
    assert all(len(name) > 1 for name in units())


@pytest.mark.parametrize("words", [SEASONS, PARTS, ORDINALS, QUARTER, FILLERS, NOTHING, months(), weekdays(), units()])
def test_every_name_is_written_folded(words: object) -> None:
    assert isinstance(words, frozenset) or hasattr(words, "keys")
    assert [word for word in words if folded(word) != word] == []  # type: ignore[attr-defined]


def test_codes_of_seasons_and_parts_are_edtf() -> None:
    for code in {*SEASONS.values(), *PARTS.values()}:
        assert parse_edtf(f"2026-{code}").edtf == f"2026-{code}"
