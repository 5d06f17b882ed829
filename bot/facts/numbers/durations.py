"""Read typed durations in hours, minutes and seconds: ``2h 43m``, ``2 Stunden 30``, ``1:43:20``."""

from __future__ import annotations

import re

from bot.messages import _

_HOURS = r"(?:hours?|hrs?|h|stunden?|std\.?|heures?|horas?|or[ae])"
_MINUTES = r"(?:minut(?:e[ns]?|os?|i)|mins?\.?|m|')"
_SECONDS = r"(?:second[eois]*|secs?\.?|s|sekunden?|segundos?)"
_AND = r"\s*(?:,|and|und|y|et|e)?\s*"
_SPOKEN = re.compile(
    rf"(?:(?P<h>\d{{1,3}})\s*{_HOURS}{_AND}(?P<m>\d{{1,3}})(?:\s*{_MINUTES})?(?:{_AND}(?P<s>\d{{1,3}})\s*{_SECONDS})?"
    rf"|(?P<only>\d{{1,3}})\s*{_MINUTES}{_AND}(?P<more>\d{{1,3}})\s*{_SECONDS})",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    rf"(?P<first>\d{{1,3}}):(?P<second>\d{{2}})(?::(?P<third>\d{{2}}))?\s*(?:(?P<h>{_HOURS})|(?P<m>{_MINUTES}))?",
    re.IGNORECASE,
)


def duration(text: str) -> tuple[int, str] | None:
    """Read a duration into minutes, or seconds if seconds were typed, and the unit. None if it isn't a duration.

    Raises:
        ValueError: it has 60 or more minutes or seconds after a larger unit, or doesn't say what 1:43 counts.
    """
    parts = _spoken(text) or _clock(text)
    if parts is None:
        return None
    hours, minutes, seconds = parts
    if (seconds or 0) > 59 or (hours and minutes > 59):
        raise ValueError(
            _("{typed!r} has more than 59 minutes or seconds after a larger unit; write 2h 43m or 163 minutes").format(
                typed=text
            )
        )
    if seconds is None:
        return hours * 60 + minutes, "minutes"
    return (hours * 60 + minutes) * 60 + seconds, "seconds"


def _spoken(text: str) -> tuple[int, int, int | None] | None:
    form = _SPOKEN.fullmatch(text)
    if form is None:
        return None
    if form["only"]:
        return 0, int(form["only"]), int(form["more"])
    return int(form["h"]), int(form["m"]), int(form["s"]) if form["s"] else None


def _clock(text: str) -> tuple[int, int, int | None] | None:
    form = _CLOCK.fullmatch(text)
    if form is None:
        return None
    first, second = int(form["first"]), int(form["second"])
    if form["third"]:
        return first, second, int(form["third"])
    if form["h"]:
        return first, second, None
    if form["m"]:
        return 0, first, second
    raise ValueError(_("{typed!r} could be hours or minutes; write 2h 43m, 43m 20s or 163 minutes").format(typed=text))
