"""Numbers as moderators type them: read in one way, or asked back with every way in which they can be read."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.facts.models import Bound, NumberValue
from bot.facts.numbers.typed import AmbiguousNumber, UnclearNumber, number_words, parse_number


@pytest.mark.parametrize(
    ("typed", "amount", "unit"),
    [
        *((each, 2500.0, "extras") for each in ("2500 extras", "2,500 extras", "2 500 extras", "2'500 extras")),
        *((each, 2500.0, "extras") for each in ("2\u2009500 extras", "2\u202f500 extras", "2\u00a0500 extras")),
        *((each, 2500.0, "extras") for each in ("2’500 extras", "٢٥٠٠ extras", "２５００ extras", "2.5k extras")),
        *((each, 1234567.0, "extras") for each in ("1.234.567 extras", "1,234,567 extras", "1 234 567 extras")),
        *((each, 1234567.0, "extras") for each in ("12,34,567 extras", "1'234'567 extras")),
        *((each, 1234.56, "EUR") for each in ("1.234,56 €", "1,234.56 EUR", "€1 234,56", "1'234.56 euros")),
        *((each, 2.5, "hours") for each in ("2.5 hours", "2,5 Stunden", "2½ hours", "2 ½ h", "2 1/2 hours")),
        *((each, 2.5, "hours") for each in ("2 and a half hours",)),
        *((each, 0.5, "hours") for each in ("½ hour", "1/2 hour", "0.5 h", "0,5 ore")),
        *((each, 0.75, "hours") for each in ("¾ hour", "3/4 hour")),
        *((each, 2.5e6, "litres") for each in ("2.5 million litres", "2½ million litres", "2,5 mio litres")),
        *((each, 290e6, "EUR") for each in ("€290m", "€290 million", "290 Mio. €", "290 M€", "EUR 290 million")),
        *((each, 290e6, "EUR") for each in ("290 Millionen Euro", "290 millones de euros", "290 millions d'euros")),
        *((each, 290e6, "EUR") for each in ("290 milhões de euros", "290 milioni di euro")),
        *((each, 290e6, "USD") for each in ("$290m", "US$ 290 million", "290 million dollars", "$ 290,000,000")),
        *((each, 3e9, "USD") for each in ("$3bn", "3 Milliarden Dollar", "3 mil millones de dólares", "$3 milliards")),
        *((each, 3e12, "views") for each in ("3 trillion views", "3 Billionen views", "3 billones views")),
        *((each, 96.0, "%") for each in ("96%", "96 %", "96 per cent", "96 Prozent", "96 por ciento", "96 pour cent")),
        *((each, 163.0, "minutes") for each in ("163 min", "2h 43m", "2 h 43", "2h43", "2 hours 43 minutes")),
        *((each, 163.0, "minutes") for each in ("2 hours and 43 minutes", "2 Stunden 43 Minuten", "2 heures 43")),
        *((each, 163.0, "minutes") for each in ("2 horas y 43 minutos", "2 ore e 43 minuti", "2:43 h")),
        *((each, 163.0, "minutes") for each in ("163 minutes (2 h 43 min)",)),
        *((each, 6200.0, "seconds") for each in ("1:43:20", "1h 43m 20s", "103m 20s")),
        *((each, 500.0, "metres") for each in ("500 m", "500m", "500 metros")),
        *((each, 500.0, "m tall") for each in ("500 m tall", "500m tall")),
        *((each, -5.0, "°C") for each in ("-5 °C", "−5 °C")),
        *((each, 12.0, "m²") for each in ("12 m²",)),
        *((each, 36.0, "extras") for each in ("3 dozen extras",)),
        *((each, 8.125, "litres") for each in ("8.1250 litres", "8 1/8 litres")),
        *((each, 0.125, "litres") for each in ("0.125 litres", "0,125 litres", "⅛ litres")),
        *((each, 5e6, "USD budget") for each in ("$5 million budget",)),
    ],
)  # fmt: skip
def test_a_number_as_it_is_typed(typed: str, amount: float, unit: str) -> None:
    assert parse_number(typed) == NumberValue(amount=amount, unit=unit)


@pytest.mark.parametrize(
    ("typed", "low", "high", "unit"),
    [
        *((each, 40.0, 50.0, "extras") for each in ("40-50 extras", "40–50 extras", "40 to 50 extras")),
        *((each, 40.0, 50.0, "extras") for each in ("between 40 and 50 extras", "von 40 bis 50 extras")),
        *((each, 40.0, 50.0, "extras") for each in ("entre 40 y 50 extras", "de 40 à 50 extras", "da 40 a 50 extras")),
        *((each, 40.0, 50.0, "%") for each in ("40-50%", "40% - 50%", "40 to 50 percent")),
        *((each, 290e6, 291e6, "USD") for each in ("$290-291 million", "$290m-$291m", "290 to 291 million USD")),
        *((each, 5e6, 10e6, "USD") for each in ("$5-10m", "$5–10 m", "5-10 m USD", "5m to 10m dollars")),
        *((each, 2.0, 3.0, "hours") for each in ("2-3 hours", "2 hours to 3 hours")),
        *((each, 5e5, 1.2e6, "views") for each in ("500k to 1.2m views", "500,000–1,200,000 views")),
        *((each, 1.5e6, 2.75e6, "litres") for each in ("1.500 to 2.75 million litres", "1.5-2.75 million litres")),
        *((each, -5.0, -3.0, "°C") for each in ("-5 to -3 °C", "-5–-3 °C")),
    ],
)
def test_a_range_of_numbers(typed: str, low: float, high: float, unit: str) -> None:
    assert parse_number(typed) == NumberValue(amount=low, upper=high, unit=unit)


@pytest.mark.parametrize(
    ("typed", "bound", "about"),
    [
        *((each, None, True) for each in ("about 500", "~500", "circa 500", "nearly 500")),
        *((each, None, True) for each in ("etwa 500", "environ 500", "cerca de 500", "ca. 500")),
        *((each, "at least", False) for each in ("500+", "at least 500", "500 or more", "≥500")),
        *((each, "at least", False) for each in ("mindestens 500", "al menos 500", "au moins 500")),
        *((each, "over", False) for each in ("over 500", "more than 500", "über 500", ">500")),
        *((each, "over", False) for each in ("más de 500", "plus de 500", "mais de 500", "oltre 500")),
        *((each, "at most", False) for each in ("at most 500", "up to 500", "bis zu 500", "max. 500")),
        *((each, "under", False) for each in ("under 500", "fewer than 500", "weniger als 500")),
        *((each, "at least", True) for each in ("about 500+", "at least about 500")),
    ],
)  # fmt: skip
def test_a_number_that_bounds_another_is_kept_as_one(typed: str, bound: Bound | None, about: bool) -> None:
    assert parse_number(f"{typed} extras") == NumberValue(amount=500, unit="extras", bound=bound, approximate=about)


@pytest.mark.parametrize(
    ("typed", "one", "other"),
    [
        ("2.500 extras", "2.5 extras", "2,500 extras"),
        ("about 2.500 extras", "about 2.5 extras", "about 2,500 extras"),
        ("12.000 feet", "12 feet", "12,000 feet"),
        ("2.500-3.000 extras", "2.5–3 extras", "2,500–3,000 extras"),
        ("2.500 million litres", "2.5 million litres", "2.5 billion litres"),
        ("2,500 million litres", "2.5 billion litres", "2.5 million litres"),
        ("$1.234", "$1.2340", "$1,234"),
        ("8.125 litres", "8.1250 litres", "8,125 litres"),
        ("5 mil views", "5,000 views", "5 million views"),
        ("3 billions USD", "$3 billion", "$3000 billion"),
    ],
)
def test_what_can_be_read_in_two_ways_is_asked_back_with_both(typed: str, one: str, other: str) -> None:
    with pytest.raises(AmbiguousNumber) as asked:
        parse_number(typed)
    assert str(asked.value).endswith(f" could be {one} or {other}; type {one} or {other}")
    assert number_words(parse_number(one)) == one
    assert number_words(parse_number(other)) == other


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        *((each, "second number") for each in ("5 takes on 3 days", "40 or 50 extras", "10² m", "1e5 extras")),
        *((each, "second number") for each in ("2 hours and a half", "3 hours 7 jumps", "5 extras ½", "7 x ⅔")),
        *((each, "isn't written like a number") for each in ("1.23.456 extras", "1,2,3 extras", "2.5½ hours")),
        *((each, "has no unit") for each in ("163", "2,500", "40-50", "2½")),
        ("1:43", "could be hours or minutes"),
        *(
            (each, "a position, not an amount")
            for each in ("1st place", "2nd single", "3rd tour", "12th man", "1,500th visitor")
        ),
        *(
            (each, "a position, not an amount")
            for each in ("1er album", "2e album", "3ème tournée", "1ª divisão", "1º lugar")
        ),
        *((each, "has too many digits") for each in ("12345678901234567 fans", "9007199254740993 USD")),
        ("1h 75m", "more than 59 minutes"),
        ("5-3 jumps", "the smaller number first"),
        ("over 40-50 extras", "both a range and 'over'"),
        ("at least at most 50 extras", "says both"),
        ("$5-€6 million", "two currencies"),
        ("40 minutes to 50 hours", "two units"),
        ("40 35mm prints", "isn't a number with a unit"),
        ("two hours", "isn't a number with a unit"),
    ],
)
def test_what_is_no_one_number_is_refused(typed: str, said: str) -> None:
    with pytest.raises(ValueError, match=re.escape(said)):
        parse_number(typed)


# Whatever the bot prints, it reads

AMOUNTS = st.one_of(
    st.integers(-(10**13), 10**13).map(float),
    st.floats(allow_nan=False, allow_infinity=False),
    st.floats(-(10**7), 10**7).map(lambda number: round(number, 3)),
    st.integers(-(10**7), 10**7).map(lambda number: number * 1e3),
    st.integers(-(10**7), 10**7).map(lambda number: number * 1e6),
)
UNITS = st.sampled_from(
    ["minutes", "hours", "USD", "EUR", "CHF", "metres", "%", "litres", "extras", "°C", "m²", "views", "m tall"]
)


@st.composite
def numbers(draw: st.DrawFn) -> NumberValue:
    ends = sorted([draw(AMOUNTS), draw(AMOUNTS)])
    upper = ends[1] if draw(st.booleans()) else None
    bound = draw(st.sampled_from([None, None, "at least", "over", "at most", "under"])) if upper is None else None
    return NumberValue(amount=ends[0], upper=upper, unit=draw(UNITS), approximate=draw(st.booleans()), bound=bound)


@settings(max_examples=500, deadline=None)
@given(numbers())
def test_words_are_read_back(value: NumberValue) -> None:
    words = number_words(value)
    if len(words) <= 700:
        assert parse_number(words) == value


@settings(max_examples=500, deadline=None)
@given(st.integers(1, 999), st.integers(0, 999), st.sampled_from(".,"), st.sampled_from(["extras", "million litres"]))
def test_thousands_and_decimals_are_never_silently_taken_one_way(one: int, two: int, sign: str, unit: str) -> None:
    """But for commas before a unit alone: there they part thousands, as in every number that is shown."""
    scale = 1e6 if "million" in unit else 1.0
    small, large = float(f"{one}.{two:03}"), float(f"{one}{two:03}")
    try:
        value = parse_number(f"{one}{sign}{two:03} {unit}")
    except AmbiguousNumber as asked:
        typed = str(asked).rpartition("; type ")[2].split(" or ")
        assert sorted(parse_number(each).amount / scale for each in typed) == pytest.approx([small, large])
    else:
        assert (sign, unit) == (",", "extras")
        assert value.amount == large


_PARTS = [
    *(
        "2",
        "500",
        ".",
        ",",
        "½",
        "1/2",
        " ",
        "'",
        "-",
        "to",
        "about",
        "over",
        "+",
        "$",
        "€",
        "million",
        "m",
        "h",
        "min",
        "%",
    ),
    *("extras", "and", "a half", "²", "٣", "mil", "0"),
]


@settings(max_examples=600, deadline=None)
@given(
    st.one_of(
        st.text(max_size=25),
        st.lists(st.sampled_from(_PARTS), max_size=7).map("".join),
        st.lists(st.sampled_from(_PARTS), max_size=7).map(" ".join),
    )
)
def test_anything_typed_is_a_number_or_refused_and_no_unit_swallows_digits(typed: str) -> None:
    try:
        value = parse_number(typed)
    except ValueError:
        return
    assert not re.search(r"[\d¼-¾⅐-⅞]", value.unit)
    assert parse_number(number_words(value)) == value


def test_what_is_unclear_is_told_from_what_is_no_number() -> None:
    with pytest.raises(UnclearNumber):
        parse_number("2.500 extras")
    with pytest.raises(ValueError, match="isn't a number") as refused:
        parse_number("Oslo")
    assert not isinstance(refused.value, UnclearNumber)
