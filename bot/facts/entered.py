"""Validate input: it is visible, within its limit, and names something that exists.

Each validator accepts whatever a store already holds (``context=STORED``): a limit must never make a store unreadable.
"""

from __future__ import annotations

import re
from typing import Any, Final

from pydantic import AfterValidator, BeforeValidator, ValidationInfo

from bot.facts import limits
from bot.facts.countries import country_codes, suggested_country
from bot.messages import _
from bot.plain import is_blank, tidy

STORED: Final = "stored"
"""The validation context for documents from a store."""

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_CODE = re.compile("[A-Z]{2}")
_LINK = re.compile(r"https?://(?P<host>[^\s/?#]+)(?:[/?#]\S*)?")


def words(most: int, *, optional: bool = False, tidied: bool = True) -> AfterValidator:
    """Build a validator for a visible text of at most ``most`` characters.

    It strips invisible characters from a ``tidied`` text. An ``optional`` text may be empty.
    """

    def check(value: str, info: ValidationInfo) -> str:
        if info.context is STORED or (optional and not value):
            return value
        kept = tidy(value) if tidied else value
        if is_blank(kept):
            raise ValueError(
                _("contains only invisible characters; write something, or leave it empty")
                if optional
                else _("contains only invisible characters; write something")
            )
        if _CONTROL.search(kept):
            raise ValueError(_("contains a control character; type the text again"))
        if wrong := limits.excess(len(kept), most, "characters"):
            raise ValueError(_("{problem}; shorten it").format(problem=wrong))
        return kept

    return AfterValidator(check)


def at_most(most: int) -> BeforeValidator:
    """Build a validator for a list of at most ``most`` entries. It counts before any entry is validated."""

    def check(value: Any, info: ValidationInfo) -> Any:
        entries = len(value) if isinstance(value, list | tuple) and info.context is not STORED else 0
        if wrong := limits.excess(entries, most):
            raise ValueError(_("{problem}; remove {count:,}").format(problem=wrong, count=entries - most))
        return value

    return BeforeValidator(check)


def _country(value: str, info: ValidationInfo) -> str:
    if info.context is STORED and _CODE.fullmatch(value):
        return value
    if value not in country_codes():
        if better := suggested_country(value):
            raise ValueError(_("isn't a country code; write {code}").format(code=better))
        raise ValueError(_("isn't a country code; write the two letters of ISO 3166, like NO or GB"))
    return value


def _link(value: str, info: ValidationInfo) -> str:
    if info.context is STORED:
        return value
    if wrong := limits.excess(len(value), limits.URL, "characters"):
        raise ValueError(_("{problem}; shorten it").format(problem=wrong))
    found = _LINK.fullmatch(value)
    if found is None or is_blank(found["host"]) or tidy(value) != value or _CONTROL.search(value):
        raise ValueError(_("isn't a web address; write one that starts with https:// and has no spaces"))
    return value


a_country = AfterValidator(_country)
a_link = AfterValidator(_link)
