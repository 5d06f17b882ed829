"""Answer questions about dates with a sentence computed from a fact's announced dates and today's date."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Collection, Mapping
from datetime import date
from itertools import pairwise

from bot.answers.index.range_answers import run_sentence
from bot.answers.language.digits import month_in, year_in
from bot.facts.dates.edtf import PartialDate, Precision, in_words, moves, parse_edtf
from bot.facts.models import AnnouncedDate, DateValue, Fact
from bot.facts.wording.tense import told
from bot.messages import _, comma_list, ngettext

CREDITS = {
    "~before": 1.0,
    "~delay": 1.0,
    "~original": 1.0,
    "~former": 0.8,
    "~times": 0.8,
    "~announce": 0.8,
    "~forward": 0.7,
    "~all": 0.6,
}
"""Concepts that a release date with a history of announced dates explains, and how well (0 to 1)."""

HISTORY = (
    ("~delay",),
    ("~delay", "~times"),
    ("~delay", "~all"),
    ("~original",),
    ("~original", "~release"),
    ("~before", "~release"),
)
"""The terms of questions that ask for any release date with a history of announced dates."""

COUNTDOWN = (("~countdown",), ("~countdown", "~year"), ("~countdown", "~release"), ("~countdown", "~year", "~release"))
"""The same for the release date itself, which a plain subject tells apart from others of its topic."""


def sentence(fact: Fact, terms: Mapping[str, float], kinds: Collection[str], *, yesno: bool, today: date) -> str | None:
    """Compute the answer to a question about a date; None if the fact's own text is the answer."""
    if not isinstance(fact.value, DateValue):
        return None
    held = parse_edtf(fact.value.edtf)
    if len(fact.announced_dates) > 1 and (history := _history(fact, held, terms, kinds, today)) is not None:
        return history
    if held.is_range:
        return run_sentence(fact, held, terms, kinds, yesno=yesno, today=today)
    if "~countdown" in terms or (yesno and "~release" in terms) or "how_long" in kinds:
        return _distance(fact, held, today)
    return None


def _history(
    fact: Fact, held: PartialDate, terms: Mapping[str, float], kinds: Collection[str], today: date
) -> str | None:
    """Answer a question about a date that moved; None if the question doesn't ask for its history."""
    asked_in = _asked_in(terms)
    if asked_in is not None and not _about(held, asked_in) and (said := _said_in(fact, *asked_in)) is not None:
        return said
    if "~before" in terms:
        return _before(fact, terms, held, today)
    if "~original" in terms or "~former" in terms:
        return _original(fact, held, today)
    if "~delay" in terms or "~forward" in terms:
        return _moves(fact, held, today, counted="how_many" in kinds or "~times" in terms)
    return None


def _asked_in(terms: Mapping[str, float]) -> tuple[int, int | None] | None:
    years = [year for term in terms if (year := year_in(term)) is not None]
    months = [month for term in terms if (month := month_in(term)) is not None]
    return (years[0], months[0] if months else None) if years else None


def _about(held: PartialDate, asked: tuple[int, int | None]) -> bool:
    year, month = asked
    if held.is_range:
        first = date(year, month or 1, 1)
        return held.earliest <= _last_day(year, month) and first <= held.latest
    return held.earliest.year == year and (month is None or held.earliest.month == month)


def _last_day(year: int, month: int | None) -> date:
    return date(year, month, monthrange(year, month)[1]) if month else date(year, 12, 31)


def _said_in(fact: Fact, year: int, month: int | None) -> str | None:
    """Say which date was planned at the end of a month or year; None if the announcements don't tell."""
    until = _last_day(year, month)
    known = [entry for entry in fact.announced_dates if entry.announced and parse_edtf(entry.announced).latest <= until]
    if not known:
        return None
    last = known[-1]
    later = fact.announced_dates[fact.announced_dates.index(last) + 1 :]
    if later and (later[0].announced is None or parse_edtf(later[0].announced).earliest <= until):
        return None
    when = in_words(parse_edtf(f"{year:04}-{month:02}" if month else f"{year:04}"))
    now = in_words(parse_edtf(fact.announced_dates[-1].date))
    words = _("In {when}, the date was {date}{announced}; the latest date is {now}.")
    return words.format(when=when, date=in_words(parse_edtf(last.date)), announced=_announced(last), now=now)


