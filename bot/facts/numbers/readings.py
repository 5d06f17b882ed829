"""Read the digits of a number under each convention: with a decimal point, or with a decimal comma."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from enum import Enum
from fractions import Fraction

VULGAR = "¼½¾⅐⅑⅒⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞↉"
"""Fractions in one character, such as ½, ¾ and ⅓."""

_RATIO = r"\d{1,2}/\d{1,2}(?![\d/])"
_WHOLE = r"\d{1,3}(?:[ ']\d{3})+(?:[.,]\d+)?(?!\d)|\d+(?:[.,]\d+)*"
_HALF = " and a half| y media| et demie?| e mezz[oa]| e meia"
NUMBER = rf"-?(?:{_RATIO}|[{VULGAR}]|(?:{_WHOLE})(?: ?[{VULGAR}]| (?:{_RATIO})|{_HALF})?)"
"""The pattern of a typed number with plain digits, spaces and apostrophes; see `plain_digits`."""


class Convention(Enum):
    """Whether commas separate thousands and a point the decimals, or the other way round."""

    POINT = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d+)?|\d+(?:\.\d+)?"
    COMMA = r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?"


_COMMAS = re.compile(r"-?[1-9]\d{0,2}(?:,\d{3})+")
_GROUPS = re.compile(r"0\d*[.,]\d{3}")
_FORM = re.compile(
    rf"(?P<minus>-)?(?:(?P<ratio>{_RATIO})|(?P<vulgar>[{VULGAR}])|(?P<whole>{_WHOLE})"
    rf"(?: ?(?P<more>[{VULGAR}])| (?P<more_ratio>{_RATIO})|(?P<half> [a-z ]+))?)"
)


def plain_digits(text: str) -> str:
    """Return text with digits of any script as ASCII, and basic dashes, spaces and apostrophes."""
    return " ".join("".join(_SAME.get(sign) or _digit(sign) for sign in text).split())


_SAME = {**dict.fromkeys("–—−‐‑‒", "-"), **dict.fromkeys("’‘ʼ`´", "'"), "⁄": "/"}


def _digit(sign: str) -> str:
    value = unicodedata.decimal(sign, None)
    return sign if value is None else str(value)


def amount(typed: str, convention: Convention) -> Fraction | None:
    """Return the value of a number under a convention, or None if it doesn't follow the convention.

    The value is exact, so that scaling loses nothing.
    """
    form = _FORM.fullmatch(typed)
    if form is None:
        return None
    found: Fraction | None
    if form["whole"] is None:
        found = _part(form["ratio"] or form["vulgar"])
    else:
        more = form["more"] or form["more_ratio"] or ("1/2" if form["half"] else None)
        found = _mixed(_whole(form["whole"], convention), more)
    return -found if found is not None and form["minus"] else found


def _mixed(whole: Fraction | None, more: str | None) -> Fraction | None:
    """Return a whole number with its fraction ("2 1/2"); None if they don't form a number."""
    if whole is None or more is None:
        return whole
    part = _part(more)
    return whole + part if part is not None and part < 1 and whole.denominator == 1 else None


def says_thousands(typed: str) -> bool:
    """Return whether a number only has commas between thousands, which is how numbers are displayed."""
    return _COMMAS.fullmatch(typed) is not None


def _part(sign: str) -> Fraction | None:
    above, slash, below = unicodedata.normalize("NFKC", sign).replace("⁄", "/").partition("/")
    return Fraction(int(above), int(below)) if slash and int(below) else None


def _whole(typed: str, convention: Convention) -> Fraction | None:
    grouped = re.fullmatch(r"(\d{1,3}(?:[ ']\d{3})+)(?:[.,](\d+))?", typed)
    if grouped is not None:
        return Fraction(Decimal(re.sub("[ ']", "", grouped[1]) + (f".{grouped[2]}" if grouped[2] else "")))
    if re.fullmatch(convention.value, typed) is None:
        return None
    thousands, point = (",", ".") if convention is Convention.POINT else (".", ",")
    if thousands in typed and _GROUPS.match(typed):
        return None  # 0.500 has no thousands
    return Fraction(Decimal(typed.replace(thousands, "").replace(point, ".")))
