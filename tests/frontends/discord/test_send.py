"""Test where a panel is sent: replies, replacements, and deferred replies."""

from __future__ import annotations

import asyncio

import discord

from bot.frontends.discord.components.parts import Panel, button, note, rows, text
from bot.frontends.discord.components.sending import DEFER_AFTER, continue_with, defer_if_slow, send
from bot.frontends.discord.shared.routing.routes import Tap
from bot.frontends.discord.shared.routing.signatures import by_button
from tests.frontends.discord.world import World, last_in, words


async def panel_with_button(world: World, label: str, verb: str) -> discord.Message:
    channel = world.bot.get_channel(world.channel.id)
    assert isinstance(channel, discord.TextChannel)
    await channel.send(view=Panel(text("A panel"), *rows([button(label, verb)])))
    return last_in(world.channel)


async def test_slow_work_is_deferred_and_answered(world: World) -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def work() -> str:
        begun.set()
        await world.env.external_wait(go_on.wait(), reason="the test says when")
        return "done"

    async def slow(tap: Tap) -> None:
        result = await defer_if_slow(tap.interaction, work())
        await continue_with(tap.interaction, note(result))

    world.bot.routes.add("slow", slow, by_button())
    shown = await panel_with_button(world, "Slow", "slow")
    result = await world.fan.click(shown, label="Slow")
    await world.env.advance_time(DEFER_AFTER + 0.1)
    assert begun.is_set()
    assert result.deferred
    assert result.ephemeral
    go_on.set()
    await world.env.settle()
    assert words(result) == "done"


async def test_quick_work_is_not_deferred(world: World) -> None:
    async def quick(tap: Tap) -> None:
        await send(tap.interaction, note(await defer_if_slow(tap.interaction, asyncio.sleep(0, "done"))), private=True)

    world.bot.routes.add("quick", quick, by_button())
    result = await world.fan.click(await panel_with_button(world, "Quick", "quick"), label="Quick")
    assert not result.deferred
    assert words(result) == "done"


async def test_a_second_reply_is_a_follow_up(world: World) -> None:
    async def twice(tap: Tap) -> None:
        await send(tap.interaction, note("one"), private=True)
        await send(tap.interaction, note("two"), private=True)

    world.bot.routes.add("twice", twice, by_button())
    result = await world.fan.click(await panel_with_button(world, "Twice", "twice"), label="Twice")
    assert words(result) == "one"
    assert [words(each) for each in result.followups] == ["two"]
    assert result.followups[0].ephemeral
