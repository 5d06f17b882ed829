"""A sentence on a date, told from today: what it says of the future turns into the past by itself."""

from __future__ import annotations

import re
from datetime import date

from bot.facts.dates import parse_edtf
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
"""Phrases whose past is irregular, longest first where one begins another."""

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


def told(fact: Fact, today: date) -> str:
    """The fact's sentence, in the past tense where its date lies behind today.

    Only English sentences of facts that carry a date are touched, and in them only the first verb that tells of a
    date to come ("opens", "will be released"); everything else stays as the moderator wrote it.
    """
    if not isinstance(fact.value, DateValue) or parse_edtf(fact.value.edtf).latest >= today:
        return fact.text
    return _FUTURE.sub(lambda found: _FORMS[found.group()], fact.text, count=1)
