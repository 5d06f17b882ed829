"""Send a burst, and count what became of each question."""

from __future__ import annotations

import asyncio
import json
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path

from benchmarks.load.bots import Running
from tests.discord_server.interactions import Answered, Exchange
from tests.discord_server.payloads import Payload
from tests.discord_server.rest import Request
from tests.discord_server.rules import EPHEMERAL
from tests.process.running import ROOT

SERVERS = 7
"""Servers that the people of a burst are spread over."""

_QUIET = 1.5
"""Seconds without a request after which a burst is over, once nothing can come in time any more."""

_LONGEST = 120.0

_UNKNOWN = ("who plays the joker", "does ethan hunt like pancakes", "how long is the next fast and furious film")
"""Asked now and then: people ask what nobody knows, too."""

_ACKNOWLEDGED = 40060
_UNKNOWN_INTERACTION = 10062


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a burst of ``size`` questions.

    ``answered``, ``deferred`` and ``declined`` came within Discord's limit; ``later`` are those deferred that got their
    answer afterwards, ``lost`` those that got nothing. Times are in milliseconds from the start of the burst; CPU time
    is in milliseconds for each answer, now or later; ``throughput`` is in answers per second.
    """

    size: int
    answered: int
    deferred: int
    later: int
    declined: int
    lost: int
    doubled: int
    late: int
    first: float
    median: float
    last: float
    throughput: float
    cpu: float
    bytes: int


def questions() -> Iterator[str]:
    """Return questions of the shipped pack, each tenth one that it can't answer, over and over."""
    known = [
        phrasing
        for path in sorted((ROOT / "data" / "packs").glob("*.json"))
        for fact in json.loads(path.read_text(encoding="utf-8"))["facts"]
        for phrasing in fact["phrasings"]
    ]
    # A stride that shares no factor with their number, so that neighbours are about different facts.
    spread = [known[number * 397 % len(known)] for number in range(len(known))]
    unknown = cycle(_UNKNOWN)
    return cycle(next(unknown) if number % 10 == 9 else each for number, each in enumerate(spread))


async def burst(bot: Running, size: int, asked: Iterator[str]) -> Outcome:
    """Let as many people ask one question each at once, on several servers; wait until nothing more comes."""
    server = bot.server
    places = server.state.places
    people = [server.state.person(f"fan-{size}-{number}") for number in range(size)]
    uses = [
        server.slash("ask", by=each, at=places[number % len(places)], question=next(asked))
        for number, each in enumerate(people)
    ]
    before, cpu, begun = len(server.requests), bot.cpu(), time.monotonic()
    exchanges = await server.burst(uses)
    await _over(bot, begun)
    requests = server.requests[before:]
    return _counted(exchanges, requests, begun, bot.cpu() - cpu)


async def _over(bot: Running, begun: float) -> None:
    """Wait until nothing can be answered in time any more and the bot has fallen silent."""
    seen, since = -1, begun
    while time.monotonic() - begun < _LONGEST:
        now, found = time.monotonic(), len(bot.server.rest.journal)
        if found != seen:
            seen, since = found, now
        if now - begun > bot.server.state.patience + 0.5 and now - since > _QUIET:
            return
        await asyncio.sleep(0.1)


def _counted(exchanges: list[Exchange], requests: list[Request], begun: float, cpu: float) -> Outcome:
    first = [each.first for each in exchanges if each.first is not None]
    declined = [each for each in first if _is_refusal(each)]
    deferred = [each for each in first if each["type"] == Answered.DEFERRED_MESSAGE]
    contents = [[shown for shown in each.shown if _says_something(shown)] for each in exchanges]
    later = [
        each
        for each, shown in zip(exchanges, contents, strict=True)
        if each.first is not None and each.first["type"] == Answered.DEFERRED_MESSAGE and shown
    ]
    answered = len(first) - len(declined) - len(deferred)
    times = sorted(each.at - begun for each in requests if each.status < 400 and each.message is not None)
    sent = [len(json.dumps(each.message)) for each in requests if each.status < 400 and each.message is not None]
    answers = answered + len(later)
    return Outcome(
        size=len(exchanges),
        answered=answered,
        deferred=len(deferred),
        later=len(later),
        declined=len(declined),
        lost=len(exchanges) - len(first),
        doubled=sum(len(shown) > 1 for shown in contents) + _refused(requests, _ACKNOWLEDGED),
        late=_refused(requests, _UNKNOWN_INTERACTION),
        first=times[0] * 1000 if times else 0.0,
        median=statistics.median(times) * 1000 if times else 0.0,
        last=times[-1] * 1000 if times else 0.0,
        throughput=answers / times[-1] if times else 0.0,
        cpu=cpu * 1000 / answers if answers else 0.0,
        bytes=round(statistics.mean(sent)) if sent else 0,
    )


def _is_refusal(first: Payload) -> bool:
    """Tell whether a first response is for the person alone: answers to /ask are for everyone."""
    return first["type"] == Answered.MESSAGE and bool(int(first["data"].get("flags") or 0) & EPHEMERAL)


def _says_something(shown: Payload) -> bool:
    return bool(shown["components"] or shown["content"])


def _refused(requests: list[Request], code: int) -> int:
    return sum(each.code == code for each in requests)


def load_average() -> str:
    """Return the machine's load average of the last minute, or "?" where it has none."""
    path = Path("/proc/loadavg")
    return path.read_text().split()[0] if path.exists() else "?"
