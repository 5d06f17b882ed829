"""Show facts and productions with the same text: every list tells them apart, and the picked one is used."""

from __future__ import annotations

from typing import Any

import pytest
from simcord.results import InteractionResult

from bot.desk.editing.drafts.draft import Draft
from bot.facts.models import Fact, Production, State
from tests.frontends.discord.entrances import manager, scope
from tests.frontends.discord.test_fact import texts_of
from tests.frontends.discord.world import World, parts, reply, words

LONG = "A boat of the harbour was turned over in the first light of the day while everybody on the pier watched it"


async def added(world: World, **typed: str) -> Fact:
    fields: dict[str, Any] = {
        "production": "lantern-keepers",
        "topic": "stunt",
        "text": LONG,
        "phrasings": f"q {typed}",
    }
    return await world.desk.curating.add(manager(world), Draft(**fields | typed))


async def twins(world: World) -> tuple[Fact, Fact, Fact]:
    """Add three facts with the same text: two of one film with different subjects, and one of another film."""
    first = await added(world, subject="rowing boat")
    second = await added(world, subject="fishing boat")
    return first, second, await added(world, production="quiet-comet")


async def named(world: World, command: str, option: str, typed: str = "turned over") -> dict[str, str]:
    found = await world.moderator.autocomplete(world.channel, command, option, typed)
    names = [each["name"] for each in found]
    assert len(set(names)) == len(names) <= 25
    assert all(1 <= len(name) <= 100 for name in names)
    return {each["value"]: each["name"] for each in found}


@pytest.mark.parametrize(
    ("command", "option"),
    [
        ("fact edit", "fact"),
        ("fact show", "fact"),
        ("fact retire", "fact"),
        ("fact confirm", "fact"),
        ("fact history", "fact"),
        ("fact restore", "fact"),
        ("fact merge", "keep"),
        ("fact merge", "other"),
    ],
)
async def test_every_list_of_facts_tells_them_apart(world: World, command: str, option: str) -> None:
    first, second, third = await twins(world)
    found = await named(world, command, option, "everybody")
    assert "rowing boat" in found[first.id]
    assert "fishing boat" in found[second.id]
    assert "Quiet Comet" in found[third.id]


async def test_the_picked_fact_is_retired(world: World) -> None:
    first, second, third = await twins(world)
    found = await named(world, "fact retire", "fact", "fishing pier")
    [(value, name)] = found.items()
    assert "fishing" not in LONG
    await world.moderator.slash(world.channel, "fact retire", fact=value)
    held = {each.id: world.desk.catalogue.version(each.id, scope(world)) for each in (first, second, third)}
    assert {each for each, fact in held.items() if fact and fact.state is State.RETIRED} == {second.id}, name
    gone = await named(world, "fact restore", "fact", "everybody")
    assert "[retired]" in gone[second.id]
    assert next(iter(gone)) == second.id


async def test_forty_facts_with_the_same_text_and_subject_are_told_apart_by_id(world: World) -> None:
    facts = [await added(world, subject="boat", value=f"{number} times") for number in range(40)]
    assert len(await named(world, "fact edit", "fact", "everybody")) == 25
    found = await named(world, "fact edit", "fact", facts[-1].id)
    assert next(iter(found)) == facts[-1].id
    form = await world.moderator.slash(world.channel, "fact edit", fact=next(iter(found)))
    assert texts_of(form)["value"] == "39 times"


def options(shown: InteractionResult, verb: str) -> list[dict[str, Any]]:
    [menu] = [each for each in parts(shown) if each["type"] == 3 and each["custom_id"].split(":")[1] == verb]
    return list(menu["options"])


async def test_a_question_is_answered_with_the_picked_fact(world: World) -> None:
    first, second, third = await twins(world)
    world.desk.question_log.note("which boat was turned over while they watched", scope(world), "discord:7")
    shown = await world.moderator.slash(world.channel, "queue")
    listed = options(shown, "queue-answer")
    assert len({each["label"] for each in listed}) == len(listed)
    form = await world.moderator.click(reply(shown), label="Find a fact…")
    await world.moderator.submit_modal(form, {"words": "turned over everybody"})
    found = {each["value"]: each for each in options(shown, "queue-answer")}
    assert len({each["label"] for each in found.values()}) == len(found)
    assert "rowing boat" in found[first.id]["label"]
    assert "Quiet Comet" in found[third.id]["description"]
    await world.moderator.select(reply(shown), [second.id])
    answered = world.desk.catalogue.fact(second.id, scope(world))
    assert "which boat was turned over while they watched" in answered.phrasings


async def test_productions_with_the_same_or_an_invisible_title(world: World) -> None:
    invisible = Production.model_construct(id="nothing", title="\u200e\u200f", aliases=(), scope=scope(world))
    same = [Production(id=f"tide-{year}", title="Tide", scope=scope(world)) for year in (1984, 2021)]
    for each in (invisible, *same):
        world.desk.catalogue.put_production(each)
    for command in ("fact add", "production edit", "stale", "release"):
        found = await named(world, command, "production", "")
        assert (found["tide-1984"], found["tide-2021"]) == ("Tide (tide-1984)", "Tide (tide-2021)")
        assert found["nothing"] == "nothing"
    response = await world.moderator.slash(world.channel, "stale", production="tide")
    assert "tide-1984, tide-2021" in words(response)
    assert "Nothing is due" in words(await world.moderator.slash(world.channel, "stale", production="tide-2021"))


async def test_a_production_with_the_title_of_another_can_be_edited(world: World) -> None:
    for year in (1984, 2021):
        world.desk.catalogue.put_production(Production(id=f"tide-{year}", title="Tide", scope=scope(world)))
    form = await world.moderator.slash(world.channel, "production edit", production="tide-2021")
    saved = await world.moderator.submit_modal(form, {"title": "Tide", "aliases": "the remake"})
    assert "**Saved:** Tide\n-# also: the remake" in words(saved)
    form = await world.moderator.slash(world.channel, "production edit", production="tide-1984")
    refused = await world.moderator.submit_modal(form, {"title": "Tide", "aliases": "the remake"})
    assert "“the remake” is already a name of Tide" in words(refused)


async def test_a_suggestion_is_about_the_picked_production(world: World) -> None:
    for year in (1984, 2021):
        world.desk.catalogue.put_production(Production(id=f"tide-{year}", title="Tide", scope=scope(world)))
    form = await world.fan.slash(world.channel, "suggest", production="tide-2021", topic="stunt")
    typed = texts_of(form) | {"topic": ["stunt"], "text": "A bell fell.", "source": "https://example.org/a"}
    unclear = await world.fan.submit_modal(form, typed | {"production": "Tide"})
    assert "tide-1984, tide-2021" in words(unclear)
    again = await world.fan.click(reply(unclear), label="Edit again")
    assert "Thank you" in words(await world.fan.submit_modal(again, typed))
    queue = await world.moderator.slash(world.channel, "queue")
    await world.moderator.click(reply(queue), label="Approve")
    [found] = world.desk.catalogue.facts(scope(world), "tide-2021")
    assert found.text == "A bell fell."
