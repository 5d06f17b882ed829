"""Asking by command, through discord.py as it really runs."""

from __future__ import annotations

from tests.frontends.discord.world import World, words


async def test_ask_answers_with_date_source_and_status(world: World) -> None:
    result = await world.fan.slash(world.channel, "ask", question="when does the lantern keepers come out")
    print(words(result))
    assert "comes to cinemas" in words(result)
