"""Give everyone a turn: a queue that is fair between servers and people, and knows what can still be in time.

Discord takes the first response to an interaction for three seconds. When many people ask at once, the queue answers
as long as all others can still be asked to wait in time; then it asks those to wait who would be too late.
"""

from __future__ import annotations

from collections import OrderedDict, deque
from dataclasses import dataclass
from enum import Enum, auto

MOST = 5000
"""Requests that may wait at once; further ones are declined."""

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
    DROP = auto()


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
        self._by_age: OrderedDict[Request, None] = OrderedDict()

    def __len__(self) -> int:
        return len(self._by_age)

    @property
    def oldest(self) -> Request:
        """Return the request that came first. There must be one."""
        return next(iter(self._by_age))

    @property
    def newest(self) -> Request:
        """Return the request that came last. There must be one."""
        return next(reversed(self._by_age))

    def add(self, request: Request) -> None:
        """Add a request behind those of its person, the person behind those of the server, and so on."""
        people = self._servers.setdefault(request.server, OrderedDict())
        people.setdefault(request.person, deque()).append(request)
        self._by_age[request] = None

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
        del self._by_age[request]
        people = self._servers[request.server]
        waiting = people[request.person]
        waiting.remove(request)
        if not waiting:
            del people[request.person]
        if not people:
            del self._servers[request.server]

    def __contains__(self, request: Request) -> bool:
        return request in self._by_age


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
    Requests with a deadline are expected in the order of their deadlines.
    """

    def __init__(self, answering: float = 0.004, acknowledging: float = 0.001) -> None:
        self.answering = Average(answering)
        self.acknowledging = Average(acknowledging)
        self._urgent = Rotation()
        self._patient = Rotation()
        self._since_patient = 0

    def __len__(self) -> int:
        return len(self._urgent) + len(self._patient)

    @property
    def full(self) -> bool:
        """Tell whether nothing more may wait."""
        return len(self) >= MOST

    def add(self, request: Request) -> None:
        """Let a request wait for its turn."""
        (self._patient if request.deadline is None else self._urgent).add(request)

    def remove(self, request: Request) -> None:
        """Forget a request that nobody waits for any more. Does nothing if it isn't waiting."""
        for each in (self._urgent, self._patient):
            if request in each:
                each.remove(request)

    def took(self, verdict: Verdict, seconds: float) -> None:
        """Learn how long it took to carry out a verdict."""
        (self.answering if verdict is Verdict.ANSWER else self.acknowledging).add(seconds)

    def next(self, now: float) -> tuple[Request, Verdict] | None:
        """Take out whose turn it is, with what to do; None when nobody waits.

        Requests that can still be in time are answered in rotation. Once that would make others late, the oldest is
        asked to wait, or whatever its ``late`` says.
        """
        urgent, patient = self._urgent, self._patient
        if urgent and not self._time_to_answer(now):
            request = urgent.oldest
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
        after, each = now + self.answering.seconds, self.acknowledging.seconds * _CAUTION
        first, last = self._urgent.oldest.deadline or 0.0, self._urgent.newest.deadline or 0.0
        return after + each <= first and after + each * len(self._urgent) <= last

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
