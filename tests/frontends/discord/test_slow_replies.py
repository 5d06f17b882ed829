"""Handle files that take longer than Discord waits: the reply is deferred, and arrives."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from bot.frontends.discord.components.sending import DEFER_AFTER
from tests.frontends.discord.entrances import pack
from tests.frontends.discord.world import World, reply, words


@pytest.fixture
def go_on(world: World, monkeypatch: pytest.MonkeyPatch) -> asyncio.Event:
    """Block work in threads until the test continues, like a slow disk."""
    released, in_thread = asyncio.Event(), asyncio.to_thread

    async def slowly(work: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
        if not released.is_set():
            await world.env.external_wait(released.wait(), reason="the test says when")
        return await in_thread(work, *arguments, **named)

    monkeypatch.setattr(asyncio, "to_thread", slowly)
    return released


async def test_a_slow_export_arrives(world: World, go_on: asyncio.Event) -> None:
    shown = await world.moderator.slash(world.channel, "pack export", production="comet")
    await world.env.advance_time(DEFER_AFTER + 0.1)
    assert shown.deferred
    assert shown.ephemeral
    go_on.set()
    await world.env.settle()
    [file] = reply(shown).attachments
    assert b"summer 2028" in await file.read()
    assert "**1 fact** exported" in words(shown)


async def test_a_slow_report_arrives(world: World, go_on: asyncio.Event) -> None:
    shown = await world.moderator.slash(world.channel, "pack import", file=pack(1))
    await world.env.advance_time(DEFER_AFTER + 0.1)
    assert shown.deferred
    go_on.set()
    await world.env.settle()
    assert "New facts: **1**" in words(shown)
    await world.moderator.click(reply(shown), label="Apply")
    assert "**Imported 1 fact.**" in words(shown)
