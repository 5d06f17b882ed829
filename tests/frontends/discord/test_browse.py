"""Test lists and their pages: by topic, by production, after a restart, and for each person."""

from __future__ import annotations

import pytest

from bot.desk.access.actors import Actor
from tests.frontends.discord.world import World, buttons, parts, reply, words


@pytest.mark.parametrize(
    ("command", "holds", "holds_not"),
    [
        ("release", ["The Lantern Keepers", "14 May 2027", "summer 2028"], "Ålesund"),
        ("locations", ["Ålesund", "Kinderdijk"], "14 May"),
        ("stunts", ["Page 1 of 3", "12 facts", "stunt 1"], "Ålesund"),
        ("facts", ["All films and shows", "17 facts"], "nothing"),
    ],
)
async def test_each_list(world: World, command: str, holds: list[str], holds_not: str) -> None:
    result = await world.fan.slash(world.channel, command)
    content = words(result)
    assert not result.ephemeral
    for each in holds:
        assert each in content
    assert holds_not not in content


async def test_a_list_of_one_production(world: World) -> None:
    content = words(await world.fan.slash(world.channel, "release", production="Quiet Comet"))
    assert "summer 2028" in content
    assert "14 May 2027" not in content


async def test_a_list_of_one_topic(world: World) -> None:
    content = words(await world.fan.slash(world.channel, "facts", topic="location", production="keepers"))
    assert "2 facts" in content
    assert "Ålesund" in content


@pytest.mark.parametrize("topic", ["no such: topic", "x" * 100, "*"])
async def test_an_unknown_topic_lists_the_known_ones(world: World, topic: str) -> None:
    assert "/facts lists everything" in words(await world.fan.slash(world.channel, "facts", topic=topic))


async def test_an_unknown_production_names_the_nearest(world: World) -> None:
    result = await world.fan.slash(world.channel, "stunts", production="Lantern Kepers")
    assert result.ephemeral
    assert "The Lantern Keepers" in words(result)


async def test_paging_survives_a_restart(world: World) -> None:
    listed = await world.fan.slash(world.channel, "stunts")
    await world.fan.click(reply(listed), label="Next")
    assert "Page 2 of 3" in words(listed)
    assert "stunt 6" in words(listed)
    await world.restart()
    await world.fan.click(reply(listed), label="Next")
    assert "Page 3 of 3" in words(listed)
    assert {"First", "Back"} <= set(buttons(listed))
    assert not {"Next", "Last"} & set(buttons(listed))
    await world.fan.click(reply(listed), label="First")
    assert "Page 1 of 3" in words(listed)


async def test_somebody_else_gets_a_private_page(world: World) -> None:
    listed = await world.fan.slash(world.channel, "stunts")
    other = world.member("other")
    theirs = await other.click(reply(listed), label="Last")
    assert theirs.ephemeral
    assert "Page 3 of 3" in words(theirs)
    assert "Page 1 of 3" in words(listed)
    await other.click(reply(theirs), label="Back")
    assert "Page 2 of 3" in words(theirs)


async def test_an_item_opens_the_whole_fact(world: World) -> None:
    listed = await world.fan.slash(world.channel, "locations", production="keepers")
    show = [each["custom_id"] for each in parts(listed) if each.get("label") == "Show"]
    shown = await world.fan.click(reply(listed), custom_id=show[0])
    assert shown.ephemeral
    assert "📍 Ålesund, Norway" in words(shown)


async def test_a_spoiler_is_covered_in_a_list(world: World) -> None:
    content = words(await world.fan.slash(world.channel, "facts", topic="story"))
    assert "||At the end of The Lantern Keepers the lighthouse goes dark.||" in content


async def test_productions_are_listed_with_their_facts(world: World) -> None:
    listed = await world.fan.slash(world.channel, "productions")
    assert "2 films and shows" in words(listed)
    assert "stunts: 12 · locations: 2 · release dates: 1 · story: 1" in words(listed)
    first = next(each["custom_id"] for each in parts(listed) if each.get("label") == "Facts")
    facts = await world.fan.click(reply(listed), custom_id=first)
    assert facts.ephemeral
    assert "The Lantern Keepers" in words(facts)


async def test_lists_in_a_direct_message(world: World) -> None:
    person = world.stranger()
    listed = await person.slash("stunts")
    await person.click(reply(listed), label="Next")
    assert "Page 2 of 3" in words(listed)


async def test_autocomplete_of_topics_and_productions(world: World) -> None:
    topics = await world.fan.autocomplete(world.channel, "facts", "topic", "", production="quiet-comet")
    assert [(each["name"], each["value"]) for each in topics] == [("release (1)", "release")]
    for command in ("release", "stunts", "locations", "facts"):
        [found, *_] = await world.fan.autocomplete(world.channel, command, "production", "lan")
        assert found["value"] == "lantern-keepers"


async def test_a_list_with_only_hidden_spoilers_does_not_look_empty(world: World) -> None:
    manager = Actor("discord:5", str(world.guild.id), manages_server=True)
    await world.desk.settings.change(manager, {"spoiler_policy": "hide"})
    content = words(await world.fan.slash(world.channel, "facts", topic="story"))
    assert "1 spoiler hidden" in content
    assert "No facts on that" not in content
