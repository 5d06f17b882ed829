"""Turn a sentence about a date into the past tense once the date is over."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date

from bot.facts.dates.edtf import PartialDate, parse_edtf
from bot.facts.models import DateValue, Fact

_PAST = {
    "is going to": "was going to",
    "is expected to": "was expected to",
    "is expected": "was expected",
    "is due": "was due",
    "is set": "was set",
    "is scheduled": "was scheduled",
    "is planned": "was planned",
    "is to be": "was",
    "will be": "was",
    "will come": "came",
    "will have": "had",
    "will get": "got",
    "will hit": "hit",
    "will begin": "began",
    "comes": "came",
    "gets": "got",
    "begins": "began",
    "hits": "hit",
}
"""Phrases with an irregular past."""

_REGULAR = (
    "open",
    "premiere",
    "release",
    "arrive",
    "start",
    "air",
    "launch",
    "debut",
    "land",
    "return",
    "reach",
    "stream",
)
_ENDINGS = {verb: f"{verb}d" if verb.endswith("e") else f"{verb}ed" for verb in _REGULAR}
_FORMS = {
    **_PAST,
    **{f"will {verb}": past for verb, past in _ENDINGS.items()},
    **{f"{verb}{'es' if verb.endswith('ch') else 's'}": past for verb, past in _ENDINGS.items()},
}
_FUTURE = re.compile(r"\b(" + "|".join(sorted(map(re.escape, _FORMS), key=len, reverse=True)) + r")\b")


_RUNS = {
    "run": ("runs", "ran"),
    "film": ("films", "filmed"),
    "shoot": ("shoots", "shot"),
    "tour": ("tours", "toured"),
    "last": ("lasts", "lasted"),
    "continue": ("continues", "continued"),
    "take place": ("takes place", "took place"),
    "be held": ("is held", "was held"),
}
"""Verbs for something that lasts: present and past."""

_BEGINS = frozenset({"begins", "will begin", "starts", "will start", "opens", "will open", "launches", "will launch"})
_RUN_PAST = {
    **{f"will {verb}": past for verb, (_, past) in _RUNS.items()},
    **{now: past for verb, (now, past) in _RUNS.items() if verb not in ("film", "tour", "shoot")},  # nouns as well
    **{f"is {verb}": f"was {verb}" for verb in ("running", "filming", "shooting", "touring", "under way", "underway")},
    "ends": "ended",
    "will end": "ended",
    "closes": "closed",
    "will close": "closed",
    "finishes": "finished",
    "wraps": "wrapped",
    "will wrap": "wrapped",
    "will finish": "finished",
}
_RUN_NOW = {f"will {verb}": now for verb, (now, _) in _RUNS.items()}


def _any_of(phrases: Iterable[str]) -> re.Pattern[str]:
    return re.compile(r"\b(" + "|".join(sorted(map(re.escape, phrases), key=len, reverse=True)) + r")\b")


_RUN_OVER = _any_of({**_FORMS, **_RUN_PAST})
_RUN_ON = _any_of({*_RUN_NOW, *_BEGINS})


def told(fact: Fact, today: date) -> str:
    """Return the fact's sentence, in the past tense if its date is over.

    Only English sentences of facts with a date change, and in them only the first verb about a coming date ("opens",
    "will be released"). Everything else stays as the moderator wrote it. A range is over when its end is. While it
    lasts, "will run" becomes "runs", and "begins" becomes "began".
    """
    if not isinstance(fact.value, DateValue):
        return fact.text
    held = parse_edtf(fact.value.edtf)
    if held.is_range:
        return _told_of_run(fact.text, held, today)
    return fact.text if held.latest >= today else _FUTURE.sub(lambda found: _FORMS[found.group()], fact.text, count=1)


def _told_of_run(text: str, held: PartialDate, today: date) -> str:
    """Return a sentence about a range. A verb joined to the first one by "and" changes too."""
    if held.latest < today:
        return _turned(text, _RUN_OVER, {**_FORMS, **_RUN_PAST})
    if held.start is None or held.start.latest >= today:
        return text
    return _turned(text, _RUN_ON, {**{verb: _FORMS[verb] for verb in _BEGINS}, **_RUN_NOW})


def _turned(text: str, pattern: re.Pattern[str], forms: Mapping[str, str]) -> str:
    first = pattern.search(text)
    if first is None:
        return text
    rest = re.sub(rf"(?<=\band ){pattern.pattern}", lambda found: forms[found.group()], text[first.end() :], count=1)
    return f"{text[: first.start()]}{forms[first.group()]}{rest}"
