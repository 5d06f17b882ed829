"""What can go wrong at the desk, each with a message that can be shown to the person as it is."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from bot.facts.models import Fact


class DeskError(Exception):
    """The desk could not do as asked; the message says what is wrong and what to do. Nothing was changed.

    DeskError
    ├── NotAllowed     the actor's role does not reach; the message says whose would
    ├── NotFound       no such fact, production, question, reply ... that this scope can see
    ├── Invalid        input that cannot be kept; ``fields`` says what is wrong with each field
    ├── Conflict       somebody else changed it since it was read; ``current`` is how it now stands
    ├── NothingToDo    there is nothing to undo, restore, confirm ...
    ├── TooMany        a limit was reached; ``retry_after`` seconds from now it is open again
    └── Stopping       the bot is stopping, and won't get to it
    """


class NotAllowed(DeskError):
    """The actor may not do this."""


class NotFound(DeskError):
    """What was named does not exist, or this scope cannot see it. ``nearest`` holds what may have been meant."""

    def __init__(self, message: str, nearest: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.nearest = nearest


class Invalid(DeskError):
    """Input was refused. ``fields`` maps a field's name to what is wrong with it and what would be accepted."""

    def __init__(self, message: str, fields: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.fields: Mapping[str, str] = MappingProxyType(dict(fields or {}))


class Conflict(DeskError):
    """Somebody changed a fact since it was read; ``current`` is the fact as it now stands (None: it is gone)."""

    def __init__(self, message: str, current: Fact | None = None) -> None:
        super().__init__(message)
        self.current = current


class NothingToDo(DeskError):
    """The wished-for state already holds, or there is nothing that the deed could be done to."""


class TooMany(DeskError):
    """A limit was reached. ``retry_after`` is in seconds; None where waiting does not help."""

    def __init__(self, message: str, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class Stopping(DeskError):
    """The bot is stopping, and won't get to what was asked."""
