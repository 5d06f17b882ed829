"""Give everyone a turn: a queue that is fair between servers and people, and knows what can still be in time.

Discord takes the first response to an interaction for three seconds. When many people ask at once, the queue answers
as long as all others can still be asked to wait in time; then it asks those to wait who would be too late.
"""

from __future__ import annotations

from collections import Counter, OrderedDict, deque
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto

MOST = 5000
"""Requests that may wait at once; further ones are declined."""

EACH = 8
"""Requests of one person that may wait at once."""

LONGEST = 60.0
"""Seconds that a person may have to wait for a deferred answer; with more to do than that, requests are declined."""

SHARE = 8
"""Every so many turns, one that has no deadline comes first, so that those don't wait for ever."""

GRACE = 0.5
"""Seconds after its deadline when a request is past help, and dropped."""

_CAUTION = 1.25
"""How much longer than usual acknowledging may take."""

_WEIGHT = 0.1
"""How much the latest duration counts in an average."""

_STEP = 0.05
"""Seconds: deadlines within one step are taken for the earliest of them, so that few have to be looked at."""


class Late(Enum):
    """What becomes of a request that can't be answered in time."""

    DEFER = auto()
    """The person is asked to wait, and gets the answer later."""

    INSIST = auto()
    """It can't be deferred and matters, such as a filled form: it comes first."""

    DROP = auto()
    """Nobody misses it, such as a completion that has been typed past."""


class Verdict(Enum):
    """What to do with a request now."""

    ANSWER = auto()
    DEFER = auto()
    DECLINE = auto()
    """Too many people ask at once."""
    REPROACH = auto()
    """This person has asked too much at once."""
    DROP = auto()
    STOP = auto()
    """The bot is stopping."""


@dataclass(eq=False, slots=True)
class Request:
    """Something that a person wants, from a server or (empty) a direct message.

    ``deadline`` is until when the first response must have begun, on the queue's clock; None where there is no hurry.
    """

    server: str
    person: str
    deadline: float | None = None
    late: Late = Late.DEFER


class Rotation:
    """Requests in turn: one of each server, and within a server one of each person, the oldest first."""

    def __init__(self) -> None:
        self._servers: OrderedDict[str, OrderedDict[str, deque[Request]]] = OrderedDict()
        self._all: set[Request] = set()

    def __len__(self) -> int:
        return len(self._all)

    def waiting(self, request: Request) -> int:
        """Count what the person of a request waits for."""
        people = self._servers.get(request.server)
        return len(people.get(request.person, ())) if people else 0

    def __contains__(self, request: Request) -> bool:
        return request in self._all

    def add(self, request: Request) -> None:
        """Add a request behind those of its person, the person behind those of the server, and so on."""
        people = self._servers.setdefault(request.server, OrderedDict())
        people.setdefault(request.person, deque()).append(request)
        self._all.add(request)

    def pop(self) -> Request:
        """Take the next request out. There must be one."""
        server, people = next(iter(self._servers.items()))
        person, waiting = next(iter(people.items()))
        request = waiting[0]
        self._servers.move_to_end(server)
        people.move_to_end(person)
        self.remove(request)
        return request

    def remove(self, request: Request) -> None:
        """Take a request out, wherever it is. Raises ``KeyError`` if it isn't waiting."""
        self._all.remove(request)
        people = self._servers[request.server]
        waiting = people[request.person]
        waiting.remove(request)
        if not waiting:
            del people[request.person]
        if not people:
            del self._servers[request.server]