def _moved(fact: Fact) -> int:
    """Count how often the date moved; giving it more exactly is no move."""
    return sum(moves(before.date, after.date) for before, after in pairwise(fact.announced_dates))


def _before(fact: Fact, terms: Mapping[str, float], held: PartialDate, today: date) -> str:
    """Say which date came before the one that the question names by its day or month, or else before the latest."""
    numbers = {term[1:] for term in terms if term[0] == "#"} | {term for term in terms if term.startswith("~month-")}
    place = len(fact.announced_dates) - 1
    for at, entry in enumerate(fact.announced_dates[1:], start=1):
        named = parse_edtf(entry.date).ends[0]
        if numbers and numbers <= {str(named.earliest.day), str(named.earliest.year), f"~month-{named.earliest.month}"}:
            place = at
    earlier, later = fact.announced_dates[place - 1], fact.announced_dates[place]
    words = _("Before {later}, the date was {earlier}{announced}.").format(
        later=in_words(parse_edtf(later.date)),
        earlier=in_words(parse_edtf(earlier.date)),
        announced=_announced(earlier),
    )
    if place == len(fact.announced_dates) - 1:
        return words
    final, current = _("The final date was {date}."), _("The current date is {date}.")
    return f"{words} {(final if held.latest < today else current).format(date=in_words(held))}"


def _original(fact: Fact, held: PartialDate, today: date) -> str:
    first = fact.announced_dates[0]
    moved = _moved(fact)
    if not moved:
        final = _("The original date was {first}{announced}. It never moved; the final date was {date}.")
        current = _("The original date was {first}{announced}. It never moved; the current date is {date}.")
    else:
        final = _("The original date was {first}{announced}. It moved {times}; the final date was {date}.")
        current = _("The original date was {first}{announced}. It moved {times}; the current date is {date}.")
    return (final if held.latest < today else current).format(
        first=in_words(parse_edtf(first.date)), announced=_announced(first), times=_times(moved), date=in_words(held)
    )


def _moves(fact: Fact, held: PartialDate, today: date, *, counted: bool) -> str:
    moved = _moved(fact)
    dates = comma_list([in_words(parse_edtf(entry.date)) for entry in fact.announced_dates])
    over = held.latest < today
    if not moved:
        words = _("It never moved; the date was {date}.") if over else _("It never moved; the date is {date}.")
        return words.format(date=in_words(held))
    begin = _("The date moved {times}: {dates}.") if counted else _("Yes, it moved {times}: {dates}.")
    end = _("The last of these was the final date.") if over else _("The last of these is the current date.")
    return f"{begin.format(times=_times(moved), dates=dates)} {end}"


def _distance(fact: Fact, held: PartialDate, today: date) -> str | None:
    """Say how far away the date is; never in days if the day isn't known."""
    if held.latest < today:
        return f"{told(fact, today)} {_('That date has passed.')}"
    if held.precision is not Precision.DAY:
        only = _("The exact day isn't known yet, only {date}.")
        return f"{fact.text} {only.format(date=in_words(held))}"
    if held.uncertain or held.approximate:
        uncertain = _("That day isn't certain.")
        return f"{fact.text} {uncertain}"
    days = (held.earliest - today).days
    if days == 0:
        return f"{fact.text} {_('That is today.')}"
    return f"{fact.text} {ngettext('That is in {days} day.', 'That is in {days} days.', days).format(days=days)}"


def _announced(entry: AnnouncedDate) -> str:
    if not entry.announced:
        return ""
    return _(" (announced {date})").format(date=in_words(parse_edtf(entry.announced)))


def _times(count: int) -> str:
    few = {1: _("once"), 2: _("twice")}
    return few.get(count) or ngettext("{count} time", "{count} times", count).format(count=count)
