"""Queue requests fairly: round-robin between servers and people, with deadlines.

Discord accepts the first response to an interaction for three seconds. When many people ask at once, the queue answers
requests as long as all others can still be deferred in time. After that, it defers those with the earliest deadline.
"""

from __future__ import annotations

from collections import Counter, OrderedDict, deque
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto

MAX_WAITING = 5000
"""Maximum number of waiting requests; further ones are declined."""

MAX_PER_PERSON = 8
"""Maximum number of waiting requests of one person."""

MAX_DELAY = 60.0
"""Maximum time in seconds until a deferred request is answered; if the queue is longer, requests are declined."""

PATIENT_EVERY = 8
"""Turns after which a request without a deadline comes first, so that those requests don't starve."""

GRACE = 0.5
"""Seconds after its deadline when a request is dropped, because Discord no longer accepts a response."""

_SAFETY = 1.25
"""Safety factor: acknowledging may take this much longer than on average."""

_WEIGHT = 0.1
"""Weight of the latest duration in a moving average."""

_STEP = 0.05
"""Length in seconds of a step. Deadlines in one step count as its start, so that there are few to check."""


class Late(Enum):
    """What to do with a request that can't be answered in time."""

    DEFER = auto()
    """Acknowledge it now, and answer later."""

    INSIST = auto()
    """Answer it first. It can't be deferred but matters, such as a submitted form."""

    DROP = auto()
    """Drop it. Nobody misses it, such as autocomplete choices for text that has changed since."""


class Verdict(Enum):
    """What to do with a request now."""

    ANSWER = auto()
    DEFER = auto()
    DECLINE = auto()
    """Too many requests are waiting."""
    TOO_MANY = auto()
    """Too many requests of this person are waiting."""
    DROP = auto()
    STOP = auto()
    """The bot is shutting down."""


@dataclass(eq=False, slots=True)
class Request:
    """A person's request.

    ``server`` is empty in direct messages. ``deadline`` is when the first response must have begun, on the queue's
    clock; None if there is no deadline.
    """

    server: str
    person: str
    deadline: float | None = None
    late: Late = Late.DEFER


class RoundRobin:
    """Requests in round-robin order: one per server, within a server one per person, the oldest first."""

    def __init__(self) -> None:
        self._servers: OrderedDict[str, OrderedDict[str, deque[Request]]] = OrderedDict()
        self._all: set[Request] = set()

    def __len__(self) -> int:
        return len(self._all)

    def waiting(self, request: Request) -> int:
        """Count the waiting requests of the person who made a request."""
        people = self._servers.get(request.server)
        return len(people.get(request.person, ())) if people else 0

    def __contains__(self, request: Request) -> bool:
        return request in self._all

    def add(self, request: Request) -> None:
        """Add a request behind those of its person. New people and servers come last."""
        people = self._servers.setdefault(request.server, OrderedDict())
        people.setdefault(request.person, deque()).append(request)
        self._all.add(request)

    def pop(self) -> Request:
        """Remove and return the next request. There must be one."""
        server, people = next(iter(self._servers.items()))
        person, waiting = next(iter(people.items()))
        request = waiting[0]
        self._servers.move_to_end(server)
        people.move_to_end(person)
        self.remove(request)
        return request

    def remove(self, request: Request) -> None:
        """Remove a request from any position. Raises ``KeyError`` if it isn't waiting."""
        self._all.remove(request)
        people = self._servers[request.server]
        waiting = people[request.person]
        waiting.remove(request)
        if not waiting:
            del people[request.person]
        if not people:
            del self._servers[request.server]


