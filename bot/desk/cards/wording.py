"""Put the parts of a fact into words for a card: statuses, values, moved dates."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from bot.desk.cards.mentioned_dates import MentionedDates
from bot.desk.cards.relative_dates import when
from bot.facts.dates.edtf import PartialDate, Precision, moves, parse_edtf
from bot.facts.models import AnnouncedDate, NumberValue, PersonValue, Status, Value
from bot.facts.numbers.typed import number_words as unit_words
from bot.facts.wording.values import announcement_words, edtf_words
from bot.facts.wording.values import value_words as bare_words
from bot.messages import N_, _, ngettext, translated

_STATUS = {
    Status.CONFIRMED: N_("Confirmed"),
    Status.REPORTED: N_("Reported"),
    Status.RUMOUR: N_("Rumour"),
    Status.DENIED: N_("Denied"),
}

_NO_DATES = MentionedDates()


def status_words(status: Status) -> str:
    """Return the name of a status."""
    return translated(_STATUS[status])


def checked_words(checked_on: date | None) -> str:
    """Return the day when a fact was last checked, in words; empty if never."""
    if checked_on is None:
        return ""
    return _("last checked {date}").format(date=edtf_words(checked_on.isoformat()))


def checked_ago_words(checked_on: date | None, today: date) -> str:
    """Return how long ago a fact was last checked, in words; empty if never."""
    if checked_on is None:
        return ""
    return _("last checked {when}").format(when=when(checked_on.isoformat(), today).distance)


def number_of_moves(announced: Sequence[AnnouncedDate]) -> int:
    """Count how often a date was moved. Making it more precise isn't a move."""
    return sum(moves(before.date, after.date) for before, after in pairwise(announced))


def moved_words(announced: Sequence[AnnouncedDate], seen: MentionedDates = _NO_DATES) -> str:
    """Return the previous date in words, and when the move was announced.

    Args:
        announced: the dates ever announced, oldest first.
        seen: dates that the card already shows; they aren't repeated.

    Returns:
        The words; empty if the date never moved, or everything is already shown.
    """
    if not number_of_moves(announced):
        return ""
    last = len(announced) - 1
    while not moves(announced[last - 1].date, announced[last].date):
        last -= 1
    before, entry = announced[last - 1].date, announced[last]
    own = seen.with_text(" ".join(filter(None, (entry.by, entry.why))))
    start = "" if own.mentions(before) else edtf_words(before)
    announcement = _announcement(entry, own.with_date(before))
    details = "; ".join(filter(None, (announcement, shift_words(parse_edtf(before), parse_edtf(entry.date)))))
    if start and details:
        return _("moved from {date} ({details})").format(date=start, details=details)
    if start:
        return _("moved from {date}").format(date=start)
    return _("moved ({details})").format(details=details) if details else ""


def _announcement(entry: AnnouncedDate, seen: MentionedDates) -> str:
    """Return when, by whom and why a date was announced, without a day that is already shown."""
    if entry.announced and seen.mentions(entry.announced):
        entry = entry.model_copy(update={"announced": None})
    return announcement_words(entry)


def shift_words(before: PartialDate, after: PartialDate) -> str:
    """Return by how many days a range moved: ``7 days later``, ``starts 2 days earlier, ends on the same day``.

    Empty if one of them isn't a range, or its days aren't certain.
    """
    if not (before.is_range and after.is_range):
        return ""
    starts, ends = _shift(before.start, after.start), _shift(before.end, after.end)
    if not (starts and ends):
        return ""
    return starts if starts == ends else _("starts {start}, ends {end}").format(start=starts, end=ends)


def _shift(before: PartialDate | None, after: PartialDate | None) -> str:
    if before is None or after is None:
        return ""
    if not all(each.certain and each.precision is Precision.DAY for each in (before, after)):
        return ""
    days = (after.earliest - before.earliest).days
    if days == 0:
        return _("on the same day")
    count = abs(days)
    if days > 0:
        return ngettext("{count} day later", "{count} days later", count).format(count=count)
    return ngettext("{count} day earlier", "{count} days earlier", count).format(count=count)


def value_words(value: Value | None) -> str:
    """Return a number or person in words; empty for dates and places, which cards show separately."""
    if isinstance(value, NumberValue):
        return number_words(value)
    if isinstance(value, PersonValue):
        return bare_words(value)
    return ""


def number_words(value: NumberValue) -> str:
    """Return a number in words: ``163 minutes (2 h 43 min)``, ``about $290 million``, ``5–7 jumps``, ``1 jump``."""
    one = value.amount == 1 and value.upper in (None, 1)
    plural = len(value.unit) > 2 and value.unit.endswith("s") and not value.unit.endswith("ss")
    shown = value.model_copy(update={"unit": value.unit[:-1]}) if one and plural else value
    return f"{unit_words(shown)}{_hours(value)}"


def _hours(value: NumberValue) -> str:
    if (
        value.unit != "minutes"
        or value.upper is not None
        or value.bound is not None
        or not value.amount.is_integer()
        or value.amount < 90
    ):
        return ""
    hours, minutes = divmod(int(value.amount), 60)
    span = _("{hours} h {minutes} min") if minutes else _("{hours} h")
    return f" ({span.format(hours=hours, minutes=minutes)})"
