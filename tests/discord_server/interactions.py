"""Interactions on their way: what was asked, what came back, and what Discord refuses of it."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from enum import IntEnum

from tests.discord_server.journal import Journal
from tests.discord_server.payloads import Payload

FIRST_RESPONSE = 3.0
"""Seconds within which the first response to an interaction is due."""


class Asked(IntEnum):
    """Kinds of interaction."""

    COMMAND = 2
    COMPONENT = 3
    AUTOCOMPLETE = 4
    MODAL = 5


class Answered(IntEnum):
    """Kinds of first response."""

    MESSAGE = 4
    DEFERRED_MESSAGE = 5
    DEFERRED_UPDATE = 6
    UPDATE = 7
    CHOICES = 8
    MODAL = 9


MAKES_A_MESSAGE = (Answered.MESSAGE, Answered.DEFERRED_MESSAGE)


class Refusal(Exception):
    """Discord's answer to a request that it does not accept."""

    def __init__(self, status: int, code: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.body: Payload = {"code": code, "message": message}


@dataclass
class Exchange:
    """One interaction and all that answered it; ``shown`` holds each state of each message that it led to.

    The first response is due within ``patience`` seconds.
    """

    id: str
    token: str
    kind: Asked
    where: Payload
    source: Payload | None = None
    opened: float = field(default_factory=time.monotonic)
    patience: float = FIRST_RESPONSE
    answered: float | None = None
    first: Payload | None = None
    original: Payload | None = None
    shown: Journal[Payload] = field(default_factory=lambda: Journal("a message that answers an interaction"))
    _answered: asyncio.Event = field(default_factory=asyncio.Event)

    def answer(self, data: Payload) -> None:
        """Take the first response. Raises ``Refusal`` where it comes too late, or a second time."""
        if self.first is not None:
            raise Refusal(400, 40060, "Interaction has already been acknowledged.")
        if time.monotonic() - self.opened > self.patience:
            raise Refusal(404, 10062, "Unknown interaction")
        self.first = data
        self.answered = time.monotonic()

    @property
    def seconds(self) -> float | None:
        """How long the first response took, from the moment the interaction was sent; None while there is none."""
        return None if self.answered is None else self.answered - self.opened

    def done(self) -> None:
        """Wake who waits for the response, now that all that belongs to it is in place."""
        self._answered.set()

    async def response(self) -> Payload:
        """The first response as the bot sent it.

        Raises:
            TimeoutError: none came in time, and Discord has given up on the interaction.
        """
        try:
            async with asyncio.timeout(self.patience + 0.5):
                await self._answered.wait()
        except TimeoutError:
            raise TimeoutError(f"the interaction was not answered within {self.patience:g} seconds") from None
        assert self.first is not None
        return self.first

    async def message(self) -> Payload:
        """The message that it led to, once that has more to say than that the bot is thinking."""
        await self.response()
        return await self.shown.first(lambda message: bool(message["components"] or message["content"]))
