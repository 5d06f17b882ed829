"""Check that what can't work ends with one clear sentence and its own exit code, without secrets."""

from __future__ import annotations

from pathlib import Path

from bot.commands.exits import Exit
from tests.discord_server.gateway import Close
from tests.discord_server.server import DiscordServer
from tests.process.running import Ended, Start

NOBODY = "127.0.0.1:9"
"""The discard port, where nothing listens."""


def sentence(ended: Ended) -> str:
    """Return the last line of stderr. Only log lines may be before it."""
    assert "Traceback" not in ended.err
    assert ended.out == ""
    *log, last = ended.err.splitlines()
    assert [line for line in log if not (" INFO " in line or " WARNING " in line)] == []
    assert " INFO " not in last
    return last


async def test_an_unknown_token(discord: DiscordServer, start: Start) -> None:
    discord.refuse_token()
    ended = await (await start(online=False)).ended()
    assert ended.code == Exit.TOKEN
    assert "DISCORD_TOKEN" in sentence(ended)
    assert discord.state.token not in ended.err


async def test_a_token_that_was_reset_while_running(discord: DiscordServer, start: Start) -> None:
    process = await start()
    discord.gateway.refuse_with = Close.AUTHENTICATION_FAILED
    await discord.gateway.drop()
    ended = await process.ended()
    assert ended.code == Exit.TOKEN
    assert "DISCORD_TOKEN" in sentence(ended)
    assert discord.state.token not in ended.err


async def test_an_unreachable_gateway(start: Start) -> None:
    ended = await (await start(online=False, DISCORD_GATEWAY_URL=f"ws://{NOBODY}")).ended()
    assert ended.code == Exit.UNREACHABLE
    assert NOBODY in sentence(ended)


async def test_a_proxy_that_blocks_discord(discord: DiscordServer, start: Start) -> None:
    discord.block("GET /users/@me")
    ended = await (await start(online=False)).ended()
    assert ended.code == Exit.UNREACHABLE
    assert "429" in sentence(ended)
    assert "<html>" not in ended.err
    assert [request.path for request in discord.requests] == ["/users/@me"]


async def test_a_second_process_names_the_process_with_the_store(
    discord: DiscordServer, start: Start, tmp_path: Path
) -> None:
    first = await start()
    second = await (await start(online=False)).ended()
    assert second.code == Exit.STORE
    assert str(first.pid) in sentence(second)
    assert str(tmp_path / "store.json") in sentence(second)
    assert len([request for request in discord.requests if request.path == "/users/@me"]) == 1
    await (await discord.slash("ask", question="when does it come out")).message()
    assert (await first.stop()).code == 0
