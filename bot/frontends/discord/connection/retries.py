"""Retry requests with exponential backoff, and never so that a message shows twice.

discord.py gives up immediately on 503 and on a broken connection. On other errors, it waits longer than the first
response to an interaction may take.
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
"""The connection broke or was never made. The request may have arrived anyway."""

UNSENT = (discord.HTTPException, *BROKEN)
"""Reasons why a message couldn't be sent after all attempts."""

_UNAVAILABLE = 503
_ALREADY_ACKNOWLEDGED = 40060


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """How to retry. The delay before retry n is ``first_delay`` seconds times 2 to the n, with a jitter of a third.

    No attempt starts later than ``deadline`` seconds after the first one.
    """

    attempts: int
    first_delay: float
    deadline: float


MESSAGE_RETRIES = RetryPolicy(attempts=5, first_delay=0.4, deadline=15.0)
RESPONSE_RETRIES = RetryPolicy(attempts=5, first_delay=0.15, deadline=2.0)
"""The first response to an interaction is due within three seconds, and some of them are already over."""


async def with_retries(
    attempt: Callable[[int], Awaitable[T]], policy: RetryPolicy, should_retry: Callable[[Exception], bool]
) -> T:
    """Repeat an attempt while ``should_retry`` accepts its error, and return its result.

    ``attempt`` gets the number of earlier attempts. Raises what the last attempt raised.
    """
    begun = time.monotonic()
    for number in range(policy.attempts):
        try:
            return await attempt(number)
        except UNSENT as fault:
            delay = policy.first_delay * 2**number * random.uniform(0.67, 1.33)
            late = time.monotonic() - begun + delay > policy.deadline
            if number + 1 == policy.attempts or late or not should_retry(fault):
                raise
            log.info("Discord didn't accept a request (%s); trying again in %.1f s", _cause(fault), delay)
        await asyncio.sleep(delay)
    raise AssertionError("a policy has at least one attempt")


def retry_requests(http: HTTPClient) -> None:
    """Retry a client's requests if that is safe."""
    once = http.request

    async def request(route: Route, **given: Any) -> Any:
        repeatable = is_idempotent(route.method, route.path, given)

        async def attempt(number: int) -> Any:
            if number:
                for file in given.get("files") or ():
                    file.reset(seek=True)
            # discord.py removes items from these arguments.
            return await once(route, **dict(given))

        return await with_retries(attempt, MESSAGE_RETRIES, lambda fault: is_transient(fault, repeatable=repeatable))

    http.request = request  # type: ignore[method-assign]


def is_idempotent(method: str, path: str, given: Mapping[str, Any]) -> bool:
    """Return whether a request can be repeated without a second effect.

    A message can, if it has a nonce that Discord enforces. discord.py sends one with everything but files.
    """
    if method != "POST" or path == "/users/@me/channels":
        return True
    payload = given.get("json")
    return isinstance(payload, Mapping) and bool(payload.get("nonce")) and payload.get("enforce_nonce") is True


def is_transient(fault: Exception, *, repeatable: bool) -> bool:
    """Return whether the same request may be repeated and could succeed in a moment."""
    if isinstance(fault, discord.HTTPException):
        return fault.status == _UNAVAILABLE
    return repeatable or isinstance(fault, aiohttp.ClientConnectorError)


@contextmanager
def retrying_responses() -> Iterator[None]:
    """Respond to interactions through a ``RetryingAdapter`` until the context ends, also in tasks started in it."""
    token = async_context.set(RetryingAdapter())  # type: ignore[no-untyped-call]
    try:
        yield
    finally:
        async_context.reset(token)


class RetryingAdapter(AsyncWebhookAdapter):
    """Sends responses to interactions, with retries. discord.py itself retries follow-ups and edits for a long time."""

    async def request(self, route: Route, session: aiohttp.ClientSession, **given: Any) -> Any:
        """Send a request; see `AsyncWebhookAdapter.request`."""
        if not route.path.endswith("/callback"):
            repeatable = route.method != "POST"
            return await with_retries(
                lambda _: super(RetryingAdapter, self).request(route, session, **given),
                MESSAGE_RETRIES,
                lambda fault: (
                    not isinstance(fault, discord.HTTPException) and is_transient(fault, repeatable=repeatable)
                ),
            )

        async def attempt(number: int) -> Any:
            try:
                fail_fast: Any = _FailFastSession(session)
                return await super(RetryingAdapter, self).request(route, fail_fast, **given)
            except discord.HTTPException as fault:
                if number and fault.code == _ALREADY_ACKNOWLEDGED:
                    # An earlier attempt arrived; only Discord's response to it was lost.
                    return {"interaction": {"id": route.webhook_id, "type": 0}}
                raise

        return await with_retries(attempt, RESPONSE_RETRIES, _may_retry_response)


class _FailFastSession:
    """A session that raises errors immediately which discord.py would wait out for longer than an interaction lives."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self._session = session

    @asynccontextmanager
    async def request(self, *given: Any, **more: Any) -> AsyncIterator[aiohttp.ClientResponse]:
        async with self._session.request(*given, **more) as response:
            if response.status >= 500:
                raise discord.DiscordServerError(response, await json_or_text(response))
            yield response


def _may_retry_response(fault: Exception) -> bool:
    # Whatever happened to an earlier attempt, Discord accepts only one first response to an interaction.
    return fault.status >= 500 if isinstance(fault, discord.HTTPException) else True


def _cause(fault: Exception) -> str:
    return str(fault.status) if isinstance(fault, discord.HTTPException) else type(fault).__name__
