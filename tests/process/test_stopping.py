"""Send Ctrl-C and SIGTERM: the process ends whatever Discord does, and everything is written."""

from __future__ import annotations

import asyncio
import signal
from pathlib import Path

import pytest

from tests.discord_server.server import DiscordServer
from tests.process.running import Ended, Start, activity

UNKNOWN = "who sews the costumes of mission impossible 7"


def assert_clean(ended: Ended) -> None:
    assert ended.code == 0
    assert ended.out == ""
    for blemish in ("Traceback", "ERROR", "never awaited", "never retrieved"):
        assert blemish not in ended.err


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT])
async def test_questions_asked_just_before_are_written(
    discord: DiscordServer, start: Start, tmp_path: Path, ending: signal.Signals
) -> None:
    process = await start()
    await (await discord.slash("ask", question=UNKNOWN)).message()
    assert_clean(await process.stop(ending))
    logged = [each["document"]["text"] for each in activity(tmp_path).get("questions", {}).values()]
    assert logged == [UNKNOWN]
    files = await asyncio.to_thread(lambda: {path.name for path in tmp_path.iterdir() if path.is_file()})
    assert files == {
        "store.json",
        "store.json.lock",
        "store.activity.json",
        "store.activity.json.lock",
    }


async def test_a_gateway_that_does_not_close_does_not_delay_the_end(discord: DiscordServer, start: Start) -> None:
    discord.gateway.deaf = True
    process = await start()
    await (await discord.slash("ask", question=UNKNOWN)).message()
    assert_clean(await process.stop())


async def test_an_unanswered_request_does_not_delay_the_end(discord: DiscordServer, start: Start) -> None:
    discord.hang("GET /users/@me")
    process = await start(online=False)
    await process.until(process.log.first(lambda line: "logging in" in line))
    assert_clean(await process.stop())


async def test_a_reply_that_discord_does_not_accept_does_not_delay_the_end(
    discord: DiscordServer, start: Start
) -> None:
    process = await start()
    discord.hang("/callback")
    await discord.slash("ask", question=UNKNOWN)
    await discord.gateway.beat()
    assert_clean(await process.stop())
