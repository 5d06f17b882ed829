"""Numbers with a unit, as people type them and as they are shown."""

from __future__ import annotations

import re
from decimal import Decimal

from bot.facts.models import NumberValue

_CURRENCIES = {"$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY"}
_SIGNS = {code: sign for sign, code in _CURRENCIES.items()}
_SCALES = {
    "thousand": 10**3, "k": 10**3, "million": 10**6, "m": 10**6, "mio": 10**6, "mn": 10**6,
    "billion": 10**9, "bn": 10**9, "b": 10**9,
}  # fmt: skip
_UNITS = {
    "min": "minutes", "mins": "minutes", "min.": "minutes", "minute": "minutes",
    "sec": "seconds", "secs": "seconds", "s": "seconds", "second": "seconds",
    "h": "hours", "hr": "hours", "hrs": "hours", "hour": "hours",
    "m": "metres", "meter": "metres", "meters": "metres", "metre": "metres",
    "km": "kilometres", "ft": "feet", "foot": "feet", "day": "days", "week": "weeks", "month": "months",
    "dollar": "USD", "dollars": "USD", "euro": "EUR", "euros": "EUR", "pounds": "GBP",
}  # fmt: skip

_SURE = frozenset({*_UNITS.values(), *_CURRENCIES.values(), "%"})

REMEDY = "type a number and its unit, like 163 minutes, 2h 43m, $290-291 million or about 8.5 million litres"

_NUMBER = r"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?|-?\d+(?:[.,]\d+)?"
_SCALE = r"thousand|million|billion|mio|mn|bn|k|m|b"
_FORM = re.compile(
    rf"(?P<about>(?:about|around|approximately|approx\.?|circa|ca\.?|~)\s*)?"
    rf"(?P<sign>[$€£¥])?\s*(?P<low>{_NUMBER})\s*(?P<low_scale>(?:{_SCALE})\b)?"
    rf"(?:\s*(?:-|–|—|\bto\b)\s*[$€£¥]?\s*(?P<high>{_NUMBER})\s*(?P<high_scale>(?:{_SCALE})\b)?)?"
    rf"\s*(?P<unit>[^\W\d_].*|%)?",
    re.IGNORECASE | re.DOTALL,
)
_CLOCK = re.compile(r"(\d{1,2})\s*(?:h|hours?|hrs?)\s*(?:and\s*)?(\d{1,2})\s*(?:m|mins?|minutes?)?", re.IGNORECASE)


def parse_number(text: str) -> NumberValue:
    """The number that somebody typed.

    Raises:
        ValueError: it is no number with a unit; the message says what would be accepted.
    """
    text = text.strip()
    if clock := _CLOCK.fullmatch(text):
        return NumberValue(amount=int(clock[1]) * 60 + int(clock[2]), unit="minutes")
    form = _FORM.fullmatch(text) if len(text) <= 400 else None
    if form is None:
        raise ValueError(f"{text[:60]!r} is not a number with a unit; {REMEDY}")
    unit = _unit(form)
    last = _scale(form, "high" if form["high"] else "low")
    low = _amount(form["low"], _scale(form, "low") or last)
    high = None if form["high"] is None else _amount(form["high"], last)
    if high is not None and high < low:
        raise ValueError(f"{text!r} ends below where it begins; type the smaller number first")
    return NumberValue(amount=low, upper=high, unit=unit, approximate=bool(form["about"]))


def is_surely_number(value: NumberValue) -> bool:
    """Whether its unit is one that no date could be taken for (minutes, dollars, per cent)."""
    return value.unit in _SURE


def _scale(form: re.Match[str], end: str) -> str | None:
    """What a number is multiplied by; a letter apart from it is a unit (``500 m``), but of money (``$500 m``)."""
    scale = form[f"{end}_scale"]
    apart = form.start(f"{end}_scale") > form.end(end)
    return None if scale and len(scale) == 1 and apart and not form["sign"] else scale


def _unit(form: re.Match[str]) -> str:
    end = "high" if form["high"] else "low"
    letter = (form[f"{end}_scale"] or "") if _scale(form, end) is None else ""
    unit = f"{letter} {form['unit'] or ''}".strip()
    if not unit and form["sign"]:
        return _CURRENCIES[form["sign"]]
    if not unit:
        raise ValueError(f"{form[0].strip()[:60]!r} has no unit; {REMEDY}")
    return _UNITS.get(unit.lower(), unit)


def _amount(number: str, scale: str | None) -> float:
    plain = number.replace(",", "") if re.fullmatch(r"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?", number) else number
    return float(Decimal(plain.replace(",", ".")) * _SCALES.get((scale or "").lower(), 1))


def number_words(value: NumberValue) -> str:
    """The number as it is read: ``163 minutes``, ``$290-291 million``, ``about 8.5 million litres``."""
    ends = [value.amount] if value.upper is None else [value.amount, value.upper]
    power, word = next(((p, w) for p, w in _POWERS if _short(ends, p)), (1, ""))
    span = "–".join(_digits(end, power) for end in ends)
    sign = _SIGNS.get(value.unit, "")
    unit = "" if sign else value.unit
    if unit.endswith("s") and ends == [1.0] and unit in _UNITS.values():
        unit = next(one for one, many in reversed(_UNITS.items()) if many == unit and len(one) > 3)
    words = " ".join(part for part in (f"{sign}{span}", word, unit) if part)
    return f"about {words}" if value.approximate else words


_POWERS = ((10**9, "billion"), (10**6, "million"))


def _short(ends: list[float], power: int) -> bool:
    return all(abs(end) >= power and round(end / power, 3) * power == end for end in ends)


def _digits(number: float, power: int) -> str:
    scaled = number / power
    if scaled.is_integer() and abs(scaled) < 1e15:
        return f"{int(scaled):,}"
    return repr(round(scaled, 3) if power > 1 else scaled)
