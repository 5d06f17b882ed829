"""What a range of dates tells today: whether it is going on, when it begins and ends, and how long it lasts."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from bot.facts.dates.edtf import OPEN, PartialDate, Precision, in_words
from bot.facts.models import Fact
from bot.facts.wording.tense import told

ENDS = frozenset({"~finish", "~wrap"})
"""Concepts that ask for the end of a range."""

BEGINS = frozenset({"~start", "~rolling", "~restart"})
"""Concepts that ask for its start."""

_CREDITS = {"~finish": 0.8, "~start": 0.8, "~countdown": 0.8, "~runtime": 0.6}
_FILMING = {"~wrap": 1.0, "~rolling": 1.0}


def credits_of(held: PartialDate, core: Collection[str]) -> Mapping[str, float]:
    """Concepts that a fact explains by its range, and how far: when it begins and ends, and how long it lasts."""
    if not held.is_range:
        return {}
    return {**_CREDITS, **_FILMING} if "~shoot" in core else _CREDITS


def run_sentence(
    fact: Fact, held: PartialDate, terms: Mapping[str, float], kinds: Collection[str], *, yesno: bool, today: date
) -> str | None:
    """The fact's sentence and what its range tells of the question, or None where the sentence alone is the answer."""
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
    """Whether a range is going on today, and until when; never in days where the day is not known."""
    start, end = held.start, held.end
    if end is not None and end.latest < today:
        return _end(held, today)
    if start is None:
        return f"When it begins is not known. {_end(held, today)}"
    if start.earliest > today:
        return f"It has not begun yet. {_start(held, today)}"
    if start.latest >= today:
        return _start(held, today)
    if (end is None and not held.edtf.endswith(OPEN)) or (
        end is not None and end.earliest <= today and not _exact(end)
    ):
        return f"{_start(held, today)} {_end(held, today)}"  # it may be over
    return f"It is going on now. {_end(held, today)}"


def _start(held: PartialDate, today: date) -> str:
    start = held.start
    if start is None:
        return "When it began is not known."
    words = in_words(start)
    if start.latest < today:
        return (
            f"It began {_on(start)}{words}, {_apart(start, today)} ago."
            if _exact(start)
            else f"It began {_on(start)}{words}."
        )
    if not _exact(start):
        return f"It begins {_on(start)}{words}; the exact day is not known yet."
    return "It begins today." if start.earliest == today else f"It begins in {_apart(start, today)}, on {words}."


def _end(held: PartialDate, today: date) -> str:
    end = held.end
    if end is None:
        return "It has no set end." if held.edtf.endswith(OPEN) else "When it ends is not known."
    words = in_words(end)
    if end.latest < today:
        return f"It is over: it ended {_on(end)}{words}."
    if not _exact(end):
        return f"It ends {_on(end)}{words}; the exact day is not known yet."
    return "It ends today." if end.earliest == today else f"It ends in {_apart(end, today)}, on {words}."


def _length(held: PartialDate, today: date) -> str:
    """How long it lasts, both of its days counted; at most so long where one of them is not known."""
    start, end = held.start, held.end
    if start is None or end is None:
        so_far = start is not None and _exact(start) and start.earliest <= today
        known = f" It has lasted {_days((today - held.earliest).days + 1)} so far." if so_far else ""
        return f"{_end(held, today) if end is None else _start(held, today)}{known}"
    verb = "lasted" if held.latest < today else "lasts"
    days = (end.latest - start.earliest).days + 1
    if _exact(start) and _exact(end):
        return f"It {verb} {_days(days)}, from {in_words(start)} to {in_words(end)}."
    if not held.certain:
        return f"It {verb} from {in_words(start)} to {in_words(end)}."
    most = _days(days) if days < 60 else f"{round(days / 30.44)} months"
    return f"It {verb} at most {most}, from {in_words(start)} to {in_words(end)}; the exact days are not known."


def _exact(day: PartialDate) -> bool:
    return day.precision is Precision.DAY and day.certain


def _on(day: PartialDate) -> str:
    """What stands before a date in a sentence: ``on 3 May``, ``in May``; nothing before ``about`` and ``early``."""
    if day.approximate:
        return ""
    return "on " if day.precision is Precision.DAY else "in "


def _apart(day: PartialDate, today: date) -> str:
    return _days(abs((day.earliest - today).days))


def _days(number: int) -> str:
    return f"{number} day{'' if number == 1 else 's'}"
