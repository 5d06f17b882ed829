"""Choose which Discord to talk to: the real one, or another server with the same protocol."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import yarl
from discord.gateway import DiscordWebSocket
from discord.http import INTERNAL_API_VERSION, Route


@contextmanager
def discord_at(api_url: str | None, gateway_url: str | None) -> Iterator[None]:
    """Point discord.py at another REST base and gateway until the context ends. None means the real one.

    discord.py has both as class attributes, and no other way to set them, so they apply to the whole process. A base
    that ends in ``/api`` gets the API version of discord.py.
    """
    base, gateway = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    try:
        if api_url is not None:
            Route.BASE = api_base(api_url)
        if gateway_url is not None:
            DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway_url)
        yield
    finally:
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = base, gateway


def api_base(url: str) -> str:
    """Return the REST base as discord.py expects it: without a slash at the end, and with the version."""
    bare = url.rstrip("/")
    return f"{bare}/v{INTERNAL_API_VERSION}" if re.search(r"/api$", bare) else bare
