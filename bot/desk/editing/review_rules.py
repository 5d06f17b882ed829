"""Decide which facts can still change and how often to check them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from bot.facts.dates.edtf import Precision, parse_edtf
from bot.facts.models import DateValue, Fact, Status
from bot.facts.topics import RELEASE, Topic, Topics, shipped_topics
from bot.messages import _

UPCOMING_DAY = 14
"""Days for which a check counts, for an exact date in the future. Fans ask for those most, and they move most."""

UPCOMING_PART = 30
"""The same for an inexact date in the future, such as "summer 2027"."""

UNSETTLED = 60
"""The same for a report or rumour about something that isn't over, because it is soon confirmed or denied."""

OPEN = 180
"""The same for what still changes after a release: where to watch it, what it has earned so far."""

OLD_RUMOUR = 365
"""The same for a rumour about something long over, which may still be confirmed or denied."""

SETTLING = timedelta(days=365)
"""How long after an event a report of it may still be confirmed or denied. After that it is history."""

_PAST = re.compile(
    r"\b(?:was|were|had|did|took|shot|made|built|began|went|came|left|gave|found|won|lost|wrote|said|told|sold|cut|fell"
    r"|broke|burnt|held|kept|led|met|paid|ran|sat|spent|stood|rose|grew|became|threw|drove|flew|brought|bought|chose"
    r"|(?!hundred\b)\w+[^\We]ed)\b",
    re.IGNORECASE,
)
"""English verbs in the past tense."""

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
"""English phrases for plans and current states, which aren't over."""

_ONGOING = re.compile(r"stream|availab|where to watch", re.IGNORECASE)
"""Topics and subjects that change after a release."""


@dataclass(frozen=True, slots=True)
class ReviewInterval:
    """For how many ``days`` a check of a fact counts, and the ``kind`` of fact in the reader's language."""

    days: int
    kind: str


def released_on(facts: Iterable[Fact], day: date) -> date | None:
    """Return the day when a production was released, from its release facts; None if it isn't out or that is unknown.

    ``facts`` are those of one production. Facts with announced dates count; if there are none, those without a subject;
    otherwise all. Without announced dates, no date may be in the future, because a cancelled date is a fact, too. If an
    announced date had passed before the next one was announced, the production was released on it, and the next one is
    a return to cinemas.
    """
    counted = _counted_releases(facts)
    spans = [(each, parse_edtf(each.value.edtf)) for each in counted if isinstance(each.value, DateValue)]
    past = [span.latest for each, span in spans if span.latest < day and _settled(each)]
    past += [kept for each in counted for kept in _kept_dates(each)]
    announced = any(each.announced_dates for each in counted)
    ahead = not announced and any(span.latest >= day for _fact, span in spans)
    return None if ahead else min(past, default=None)


def _counted_releases(facts: Iterable[Fact]) -> list[Fact]:
    """Return the release facts whose dates count."""
    releases = [each for each in facts if each.topic == RELEASE and isinstance(each.value, DateValue)]
    releases = [each for each in releases if each.status is not Status.DENIED]
    announced = [each for each in releases if each.announced_dates]
    return announced or [each for each in releases if not each.subject] or releases


def _kept_dates(fact: Fact) -> list[date]:
    """Return the announced dates of a fact that had passed before the next one was announced."""
    return [
        parse_edtf(before.date).latest
        for before, after in pairwise(fact.announced_dates)
        if after.announced and parse_edtf(before.date).latest < parse_edtf(after.announced).earliest
    ]


def review_interval(
    fact: Fact, day: date, released: date | None, topics: Topics | None = None
) -> ReviewInterval | None:
    """Return how often to check a fact; None if it can't change any more.

    ``released`` is the result of `released_on` for its production; ``topics`` are the shipped ones by default.
    """
    ahead = _ahead(fact, day)
    if ahead is not None and fact.status is not Status.DENIED:
        return ahead
    topic = (topics or shipped_topics()).get(fact.topic)
    over = None if ahead is not None else _over(fact, day, released, topic)
    if over is None:
        return _not_over(fact, released, topic)
    if fact.status in (Status.REPORTED, Status.RUMOUR) and day - over < SETTLING:
        return _unsettled(fact)
    return ReviewInterval(OLD_RUMOUR, _("an old rumour")) if fact.status is Status.RUMOUR else None


def _settled(fact: Fact) -> bool:
    return fact.status in (Status.CONFIRMED, Status.REPORTED)


def _ahead(fact: Fact, day: date) -> ReviewInterval | None:
    if not isinstance(fact.value, DateValue):
        return None
    when = parse_edtf(fact.value.edtf)
    if when.latest < day:
        return None
    turn = next((each for each in when.ends if each.latest >= day), None)  # the next start or end of a range
    exact = turn is not None and turn.precision is Precision.DAY
    if exact:
        return ReviewInterval(UPCOMING_DAY, _("an exact date ahead"))
    return ReviewInterval(UPCOMING_PART, _("a date ahead"))


def _over(fact: Fact, day: date, released: date | None, topic: Topic) -> date | None:
    """Return the day since when the subject of a fact is over; None if it isn't over or that is unknown."""
    if isinstance(fact.value, DateValue):
        return parse_edtf(fact.value.edtf).latest
    if released is not None and topic.done_at_release:
        return released
    if _OPEN.search(fact.text) or _ONGOING.search(f"{fact.topic} {fact.subject}"):
        return None
    if released is not None:
        return released
    return day if _has_happened(fact, day, topic) else None


def _has_happened(fact: Fact, day: date, topic: Topic) -> bool:
    """Return whether a fact without a date is in the past tense and mentions no current or later year."""
    if not topic.done_when_told and fact.status is not Status.CONFIRMED:
        return False
    current = any(int(year) >= day.year for year in _YEAR.findall(fact.text))
    return not current and _PAST.search(fact.text) is not None


def _not_over(fact: Fact, released: date | None, topic: Topic) -> ReviewInterval:
    if fact.status in (Status.REPORTED, Status.RUMOUR):
        return _unsettled(fact)
    if released is not None:
        return ReviewInterval(OPEN, _("what may change after a release"))
    return ReviewInterval(topic.check_days, _("a fact about {topic}").format(topic=fact.topic.replace("-", " ")))


def _unsettled(fact: Fact) -> ReviewInterval:
    return ReviewInterval(UNSETTLED, _("a rumour") if fact.status is Status.RUMOUR else _("a report"))
