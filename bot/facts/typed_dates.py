"""Dates as people type them, turned into EDTF that is no finer than what was typed."""

from __future__ import annotations

import calendar
import re
import unicodedata
from datetime import date, datetime, time
from functools import lru_cache

from dateparser.date import DateDataParser  # type: ignore[import-untyped]

from bot.facts.dates import Precision, in_words, parse_edtf

LANGUAGES = ("en", "es", "fr", "de", "pt", "it")

REMEDY = "type 12 July 2023, July 2023, summer 2023, Q3 2023, early 2023, 2023, 2023-07-12, or TBA"

_NONE = frozenset(
    {
        *("tba", "tbd", "tbc", "unknown", "none", "n/a", "-", "?", "soon", "unannounced"),
        *("to be announced", "not announced", "not known", "coming soon", "no date"),
        *("desconocido", "inconnu", "inconnue", "unbekannt", "desconhecido", "sconosciuto"),
    }
)

_SEASON_WORDS = {
    "spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24,
    "primavera": 21, "verano": 22, "otono": 23, "invierno": 24,
    "printemps": 21, "ete": 22, "automne": 23, "hiver": 24,
    "fruhling": 21, "fruhjahr": 21, "sommer": 22, "herbst": 23,
    "verao": 22, "outono": 23, "inverno": 24, "estate": 22, "autunno": 23,
}  # fmt: skip

_PART_WORDS = {
    "early": "33~", "beginning": "33~", "start": "33~", "mid": "22~", "middle": "22~", "late": "36~", "end": "36~",
    "principios": "33~", "mediados": "22~", "finales": "36~", "debut": "33~", "mi": "22~", "fin": "36~",
    "anfang": "33~", "mitte": "22~", "ende": "36~", "inicio": "33~", "meados": "22~", "fim": "36~",
    "inizio": "33~", "meta": "22~", "fine": "36~",
}  # fmt: skip

_MONTHS = [calendar.month_name[month].lower() for month in range(1, 13)]
_OF = r"(?:\s+(?:of|in|de|del|des|di|do|the))*\s*,?\s*"
_ARTICLE = r"(?:(?:in|the|a|al|el|en|no|au|l'|im|la|le)\s+|l')*"
_GROUP = re.compile(rf"{_ARTICLE}([a-z]+|q[1-4]|t[1-4]){_OF}(\d{{4}})?")
_YEAR_FIRST = re.compile(r"(\d{4})\s*-?\s*(q[1-4]|[a-z]+)")
_ORDINAL = re.compile(rf"(?:the\s+)?(first|second|third|fourth|last|1st|2nd|3rd|4th)\s+quarter{_OF}(\d{{4}})?")
_ORDINALS = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "last": 4}
_PART = re.compile(rf"{_ARTICLE}([a-z]+)-?{_OF}(\d{{4}})")
_NUMERIC = re.compile(r"(\d{1,2})([/.\-])(\d{1,2})\2(\d{4})")
_NUMERIC_ISO = re.compile(r"(\d{4})([/.])(\d{1,2})\2(\d{1,2})")
_SHORT_YEAR = re.compile(r"(\d{1,2})[ -]([a-z]{3,9})[ -](\d{2})")
_ENGLISH = re.compile(rf"(?:(\d{{1,2}}) )?({'|'.join(_MONTHS)}) (\d{{4}})")
_ABOUT = re.compile(r"(?:about|around|circa|ca\.?|approx(?:imately)?\.?|~)\s*(.+)")
_UNSURE = re.compile(r"(.+?)\s*(?:\?|\(not certain\)|\(uncertain\))")


class AmbiguousDate(ValueError):
    """A date was typed that can be read in two ways."""


def parse_typed_date(text: str, *, today: date, language: str = "en") -> str | None:
    """The EDTF date that somebody typed, or None where they said there is none yet (``TBA``, nothing).

    A season, quarter, month or day without its year is the next one that is not over on ``today``.
    ``early`` and ``late 2027`` become the first and last quarter, approximately; ``mid 2027`` the middle
    months, approximately. No part is made up that was not typed. ``language`` is tried beside English.

    Raises:
        ValueError: it cannot be read, or in two ways; the message says what would be accepted.
    """
    if len(text) > 100:
        raise ValueError(f"{text[:40]!r}… is too long for a date; {REMEDY}")
    if says_none(text):
        return None
    return _marked(_folded(text), text.strip(), today, language)


def date_as_typed(edtf: str) -> str:
    """A date in English words that ``parse_typed_date`` reads back to the same EDTF, else the EDTF itself."""
    words = in_words(parse_edtf(edtf))
    try:
        same = parse_typed_date(words, today=date(2000, 1, 1)) == edtf
    except ValueError:
        same = False
    return words if same else edtf


def says_none(text: str) -> bool:
    """Whether somebody typed that there is nothing (yet): ``TBA``, ``unknown``, or nothing at all."""
    clean = _folded(text)
    return not clean or clean in _NONE


def _folded(text: str) -> str:
    """Small letters without accents; white space and dashes plain."""
    decomposed = unicodedata.normalize("NFKD", text.strip().lower().replace("–", "-").replace("—", "-"))
    return " ".join("".join(c for c in decomposed if not unicodedata.combining(c)).replace("’", "'").split())


