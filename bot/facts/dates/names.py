"""Name months, weekdays, seasons and parts of a year in the six languages, and fold typed text."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any

import orjson

from bot.data import DamagedData, lexicon_folder
from bot.facts.folding import without_accents

LANGUAGES = ("en", "es", "fr", "de", "pt", "it")

DATE_NAMES = "date_names.json"
"""The file with the names of months, weekdays and units."""

SEASONS = MappingProxyType(
    {
        "spring": 21,
        "summer": 22,
        "autumn": 23,
        "fall": 23,
        "winter": 24,
        "primavera": 21,
        "verano": 22,
        "otono": 23,
        "invierno": 24,
        "printemps": 21,
        "ete": 22,
        "automne": 23,
        "hiver": 24,
        "fruhling": 21,
        "fruhjahr": 21,
        "sommer": 22,
        "herbst": 23,
        "verao": 22,
        "outono": 23,
        "inverno": 24,
        "estate": 22,
        "autunno": 23,
    }
)
"""The EDTF code of a season; winter is the one that begins in the year."""

PARTS = MappingProxyType(
    {
        "early": "33~",
        "beginning": "33~",
        "start": "33~",
        "mid": "22~",
        "middle": "22~",
        "late": "36~",
        "end": "36~",
        "principios": "33~",
        "comienzos": "33~",
        "mediados": "22~",
        "finales": "36~",
        "fines": "36~",
        "debut": "33~",
        "mi": "22~",
        "milieu": "22~",
        "fin": "36~",
        "anfang": "33~",
        "mitte": "22~",
        "ende": "36~",
        "inicio": "33~",
        "comeco": "33~",
        "meados": "22~",
        "fim": "36~",
        "finais": "36~",
        "inizio": "33~",
        "meta": "22~",
        "fine": "36~",
    }
)
"""The EDTF code and qualifier of a part of a year: first quarter, middle months, last quarter, approximate."""

ORDINALS = MappingProxyType(
    {
        **dict.fromkeys(("first", "erstes", "erste", "ersten", "primer", "premier", "primeiro", "primo"), 1),
        **dict.fromkeys(("second", "zweites", "zweite", "zweiten", "segundo", "deuxieme", "secondo"), 2),
        **dict.fromkeys(("third", "drittes", "dritte", "dritten", "tercer", "troisieme", "terceiro", "terzo"), 3),
        **dict.fromkeys(("fourth", "viertes", "vierte", "vierten", "cuarto", "quatrieme", "quarto"), 4),
        **dict.fromkeys(("last", "letztes", "letzte", "letzten", "ultimo", "dernier"), 4),
    }
)
"""The number of a quarter by its ordinal."""

QUARTER = frozenset({"quarter", "quartal", "trimestre", "trimester"})

FILLERS = frozenset(
    {
        *("of", "in", "the", "on", "de", "del", "des", "di", "do", "du", "da", "dell", "degli", "d", "l"),
        *("der", "den", "dem", "die", "das", "im", "am", "vom", "le", "la", "les", "el", "los", "il", "lo", "o"),
        *("a", "al", "au", "em", "en", "no", "na", "dia", "in the"),
    }
)
"""Words that don't change a date."""

NOTHING = frozenset(
    {
        *("tba", "tbd", "tbc", "unknown", "none", "n/a", "-", "?", "soon", "unannounced", "an unknown date"),
        *("to be announced", "to be confirmed", "to be determined", "not announced", "not known", "coming soon"),
        *("no date", "desconocido", "inconnu", "inconnue", "unbekannt", "desconhecido", "sconosciuto"),
        *("por anunciar", "por confirmar", "a confirmar", "a anunciar", "a annoncer", "a confirmer"),
        *("da annunciare", "da confermare", "noch offen", "noch unbekannt"),
    }
)


def folded(text: str) -> str:
    """Fold text: lower case, no accents, and digits, spaces, dashes and apostrophes in their basic form."""
    plain = "".join(_PLAIN.get(sign) or _digit(sign) for sign in text.strip().lower())
    return " ".join(without_accents(plain).lower().split())


_PLAIN = {
    **dict.fromkeys("–—−‐‑‒―", "-"),
    **dict.fromkeys("’‘ʼ`´", "'"),
    "º": "o",
    "ª": "a",
    "°": "o",
    "ß": "ss",
}


def _digit(sign: str) -> str:
    """Return a decimal digit of any script as ASCII. A sign such as ``²`` stays, because it isn't one."""
    value = unicodedata.decimal(sign, None)
    if value is not None:
        return str(value)
    return "\x1a" if unicodedata.numeric(sign, None) is not None and not sign.isalpha() else sign


@lru_cache(maxsize=1)
def months() -> Mapping[str, int]:
    """Return the number of each month's name and abbreviations, folded."""
    return MappingProxyType(_shipped()["months"])


@lru_cache(maxsize=1)
def weekdays() -> Mapping[str, frozenset[int]]:
    """Return the weekdays (Monday is 0) that a name or abbreviation may stand for, folded; some stand for two."""
    return MappingProxyType({word: frozenset(numbers) for word, numbers in _shipped()["weekdays"].items()})


@lru_cache(maxsize=1)
def units() -> Mapping[str, str]:
    """Map the folded names of units to ``day``, ``week``, ``month`` or ``year``. Single letters are left out."""
    return MappingProxyType(_shipped()["units"])


@lru_cache(maxsize=1)
def _shipped() -> dict[str, Any]:
    """Read the names that ``tools/date_names.py`` wrote."""
    path = lexicon_folder() / DATE_NAMES
    try:
        names: dict[str, Any] = orjson.loads(path.read_bytes())
    except (OSError, ValueError) as fault:
        raise DamagedData(path) from fault
    return names
