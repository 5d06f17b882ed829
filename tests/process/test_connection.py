"""Break connections: the bot reconnects, and no question is lost."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from tests.discord_server.gateway import Close, Op
from tests.discord_server.server import DiscordServer
from tests.process.reading import pings, words
from tests.process.running import Start

QUESTION = "where was the motorcycle cliff jump of mission impossible 7 filmed"
PLACE = "Helsetkopen"


async def test_a_dropped_connection_is_resumed_and_missed_questions_answered(
    discord: DiscordServer, start: Start
) -> None:
    process = await start()
    session = await discord.gateway.session()
    gateway = discord.gateway
    drops: list[Callable[[], Awaitable[None]]] = [
        gateway.drop,
        lambda: gateway.drop(Close.UNKNOWN_ERROR),
        gateway.ask_to_reconnect,
        lambda: gateway.invalidate(resumable=True),
    ]
    for number, drop in enumerate(drops, 1):
        discord.state.new_people()
        await drop()
        asked = asyncio.create_task(discord.direct(QUESTION))
        assert await process.until(gateway.session(after=number)) is session
        assert PLACE in words(await asked)
        assert PLACE in words(await (await discord.slash("ask", question=QUESTION)).message())
    assert len([each for each in gateway.journal if each["op"] == Op.IDENTIFY]) == 1
    assert discord.state.publications == 1
    ended = await process.stop()
    assert ended.code == 0
    assert "Traceback" not in ended.err


async def test_an_invalidated_session_is_started_again(discord: DiscordServer, start: Start) -> None:
    process = await start()
    discord.gateway.forgetful = True
    await discord.gateway.drop()
    again = await process.until(discord.gateway.session(after=1))
    assert again is not await discord.gateway.session()
    assert PLACE in words(await discord.mention(QUESTION))
    assert (await process.stop()).code == 0


async def test_answers_survive_rate_limits_and_errors(discord: DiscordServer, start: Start) -> None:
    process = await start()
    discord.limit_rate(r"POST /channels/\d+/messages")
    discord.limit_rate("/callback")
    assert PLACE in words(await discord.mention(QUESTION))
    assert PLACE in words(await (await discord.slash("ask", question=QUESTION)).message())
    discord.fail(r"POST /channels/\d+/messages", 502)
    assert PLACE in words(await discord.direct(QUESTION))
    assert [request.status for request in discord.requests if request.status >= 400] == [429, 429, 502]
    assert not any(map(pings, discord.messages))

    discord.fail(r"POST /channels/\d+/messages", 403)
    await discord.say(QUESTION, dm=True)
    await process.until(process.log.first(lambda line: "WARNING" in line and "could not answer" in line))
    assert PLACE in words(await discord.direct(QUESTION))
    ended = await process.stop()
    assert ended.code == 0
    assert "Traceback" not in ended.err
    assert QUESTION not in ended.err
