"""Which facts can still change, so that somebody should look at them again; history cannot."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from bot.facts.dates.edtf import Precision, parse_edtf
from bot.facts.models import DateValue, Fact, Status
from bot.facts.topics import RELEASE, Topic, Topics, shipped_topics

UPCOMING_DAY = 14
"""Days for which a day that is still to come counts as checked: what fans ask for most, and what moves most."""

UPCOMING_PART = 30
"""The same for "summer 2027" and other parts of a year."""

UNSETTLED = 60
"""Days for a report or rumour that is not over yet: it is soon confirmed or denied."""

OPEN = 180
"""Days for what goes on after a release: where it can be watched, what it has made so far."""

OLD_RUMOUR = 365
"""Days for a rumour about what is long over: somebody may still tell."""

SETTLING = timedelta(days=365)
"""How long after the event reports of it may still be confirmed or denied. After that they are what was said."""

_PAST = re.compile(
    r"\b(?:was|were|had|did|took|shot|made|built|began|went|came|left|gave|found|won|lost|wrote|said|told|sold|cut|fell"
    r"|broke|burnt|held|kept|led|met|paid|ran|sat|spent|stood|rose|grew|became|threw|drove|flew|brought|bought|chose"
    r"|(?!hundred\b)\w+[^\We]ed)\b",
    re.IGNORECASE,
)
"""English for what has happened."""

_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")

_OPEN = re.compile(
    r"\b(?:will|(?:is|are) to (?!the\b|an?\b)\w+"
    r"|(?:is|are) (?:expected|planned|scheduled|slated)\b|(?:is|are) going (?:to|for|in|on)|(?:is|are) set (?:to|for)"
    r"|(?:is|are) due (?:in|on|for|out|to (?!the\b|an?\b|its\b))"
    r"|to be (?:announced|confirmed|decided)|tb[acd]|coming soon|upcoming|not yet|no date|so far|as of|to date"
    r"|currently|at present|for now|right now|still (?:in|on|to|being|filming|shooting)|(?:is|are) being"
    r"|(?:is|are) (?:now |also |still )?(?:streaming|available|showing|playing|on (?!an?\b|the\b))"
    r"|streams|can be (?:watched|streamed|rented|bought|seen))\b",
    re.IGNORECASE,
)
"""English for what is not over: plans, and what holds at present."""

_ONGOING = re.compile(r"stream|availab|where to watch", re.IGNORECASE)
"""Topics and subjects of what goes on after a release."""


@dataclass(frozen=True, slots=True)
class Watch:
    """For how many days a check of a fact counts, and what kind of fact that is in words."""

    days: int
    kind: str


def out_since(facts: Iterable[Fact], day: date) -> date | None:
    """The day on which a production came out, as its release facts say; None where it is to come or nobody knows.

    ``facts`` are those of one production. The dates that count are those of facts whose announced dates are kept;
    failing that those of facts without a subject; failing that all. Of facts without announced dates, none may lie
    ahead: a date that was given up is kept as a fact as well. An announced date that had passed when the next one was
    announced did hold: the next one is a return to cinemas, and no postponement.
    """
    releases = [
        each
        for each in facts
        if each.topic == RELEASE and isinstance(each.value, DateValue) and each.status is not Status.DENIED
    ]
    announced = [each for each in releases if each.announced_dates]
    main = [each for each in releases if not each.subject]
    counted = announced or main or releases
    spans = [parse_edtf(each.value.edtf) for each in counted if isinstance(each.value, DateValue)]
    past = [span.latest for each, span in zip(counted, spans, strict=True) if span.latest < day and _told(each)]
    past += [kept for each in announced for kept in _kept_dates(each)]
    ahead = any(span.latest >= day for span in spans)
    return min(past) if past and (announced or not ahead) else None


def _kept_dates(fact: Fact) -> list[date]:
    """The announced dates of a fact that had passed when the next one was announced."""
    return [
        parse_edtf(before.date).latest
        for before, after in pairwise(fact.announced_dates)
        if after.announced and parse_edtf(before.date).latest < parse_edtf(after.announced).earliest
    ]


def watch(fact: Fact, day: date, out: date | None, topics: Topics | None = None) -> Watch | None:
    """How often a fact is to be checked; None where it is history, which nobody has to look at again.

    ``out`` is what `out_since` says of its production; ``topics`` are the shipped ones unless others are given.
    """
    ahead = _ahead(fact, day)
    if ahead is not None and fact.status is not Status.DENIED:
        return ahead
    topic = (topics or shipped_topics()).get(fact.topic)
    over = None if ahead is not None else _over(fact, day, out, topic)
    if over is None:
        return _not_over(fact, out, topic)
    if fact.status in (Status.REPORTED, Status.RUMOUR) and day - over < SETTLING:
        return _unsettled(fact)
    return Watch(OLD_RUMOUR, "an old rumour") if fact.status is Status.RUMOUR else None


def _told(fact: Fact) -> bool:
    return fact.status in (Status.CONFIRMED, Status.REPORTED)


def _ahead(fact: Fact, day: date) -> Watch | None:
    if not isinstance(fact.value, DateValue):
        return None
    when = parse_edtf(fact.value.edtf)
    if when.latest < day:
        return None
    turn = next((each for each in when.ends if each.latest >= day), None)  # the next start or end of a range
    exact = turn is not None and turn.precision is Precision.DAY
    return Watch(UPCOMING_DAY, "a day still to come") if exact else Watch(UPCOMING_PART, "a date still to come")


def _over(fact: Fact, day: date, out: date | None, topic: Topic) -> date | None:
    """When what a fact tells of was over; None where it is not, or nobody knows."""
    if isinstance(fact.value, DateValue):
        return parse_edtf(fact.value.edtf).latest
    if out is not None and topic.done_at_release:
        return out
    if _OPEN.search(fact.text) or _ONGOING.search(f"{fact.topic} {fact.subject}"):
        return None
    if out is not None:
        return out
    return day if _has_happened(fact, day, topic) else None


def _has_happened(fact: Fact, day: date, topic: Topic) -> bool:
    """Whether a fact without a date tells, in the past tense, of what happened and names no year that goes on."""
    if not topic.done_when_told and fact.status is not Status.CONFIRMED:
        return False
    current = any(int(year) >= day.year for year in _YEAR.findall(fact.text))
    return not current and _PAST.search(fact.text) is not None


def _not_over(fact: Fact, out: date | None, topic: Topic) -> Watch:
    if fact.status in (Status.REPORTED, Status.RUMOUR):
        return _unsettled(fact)
    if out is not None:
        return Watch(OPEN, "what may change after a release")
    return Watch(topic.check_days, f"a {fact.topic.replace('-', ' ')} fact")


def _unsettled(fact: Fact) -> Watch:
    return Watch(UNSETTLED, "a rumour" if fact.status is Status.RUMOUR else "a report")
