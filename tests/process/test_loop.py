"""Run asyncio's debug mode on the whole process: nothing may block the event loop, and nothing may be left open."""

from __future__ import annotations

import asyncio
import re

from tests.discord_server.server import DiscordServer
from tests.process.reading import words
from tests.process.running import Process, Start

WATCHED = ("-X", "dev")
"""asyncio reports callbacks that take more than 100 ms and coroutines that were never awaited. Python reports open
files."""

ASKED = "where was the motorcycle cliff jump of mission impossible 7 filmed"

ROUNDS = 8
_HELD = re.compile(r"coro=<(\w[^ ]*).* took \d+\.\d+ seconds|Executing (<Handle [^ ]*).* took \d+\.\d+ seconds")


async def flood(discord: DiscordServer, number: int) -> None:
    """Let thirty fans ask at once, by command, autocomplete and mention, while the gateway expects its heartbeat."""
    fans = [discord.state.person(f"fan-{number}-{each}") for each in range(30)]
    typing = [asyncio.create_task(discord.complete("ask", "question", question="wher", by=fan)) for fan in fans[:20]]
    exchanges = [await discord.slash("ask", question=ASKED, by=fan) for fan in fans[:20]]
    await discord.gateway.beat()
    for exchange in exchanges:
        assert words(await exchange.message())
    for offered in await asyncio.gather(*typing):
        assert offered
    for fan in fans[20:]:
        assert words(await discord.mention(ASKED, by=fan))


async def holding(discord: DiscordServer, process: Process, number: int) -> set[str]:
    """Return the names of the coroutines and callbacks that blocked the loop during one flood."""
    before = len(process.log)
    await flood(discord, number)
    lines = (_HELD.search(line) for line in list(process.log)[before:])
    return {found[1] or found[2] for found in lines if found}


async def test_nothing_blocks_the_event_loop_or_stays_open(discord: DiscordServer, start: Start) -> None:
    process = await start(options=WATCHED)
    held = await holding(discord, process, 0)
    # Real blocking happens every time, while a busy machine interrupts a different callback each time.
    for number in range(1, ROUNDS):
        if not held:
            break
        held &= await holding(discord, process, number)
    assert held == set()
    ended = await process.stop()
    assert ended.code == 0
    assert [line for line in ended.err.splitlines() if re.search("never awaited|ResourceWarning|Traceback", line)] == []
