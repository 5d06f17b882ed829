"""Validators for what is entered: it shows something, keeps to its limit, and names what exists.

Each lets pass what is already in a store (``context=STORED``): a limit must never make a store unreadable.
"""

from __future__ import annotations

import re
from typing import Any, Final

from pydantic import AfterValidator, BeforeValidator, ValidationInfo

from bot.facts import limits
from bot.facts.countries import country_codes, suggested_country
from bot.plain import is_blank, tidy

STORED: Final = "stored"
"""The validation context of what a store holds."""

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_CODE = re.compile("[A-Z]{2}")
_LINK = re.compile(r"https?://(?P<host>[^\s/?#]+)(?:[/?#]\S*)?")


def words(most: int, *, optional: bool = False, tidied: bool = True) -> AfterValidator:
    """Make the validator of a text of at most ``most`` characters that shows something.

    It returns a ``tidied`` text without marks that nobody sees. An ``optional`` text may be empty.
    """

    def check(value: str, info: ValidationInfo) -> str:
        if info.context is STORED or (optional and not value):
            return value
        kept = tidy(value) if tidied else value
        if is_blank(kept):
            what = "holds only characters that nobody can see"
            raise ValueError(f"{what}; {'leave it empty, or ' if optional else ''}write something")
        if _CONTROL.search(kept):
            raise ValueError("holds a control character; type the text again")
        if wrong := limits.excess(len(kept), most, "characters"):
            raise ValueError(f"{wrong}; shorten it")
        return kept

    return AfterValidator(check)


def at_most(most: int) -> BeforeValidator:
    """Make the validator of a list of at most ``most`` entries. It counts before the entries are looked at."""

    def check(value: Any, info: ValidationInfo) -> Any:
        entries = len(value) if isinstance(value, list | tuple) and info.context is not STORED else 0
        if wrong := limits.excess(entries, most):
            raise ValueError(f"{wrong}; remove {entries - most:,}")
        return value

    return BeforeValidator(check)


def _country(value: str, info: ValidationInfo) -> str:
    if info.context is STORED and _CODE.fullmatch(value):
        return value
    if value not in country_codes():
        better = suggested_country(value)
        raise ValueError(f"is no country's code; write {better or 'the two letters of ISO 3166, like NO or GB'}")
    return value


def _link(value: str, info: ValidationInfo) -> str:
    if info.context is STORED:
        return value
    if wrong := limits.excess(len(value), limits.URL, "characters"):
        raise ValueError(f"{wrong}; shorten it")
    found = _LINK.fullmatch(value)
    if found is None or is_blank(found["host"]) or tidy(value) != value or _CONTROL.search(value):
        raise ValueError("is not a web address; write one that begins with https:// and has no spaces")
    return value


a_country = AfterValidator(_country)
a_link = AfterValidator(_link)
