"""Choose the server to connect to, and explain connection errors. tests/process runs the whole program."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import web
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.answers.knowledge import Knowledge
from bot.desk.desk import Desk
from bot.frontends.discord.client import BadToken, CannotConnect, DiscordConfig, run_bot
from bot.frontends.discord.connection.endpoints import api_base, discord_at
from tests.frontends.discord.world import Clock, open_desk


@pytest.fixture
async def desk(tmp_path: Path, knowledge: Knowledge, pack: Path) -> AsyncIterator[Desk]:
    opened = await open_desk(f"tinydb:///{tmp_path / 'store.json'}", knowledge, pack, Clock())
    yield opened
    await opened.close()


@asynccontextmanager
async def serving(*routes: web.RouteDef) -> AsyncIterator[str]:
    """Run a server on this machine, and yield its host and port."""
    application = web.Application()
    application.add_routes(routes)
    runner = web.AppRunner(application, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        host, port, *_ = runner.addresses[0]
        yield f"{host}:{port}"
    finally:
        await runner.cleanup()


@pytest.mark.parametrize(
    ("url", "base"),
    [
        ("http://127.0.0.1:8080/api/v10", "http://127.0.0.1:8080/api/v10"),
        ("http://127.0.0.1:8080/api/v10/", "http://127.0.0.1:8080/api/v10"),
        ("http://proxy/api", "http://proxy/api/v10"),
        ("http://proxy", "http://proxy"),
    ],
)
def test_the_rest_base_is_normalised(url: str, base: str) -> None:
    assert api_base(url) == base


def test_other_addresses_apply_only_within_the_context() -> None:
    real = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    with discord_at("http://127.0.0.1:1/api/v10", "ws://127.0.0.1:2/"):
        assert Route("GET", "/users/@me").url == "http://127.0.0.1:1/api/v10/users/@me"
        assert str(DiscordWebSocket.DEFAULT_GATEWAY) == "ws://127.0.0.1:2/"
        with discord_at(None, None):
            assert Route.BASE == "http://127.0.0.1:1/api/v10"
    assert real == (Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY)


async def test_a_wrong_token_is_explained_in_one_sentence(desk: Desk) -> None:
    async def refuse(request: web.Request) -> web.Response:
        return web.json_response({"message": "401: Unauthorized", "code": 0}, status=401)

    async with serving(web.get("/api/v10/users/@me", refuse)) as address:
        with pytest.raises(BadToken, match="does not know this DISCORD_TOKEN"):
            await run_bot(DiscordConfig("no such token", f"http://{address}/api/v10"), desk)
    assert "discord.com" in Route.BASE


async def test_an_unreachable_server_is_explained_in_one_sentence(desk: Desk) -> None:
    async with serving() as address:
        pass
    with pytest.raises(CannotConnect, match=f"cannot be reached at http://{address}"):
        await run_bot(DiscordConfig("token", f"http://{address}"), desk)


async def test_a_refused_connection_is_explained_in_one_sentence(desk: Desk) -> None:
    async with serving() as address:
        with pytest.raises(CannotConnect, match="404"):
            await run_bot(DiscordConfig("token", f"http://{address}"), desk)
