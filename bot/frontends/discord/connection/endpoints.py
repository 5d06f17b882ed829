"""Choose which Discord to talk to: the real one, or another server that speaks its protocol."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import yarl
from discord.gateway import DiscordWebSocket
from discord.http import INTERNAL_API_VERSION, Route


@contextmanager
def discord_at(api_url: str | None, gateway_url: str | None) -> Iterator[None]:
    """Point discord.py at another REST base and gateway while the context lasts; None leaves the real one.

    discord.py keeps both as class attributes and offers no other way, hence one client's addresses hold
    for the whole process. A base that ends in ``/api`` gets the version of the API that discord.py speaks.
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
    """Return the REST base as discord.py wants it: no slash at the end, and with its version."""
    bare = url.rstrip("/")
    return f"{bare}/v{INTERNAL_API_VERSION}" if re.search(r"/api$", bare) else bare
