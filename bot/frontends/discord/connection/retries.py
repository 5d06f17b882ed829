"""Retry what Discord could not take for a moment: a few times, further apart, and never so that it shows twice.

discord.py gives up at once on 503 and on a broken connection, and waits longer on the rest than the first response to
an interaction may take.
"""

from __future__ import annotations

import asyncio
import logging
import random
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

import aiohttp
import discord
from discord.http import HTTPClient, Route, json_or_text
from discord.webhook.async_ import AsyncWebhookAdapter, async_context

log = logging.getLogger(__name__)

T = TypeVar("T")

BROKEN = (aiohttp.ClientError, OSError, TimeoutError)
"""A connection that broke or never came about: what was sent may have arrived."""

UNSENT = (discord.HTTPException, *BROKEN)
"""Why a message could not be sent, in the end."""

_UNAVAILABLE = 503
_ALREADY_ACKNOWLEDGED = 40060


@dataclass(frozen=True, slots=True)
class Pace:
    """How often something is tried again: before try n, ``first`` seconds times 2 to the n, give or take a third.

    No try begins later than ``within`` seconds after the first one.
    """

    tries: int
    first: float
    within: float


MESSAGE = Pace(tries=5, first=0.4, within=15.0)
ANSWER = Pace(tries=5, first=0.15, within=2.0)
"""The first response to an interaction is due within three seconds, some of which have passed already."""


async def steadily(attempt: Callable[[int], Awaitable[T]], pace: Pace, again: Callable[[Exception], bool]) -> T:
    """Retry an attempt while ``again`` says that its error will pass, and return its outcome.

    ``attempt`` is told how many went before. Raises what the last attempt raised.
    """
    begun = time.monotonic()
    for number in range(pace.tries):
        try:
            return await attempt(number)
        except UNSENT as fault:
            delay = pace.first * 2**number * random.uniform(0.67, 1.33)
            late = time.monotonic() - begun + delay > pace.within
            if number + 1 == pace.tries or late or not again(fault):
                raise
            log.info("Discord did not take a request (%s); trying again in %.1f s", _cause(fault), delay)
        await asyncio.sleep(delay)
    raise AssertionError("a pace has at least one try")


def send_steadily(http: HTTPClient) -> None:
    """Retry a client's requests where that is safe."""
    once = http.request

    async def request(route: Route, **given: Any) -> Any:
        repeatable = may_repeat(route.method, route.path, given)

        async def attempt(number: int) -> Any:
            if number:
                for file in given.get("files") or ():
                    file.reset(seek=True)
            # discord.py takes parts of these away.
            return await once(route, **dict(given))

        return await steadily(attempt, MESSAGE, lambda fault: passes(fault, repeatable=repeatable))

    http.request = request  # type: ignore[method-assign]


def may_repeat(method: str, path: str, given: Mapping[str, Any]) -> bool:
    """Tell whether a request does no more the second time than the first.

    A message does where it carries a nonce that Discord is asked to enforce, which discord.py gives to all but files.
    """
    if method != "POST" or path == "/users/@me/channels":
        return True
    payload = given.get("json")
    return isinstance(payload, Mapping) and bool(payload.get("nonce")) and payload.get("enforce_nonce") is True


def passes(fault: Exception, *, repeatable: bool) -> bool:
    """Tell whether the same request may succeed in a moment, and may be made again."""
    if isinstance(fault, discord.HTTPException):
        return fault.status == _UNAVAILABLE
    return repeatable or isinstance(fault, aiohttp.ClientConnectorError)


@contextmanager
def answering_steadily() -> Iterator[None]:
    """Answer interactions through a ``SteadyAdapter`` while the context lasts, and in tasks that begin in it."""
    token = async_context.set(SteadyAdapter())  # type: ignore[no-untyped-call]
    try:
        yield
    finally:
        async_context.reset(token)


class SteadyAdapter(AsyncWebhookAdapter):
    """What discord.py answers interactions through. discord.py itself tries follow-ups and edits again for long."""

    async def request(self, route: Route, session: aiohttp.ClientSession, **given: Any) -> Any:
        """Make a request; see `AsyncWebhookAdapter.request`."""
        if not route.path.endswith("/callback"):
            repeatable = route.method != "POST"
            return await steadily(
                lambda _: super(SteadyAdapter, self).request(route, session, **given),
                MESSAGE,
                lambda fault: not isinstance(fault, discord.HTTPException) and passes(fault, repeatable=repeatable),
            )

        async def attempt(number: int) -> Any:
            try:
                impatient: Any = _Impatient(session)
                return await super(SteadyAdapter, self).request(route, impatient, **given)
            except discord.HTTPException as fault:
                if number and fault.code == _ALREADY_ACKNOWLEDGED:
                    # An earlier attempt did arrive, and only Discord's word on it was lost.
                    return {"interaction": {"id": route.webhook_id, "type": 0}}
                raise

        return await steadily(attempt, ANSWER, _answer_passes)


class _Impatient:
    """A session that raises at once what discord.py would wait out for longer than an interaction lives."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self._session = session

    @asynccontextmanager
    async def request(self, *given: Any, **more: Any) -> AsyncIterator[aiohttp.ClientResponse]:
        async with self._session.request(*given, **more) as response:
            if response.status >= 500:
                raise discord.DiscordServerError(response, await json_or_text(response))
            yield response


def _answer_passes(fault: Exception) -> bool:
    # Whatever became of an earlier attempt: Discord takes the first response to an interaction once.
    return fault.status >= 500 if isinstance(fault, discord.HTTPException) else True


def _cause(fault: Exception) -> str:
    return str(fault.status) if isinstance(fault, discord.HTTPException) else type(fault).__name__