class Schedule:
    """Requests by their deadlines."""

    def __init__(self) -> None:
        self._due: dict[int, dict[Request, None]] = {}
        self._counts: dict[int, Counter[Late]] = {}

    @property
    def earliest(self) -> Request:
        """Return the request that is due first. There must be one."""
        return next(iter(self._due[min(self._due)]))

    def add(self, request: Request) -> None:
        """Add a request; one without a deadline is never due."""
        if request.deadline is not None:
            step = int(request.deadline / _STEP)
            self._due.setdefault(step, {})[request] = None
            self._counts.setdefault(step, Counter())[request.late] += 1

    def remove(self, request: Request) -> None:
        """Take a request out, if it is due some time."""
        if request.deadline is None:
            return
        step = int(request.deadline / _STEP)
        del self._due[step][request]
        self._counts[step][request.late] -= 1
        if not self._due[step]:
            del self._due[step], self._counts[step]

    def holds(self, start: float, costs: Mapping[Late, float]) -> bool:
        """Tell whether all can be in time from ``start`` on, the earliest first, if each takes what it costs."""
        done = start
        for step in sorted(self._counts):
            done += sum(costs[late] * count for late, count in self._counts[step].items())
            if done > step * _STEP:
                return False
        return True


class Average:
    """How long something usually takes, in seconds."""

    def __init__(self, first: float) -> None:
        self.seconds = first

    def add(self, seconds: float) -> None:
        """Count another duration."""
        self.seconds += _WEIGHT * (seconds - self.seconds)


class TurnQueue:
    """Decides who comes next, and what to do. It has no clock of its own: callers say what time it is.

    ``answering`` and ``acknowledging`` are how long the two usually take; callers keep them up to date with `took`.
    """

    def __init__(self, answering: float = 0.004, acknowledging: float = 0.001) -> None:
        self.answering = Average(answering)
        self.acknowledging = Average(acknowledging)
        self._urgent = Rotation()
        self._due = Schedule()
        self._patient = Rotation()
        self._since_patient = 0

    def __len__(self) -> int:
        return len(self._urgent) + len(self._patient)

    def add(self, request: Request) -> Verdict | None:
        """Let a request wait for its turn. Return the verdict instead if it may not wait."""
        if len(self) >= MOST:
            return Verdict.DECLINE
        if self._urgent.waiting(request) + self._patient.waiting(request) >= EACH:
            return Verdict.DROP if request.late is Late.DROP else Verdict.REPROACH
        (self._patient if request.deadline is None else self._urgent).add(request)
        self._due.add(request)
        return None

    def remove(self, request: Request) -> None:
        """Forget a request that nobody waits for any more. Does nothing if it isn't waiting."""
        for each in (self._urgent, self._patient):
            if request in each:
                each.remove(request)
                self._due.remove(request)

    def took(self, verdict: Verdict, seconds: float) -> None:
        """Learn how long it took to carry out a verdict."""
        (self.answering if verdict is Verdict.ANSWER else self.acknowledging).add(seconds)

    def next(self, now: float) -> tuple[Request, Verdict] | None:
        """Take out whose turn it is, with what to do; None when nobody waits.

        Requests that can still be in time are answered in rotation. Once that would make others late, the one that
        is due first is asked to wait, or whatever its ``late`` says.
        """
        found = self._chosen(now)
        if found is not None:
            self._due.remove(found[0])
        return found

    def _chosen(self, now: float) -> tuple[Request, Verdict] | None:
        urgent, patient = self._urgent, self._patient
        if urgent and not self._time_to_answer(now):
            request = self._due.earliest
            urgent.remove(request)
            return request, self._late(request, now)
        if patient and (not urgent or self._since_patient >= SHARE):
            self._since_patient = 0
            return patient.pop(), Verdict.ANSWER
        if not urgent:
            return None
        self._since_patient += 1
        return urgent.pop(), Verdict.ANSWER

    def _time_to_answer(self, now: float) -> bool:
        """Tell whether everybody who is in a hurry can still be acknowledged in time after one more answer."""
        answering, acknowledging = self.answering.seconds, self.acknowledging.seconds * _CAUTION
        costs = {Late.DEFER: acknowledging, Late.INSIST: answering, Late.DROP: 0.0}
        return self._due.holds(now + answering, costs)

    def _late(self, request: Request, now: float) -> Verdict:
        if request.deadline is not None and now > request.deadline + GRACE:
            return Verdict.DROP
        match request.late:
            case Late.INSIST:
                return Verdict.ANSWER
            case Late.DROP:
                return Verdict.DROP
        too_long = len(self._patient) * self.answering.seconds > LONGEST
        return Verdict.DECLINE if too_long else Verdict.DEFER