class Deadlines:
    """Requests by their deadlines."""

    def __init__(self) -> None:
        self._requests: dict[int, dict[Request, None]] = {}
        self._counts: dict[int, Counter[Late]] = {}

    @property
    def earliest(self) -> Request:
        """Return the request with the earliest deadline. There must be one."""
        return next(iter(self._requests[min(self._requests)]))

    def add(self, request: Request) -> None:
        """Add a request; without a deadline, do nothing."""
        if request.deadline is not None:
            step = int(request.deadline / _STEP)
            self._requests.setdefault(step, {})[request] = None
            self._counts.setdefault(step, Counter())[request.late] += 1

    def remove(self, request: Request) -> None:
        """Remove a request; without a deadline, do nothing."""
        if request.deadline is None:
            return
        step = int(request.deadline / _STEP)
        del self._requests[step][request]
        self._counts[step][request.late] -= 1
        if not self._requests[step]:
            del self._requests[step], self._counts[step]

    def feasible(self, start: float, costs: Mapping[Late, float]) -> bool:
        """Return whether all deadlines can be met from ``start`` on, earliest first, at these costs in seconds."""
        done = start
        for step in sorted(self._counts):
            done += sum(costs[late] * count for late, count in self._counts[step].items())
            if done > step * _STEP:
                return False
        return True


class MovingAverage:
    """A moving average of durations in seconds."""

    def __init__(self, first: float) -> None:
        self.seconds = first

    def add(self, seconds: float) -> None:
        """Add a duration."""
        self.seconds += _WEIGHT * (seconds - self.seconds)


class TurnQueue:
    """Decides which request comes next, and what to do with it. It has no clock: callers pass the time.

    ``answering`` and ``acknowledging`` are average durations in seconds. Callers report durations with `took`.
    """

    def __init__(self, answering: float = 0.004, acknowledging: float = 0.001) -> None:
        self.answering = MovingAverage(answering)
        self.acknowledging = MovingAverage(acknowledging)
        self._urgent = RoundRobin()
        self._deadlines = Deadlines()
        self._patient = RoundRobin()
        self._since_patient = 0

    def __len__(self) -> int:
        return len(self._urgent) + len(self._patient)

    def add(self, request: Request) -> Verdict | None:
        """Add a request. If it is refused, return the verdict."""
        if len(self) >= MAX_WAITING:
            return Verdict.DECLINE
        if self._urgent.waiting(request) + self._patient.waiting(request) >= MAX_PER_PERSON:
            return Verdict.DROP if request.late is Late.DROP else Verdict.TOO_MANY
        (self._patient if request.deadline is None else self._urgent).add(request)
        self._deadlines.add(request)
        return None

    def remove(self, request: Request) -> None:
        """Remove a request, if it is waiting."""
        for each in (self._urgent, self._patient):
            if request in each:
                each.remove(request)
                self._deadlines.remove(request)

    def took(self, verdict: Verdict, seconds: float) -> None:
        """Record how long it took to carry out a verdict."""
        (self.answering if verdict is Verdict.ANSWER else self.acknowledging).add(seconds)

    def next(self, now: float) -> tuple[Request, Verdict] | None:
        """Remove and return the next request, with its verdict; None if the queue is empty.

        Requests are answered round-robin while all deadlines can be met. If another answer would break a deadline,
        the request with the earliest deadline gets what its ``late`` says.
        """
        found = self._chosen(now)
        if found is not None:
            self._deadlines.remove(found[0])
        return found

    def _chosen(self, now: float) -> tuple[Request, Verdict] | None:
        urgent, patient = self._urgent, self._patient
        if urgent and not self._time_to_answer(now):
            request = self._deadlines.earliest
            urgent.remove(request)
            return request, self._late(request, now)
        if patient and (not urgent or self._since_patient >= PATIENT_EVERY):
            self._since_patient = 0
            return patient.pop(), Verdict.ANSWER
        if not urgent:
            return None
        self._since_patient += 1
        return urgent.pop(), Verdict.ANSWER

    def _time_to_answer(self, now: float) -> bool:
        """Return whether all deadlines can still be met after one more answer."""
        answering, acknowledging = self.answering.seconds, self.acknowledging.seconds * _SAFETY
        costs = {Late.DEFER: acknowledging, Late.INSIST: answering, Late.DROP: 0.0}
        return self._deadlines.feasible(now + answering, costs)

    def _late(self, request: Request, now: float) -> Verdict:
        if request.deadline is not None and now > request.deadline + GRACE:
            return Verdict.DROP
        match request.late:
            case Late.INSIST:
                return Verdict.ANSWER
            case Late.DROP:
                return Verdict.DROP
        too_long = len(self._patient) * self.answering.seconds > MAX_DELAY
        return Verdict.DECLINE if too_long else Verdict.DEFER
