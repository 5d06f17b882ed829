"""Define the errors of the desk. Each message can be shown to the person as it is."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from bot.facts.models import Fact


class DeskError(Exception):
    """The desk refused a request. The message says what is wrong and what to do. Nothing was changed.

    DeskError
    ├── NotAllowed     the actor's role is too low; the message says who may
    ├── NotFound       no such fact, production, question, reply ... that this scope can see
    ├── Invalid        the input can't be used; ``fields`` says what is wrong with each field
    ├── Conflict       somebody else changed it since it was read; ``current`` is the current version
    ├── NothingToDo    there is nothing to undo, restore, confirm ...
    ├── TooMany        a limit was reached; try again after ``retry_after`` seconds
    └── Stopping       the bot is shutting down
    """


class NotAllowed(DeskError):
    """The actor may not do this."""


class NotFound(DeskError):
    """The thing doesn't exist, or this scope can't see it. ``nearest`` holds the ids of similar ones."""

    def __init__(self, message: str, nearest: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.nearest = nearest


class Invalid(DeskError):
    """The input can't be used. ``fields`` maps a field's name to what is wrong with it and what it accepts."""

    def __init__(self, message: str, fields: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.fields: Mapping[str, str] = MappingProxyType(dict(fields or {}))


class Conflict(DeskError):
    """Somebody changed a fact since it was read. ``current`` is its current version, or None if it is gone."""

    def __init__(self, message: str, current: Fact | None = None) -> None:
        super().__init__(message)
        self.current = current


class NothingToDo(DeskError):
    """Everything is already as requested, or there is nothing to act on."""


class TooMany(DeskError):
    """A limit was reached. ``retry_after`` is in seconds; None if waiting doesn't help."""

    def __init__(self, message: str, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class Stopping(DeskError):
    """The bot is shutting down and won't handle the request."""