def _marked(clean: str, typed: str, today: date, language: str) -> str:
    """Read the marks of doubt, then what they stand on."""
    try:
        return parse_edtf(clean).edtf
    except ValueError:
        pass  # not EDTF: read as words
    unsure = _UNSURE.fullmatch(clean)
    core = unsure[1] if unsure else clean
    about = _ABOUT.fullmatch(core)
    core = about[1] if about else core
    edtf = _grouped(core, today) or _numbers(core, typed) or _natural(core, typed, today, language)
    approximate = bool(about) or edtf.endswith("~")
    mark = ("%" if approximate else "?") if unsure else ("~" if approximate else "")
    return parse_edtf(edtf.removesuffix("~") + mark).edtf


def _grouped(clean: str, today: date) -> str | None:
    """A season, a quarter, or a part of a year."""
    if ordinal := _ORDINAL.fullmatch(clean):
        return _with_year(32 + _ORDINALS[ordinal[1]], ordinal[2], today)
    if first := _YEAR_FIRST.fullmatch(clean):
        clean = f"{first[2]} {first[1]}"
    if group := _GROUP.fullmatch(clean):
        code = _SEASON_WORDS.get(group[1]) or (32 + int(group[1][1]) if re.fullmatch("[qt][1-4]", group[1]) else 0)
        if code:
            return _with_year(code, group[2], today)
    part = _PART.fullmatch(clean)
    return f"{part[2]}-{_PART_WORDS[part[1]]}" if part and part[1] in _PART_WORDS else None


def _with_year(code: int, year: str | None, today: date) -> str:
    if year is not None:
        return f"{year}-{code}"
    coming = (f"{candidate:04}-{code}" for candidate in range(today.year - 1, today.year + 2))
    return next(edtf for edtf in coming if parse_edtf(edtf).latest >= today)


def _numbers(clean: str, typed: str) -> str | None:
    """A date all in digits: day first with dots; with slashes only where it can be read in one way."""
    if iso := _NUMERIC_ISO.fullmatch(clean):
        return _day(iso[1], iso[3], iso[4], typed)
    form = _NUMERIC.fullmatch(clean)
    if form is None:
        return None
    first, sign, second, year = form.groups()
    if sign != "." and first != second and int(first) <= 12 and int(second) <= 12:
        one, other = _day(year, second, first, typed), _day(year, first, second, typed)
        words = f"{in_words(parse_edtf(one))} or {in_words(parse_edtf(other))}"
        raise AmbiguousDate(f"{typed!r} could be {words}; type it as {one} or {other}, or with the month's name")
    day_first = sign == "." or int(second) <= 12
    return _day(year, second, first, typed) if day_first else _day(year, first, second, typed)


def _day(year: str, month: str, day: str, typed: str) -> str:
    try:
        return parse_edtf(f"{year}-{int(month):02}-{int(day):02}").edtf
    except ValueError as fault:
        raise ValueError(f"{typed!r} is no day of the calendar; {REMEDY}") from fault


def _natural(clean: str, typed: str, today: date, language: str) -> str:
    """What is left goes to dateparser; it is believed only as far as the numbers typed bear it out."""
    if plain := _ENGLISH.fullmatch(clean):  # most dates; dateparser would take some milliseconds
        month = f"{_MONTHS.index(plain[2]) + 1:02}"
        return _day(plain[3], month, plain[1], typed) if plain[1] else f"{plain[3]}-{month}"
    if short := _SHORT_YEAR.fullmatch(clean):
        clean = f"{short[1]} {short[2]} 20{short[3]}"
    if ":" in clean or not re.search("[a-z]", clean):
        raise ValueError(f"{typed!r} cannot be read as a date; {REMEDY}")
    found = _parser(language, today).get_date_data(clean)
    if found.date_obj is None or found.period not in ("day", "month", "year"):
        raise ValueError(f"{typed!r} cannot be read as a date; {REMEDY}")
    year, month, day = found.date_obj.year, found.date_obj.month, found.date_obj.day
    edtf = {"day": f"{year:04}-{month:02}-{day:02}", "month": f"{year:04}-{month:02}", "year": f"{year:04}"}[
        found.period
    ]
    if not _borne_out(clean, edtf):
        raise ValueError(f"{typed!r} cannot be read as one date; {REMEDY}")
    return edtf


_RELATIVE = re.compile(r"^(?:in|en|dans|em|fra|tra|vor|hace|il y a|ha)\s+\d{1,3}\s|\bago$")


def _borne_out(clean: str, edtf: str) -> bool:
    if _RELATIVE.search(clean):
        return True
    partial = parse_edtf(edtf)
    numbers = [int(number) for number in re.findall(r"\d+", clean)]
    if partial.precision is Precision.DAY:
        allowed: tuple[list[int], ...] = (
            [],
            [partial.earliest.day],
            [partial.earliest.day, partial.earliest.year],
            [partial.earliest.year, partial.earliest.day],
        )
        return numbers in allowed
    return numbers in ([], [partial.earliest.year])


@lru_cache(maxsize=8)
def _parser(language: str, today: date) -> DateDataParser:
    languages = [code for code in dict.fromkeys((language, "en")) if code in LANGUAGES]
    return DateDataParser(
        languages=languages,
        settings={
            "RELATIVE_BASE": datetime.combine(today, time(12)),
            "PREFER_DATES_FROM": "future",
            "RETURN_AS_TIMEZONE_AWARE": False,
            "PARSERS": ["relative-time", "absolute-time"],
        },
    )
