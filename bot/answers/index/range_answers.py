"""Answer questions about a range of dates: whether it is going on, when it begins and ends, how long it lasts."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from bot.facts.dates.edtf import OPEN, PartialDate, Precision, in_words
from bot.facts.models import Fact
from bot.facts.wording.tense import told
from bot.messages import _, ngettext

ENDS = frozenset({"~finish", "~wrap"})
"""Concepts that ask when a range ends."""

BEGINS = frozenset({"~start", "~rolling", "~restart"})
"""Concepts that ask when it begins."""

_CREDITS = {"~finish": 0.8, "~start": 0.8, "~countdown": 0.8, "~runtime": 0.6}
_FILMING = {"~wrap": 1.0, "~rolling": 1.0}


def credits_of(held: PartialDate, core: Collection[str]) -> Mapping[str, float]:
    """Return the concepts that a fact explains by its range, and how well: its start, end and length."""
    if not held.is_range:
        return {}
    return {**_CREDITS, **_FILMING} if "~shoot" in core else _CREDITS


def run_sentence(
    fact: Fact, held: PartialDate, terms: Mapping[str, float], kinds: Collection[str], *, yesno: bool, today: date
) -> str | None:
    """Compute the fact's sentence and what its range adds; None if the fact's own text is the answer."""
    asks_start = bool(BEGINS & terms.keys())
    if ENDS & terms.keys():
        said = _end(held, today)
    elif ("~countdown" in terms or yesno) and not asks_start:
        said = state(held, today)
    elif "how_long" in kinds and not asks_start:
        said = _length(held, today)
    elif asks_start:
        said = _start(held, today)
    else:
        return None
    return f"{told(fact, today)} {said}"


def state(held: PartialDate, today: date) -> str:
    """Say whether a range is going on today, and until when; never in days if the day isn't known."""
    start, end = held.start, held.end
    if end is not None and end.latest < today:
        return _end(held, today)
    if start is None:
        return f"{_start(held, today)} {_end(held, today)}"
    if start.earliest > today:
        not_yet = _("It hasn't begun yet.")
        return f"{not_yet} {_start(held, today)}"
    if start.latest >= today:
        return _start(held, today)
    if (end is None and not held.edtf.endswith(OPEN)) or (
        end is not None and end.earliest <= today and not _exact(end)
    ):
        return f"{_start(held, today)} {_end(held, today)}"  # it may be over
    now = _("It's going on now.")
    return f"{now} {_end(held, today)}"


def _start(held: PartialDate, today: date) -> str:
    start = held.start
    if start is None:
        return _("The start date isn't known.")
    if start.latest < today:
        words = _("It began {when}, {span} ago.") if _exact(start) else _("It began {when}.")
    elif not _exact(start):
        words = _("It begins {when}; the exact day isn't known yet.")
    else:
        words = _("It begins today.") if start.earliest == today else _("It begins in {span}, {when}.")
    return words.format(when=_on(start), span=_apart(start, today))


def _end(held: PartialDate, today: date) -> str:
    end = held.end
    if end is None:
        return _("It has no end date.") if held.edtf.endswith(OPEN) else _("The end date isn't known.")
    if end.latest < today:
        words = _("It's over: it ended {when}.")
    elif not _exact(end):
        words = _("It ends {when}; the exact day isn't known yet.")
    else:
        words = _("It ends today.") if end.earliest == today else _("It ends in {span}, {when}.")
    return words.format(when=_on(end), span=_apart(end, today))


def _length(held: PartialDate, today: date) -> str:
    """Say how long it lasts, with both its first and last day; "at most" if one of them isn't known."""
    start, end = held.start, held.end
    if start is None or end is None:
        return _so_far(held, today)
    over = held.latest < today
    days = (end.latest - start.earliest).days + 1
    span = _days(days)
    if _exact(start) and _exact(end):
        words = _("It lasted {span}, from {start} to {end}.") if over else _("It lasts {span}, from {start} to {end}.")
    elif not held.certain:
        words = _("It lasted from {start} to {end}.") if over else _("It lasts from {start} to {end}.")
    else:
        span = span if days < 60 else _months(round(days / 30.44))
        words = (
            _("It lasted at most {span}, from {start} to {end}; the exact days aren't known.")
            if over
            else _("It lasts at most {span}, from {start} to {end}; the exact days aren't known.")
        )
    return words.format(span=span, start=in_words(start), end=in_words(end))


def _so_far(held: PartialDate, today: date) -> str:
    known = _end(held, today) if held.end is None else _start(held, today)
    if held.start is None or not _exact(held.start) or held.start.earliest > today:
        return known
    so_far = _("It has lasted {span} so far.").format(span=_days((today - held.earliest).days + 1))
    return f"{known} {so_far}"


def _exact(day: PartialDate) -> bool:
    return day.precision is Precision.DAY and day.certain


def _on(day: PartialDate) -> str:
    """Put a date into words as part of a sentence: ``on 3 May 2026``, ``in May 2026``, ``about 3 May 2026``."""
    words = in_words(day)
    if day.approximate:
        return words
    return (_("on {date}") if day.precision is Precision.DAY else _("in {date}")).format(date=words)


def _apart(day: PartialDate, today: date) -> str:
    return _days(abs((day.earliest - today).days))


def _days(count: int) -> str:
    return ngettext("{count} day", "{count} days", count).format(count=count)


def _months(count: int) -> str:
    return ngettext("{count} month", "{count} months", count).format(count=count)
