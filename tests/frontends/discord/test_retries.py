"""Retry with discord.py over real sockets: safe requests are repeated, and nothing shows twice."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import discord
import pytest
from discord import app_commands, ui

from bot.frontends.discord.connection.endpoints import discord_at
from bot.frontends.discord.connection.retries import (
    RESPONSE_RETRIES,
    RetryPolicy,
    is_idempotent,
    retry_requests,
    retrying_responses,
    with_retries,
)
from tests.discord_server.server import UNHURRIED, DiscordServer

EDIT = r"PATCH /webhooks/.*/messages/@original"
FOLLOW_UP = r"POST /webhooks/\d+/[^/]+$"


class Slow(discord.Client):
    """A client that defers, edits and follows up. It keeps its errors."""

    def __init__(self) -> None:
        super().__init__(intents=discord.Intents(guilds=True))
        retry_requests(self.http)
        self.tree = app_commands.CommandTree(self)
        self.faults: list[Exception] = []

        @self.tree.command(description="Think")
        async def think(interaction: discord.Interaction) -> None:
            await interaction.response.defer(thinking=True)
            view = ui.LayoutView()
            view.add_item(ui.TextDisplay("thought"))
            await interaction.edit_original_response(view=view)
            try:
                await interaction.followup.send("and more")
            except (discord.HTTPException, aiohttp.ClientError) as fault:
                self.faults.append(fault)
                await interaction.followup.send("that was all")

    async def setup_hook(self) -> None:
        await self.tree.sync()

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Don't wait, because this Discord doesn't limit it."""


@pytest.fixture
async def server() -> AsyncIterator[DiscordServer]:
    async with DiscordServer(patience=UNHURRIED) as server:
        yield server


@pytest.fixture
async def client(server: DiscordServer) -> AsyncIterator[Slow]:
    with discord_at(server.api_url, server.state.gateway_url), retrying_responses():
        client = Slow()
        running = asyncio.create_task(client.start(server.state.token))
        await server.gateway.session()
        yield client
        await client.close()
        await running


async def messages(server: DiscordServer) -> list[str]:
    exchange = await server.slash("think")
    await exchange.message()
    await exchange.shown.first(lambda message: message["content"] in ("and more", "that was all"))
    return [each["content"] for each in exchange.shown if each["content"]]


async def test_an_edit_is_always_retried(server: DiscordServer, client: Slow) -> None:
    server.fail(EDIT, 503)
    assert await messages(server) == ["and more"]
    server.cut(EDIT)
    assert await messages(server) == ["and more"]
    server.cut(EDIT, lost=True)
    assert await messages(server) == ["and more"]
    assert client.faults == []


async def test_a_follow_up_is_retried_only_if_discord_did_not_accept_it(server: DiscordServer, client: Slow) -> None:
    server.fail(FOLLOW_UP, 503)
    assert await messages(server) == ["and more"]
    assert client.faults == []
    server.cut(FOLLOW_UP, lost=True)
    exchange = await server.slash("think")
    await exchange.shown.first(lambda message: message["content"] == "that was all")
    assert [each["content"] for each in exchange.shown if each["content"]] == ["and more", "that was all"]
    assert len(client.faults) == 1


async def test_files_are_rewound_before_a_retry(server: DiscordServer, client: Slow, tmp_path: Any) -> None:
    channel = client.get_partial_messageable(int(server.state.channel["id"]))
    path = tmp_path / "facts.csv"
    path.write_bytes(b"id,text\n" * 20)
    server.fail(r"POST /channels/\d+/messages", 503)
    await channel.send(file=discord.File(path))
    sizes = [request.attached for request in server.requests if request.path.endswith("/messages")]
    assert sizes == [160, 160]


@pytest.mark.parametrize(
    ("method", "path", "given", "may"),
    [
        ("GET", "/users/@me", {}, True),
        ("PATCH", "/channels/1/messages/2", {"json": {}}, True),
        ("PUT", "/applications/1/commands", {"json": []}, True),
        ("DELETE", "/channels/1/messages/2", {}, True),
        ("POST", "/users/@me/channels", {"json": {"recipient_id": 1}}, True),
        ("POST", "/channels/1/messages", {"json": {"nonce": "5", "enforce_nonce": True}}, True),
        ("POST", "/channels/1/messages", {"json": {"nonce": "5"}}, False),
        ("POST", "/channels/1/messages", {"json": {}}, False),
        ("POST", "/channels/1/messages", {"form": []}, False),
        ("POST", "/channels/1/messages", {"json": [1]}, False),
    ],
)
def test_which_requests_are_idempotent(method: str, path: str, given: dict[str, Any], may: bool) -> None:
    assert is_idempotent(method, path, given) is may


async def test_retries_are_limited_in_number_and_time() -> None:
    made: list[int] = []

    async def broken(number: int) -> None:
        made.append(number)
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        await with_retries(broken, RetryPolicy(4, 0.001, 5.0), lambda _: True)
    assert made == [0, 1, 2, 3]
    with pytest.raises(ConnectionResetError):
        await with_retries(broken, RetryPolicy(4, 10.0, 5.0), lambda _: True)
    assert made == [0, 1, 2, 3, 0]
    assert RESPONSE_RETRIES.deadline < 3
