"""Add an invented topic as one entry in ``topics.json``: it is asked about, typed, listed and checked like the
others."""

from __future__ import annotations

import json
import shutil
from collections.abc import AsyncIterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.answers.knowledge import Knowledge
from bot.data import lexicon_folder
from bot.facts.models import Fact, PersonValue
from bot.facts.topics import Topics, load_topics
from tests.frontends.discord.entrances import manager
from tests.frontends.discord.test_fact import texts_of
from tests.frontends.discord.world import FACTS, PRODUCTIONS, World, parts, reply, running, words

PROPS = {
    "id": "props",
    "label": {"en": "props of the film"},
    "words": {"en": ["prop", "props"], "de": ["requisite", "requisiten"]},
    "value": "person",
    "check_days": 30,
    "suggested": True,
}
PLACE = 2
"""Position of the invented topic among the others."""

LAMP = {
    "id": "keepers-lamp",
    "production": "lantern-keepers",
    "topic": "props",
    "subject": "brass lamp",
    "text": "Ann Example makes the brass lamp of The Lantern Keepers.",
    "checked_on": "2026-10-01",
}
IN_GERMAN = "was sind die requisiten von the lantern keepers"


def with_props(folder: Path) -> Path:
    """Copy the word lists and add one topic."""
    copied = Path(shutil.copytree(lexicon_folder(), folder))
    registry = json.loads((copied / "topics.json").read_bytes())
    for topic in registry["topics"]:
        topic.pop("suggested", None)
    registry["topics"].insert(PLACE, PROPS)
    (copied / "topics.json").write_text(json.dumps(registry), encoding="utf-8")
    return copied


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    path = tmp_path / "pack.json"
    content = {"format": "callsheet-pack", "version": 1, "id": "invented", "title": "Invented"}
    path.write_text(json.dumps(content | {"productions": PRODUCTIONS, "facts": [*FACTS, LAMP]}), encoding="utf-8")
    return path


@pytest.fixture
def topics(tmp_path: Path) -> Topics:
    return load_topics(with_props(tmp_path / "words"))


@pytest.fixture
async def world(tmp_path: Path, topics: Topics, pack: Path) -> AsyncIterator[World]:
    async with running(tmp_path, Knowledge.load(tmp_path / "words"), pack, topics=topics) as found:
        yield found


async def test_it_can_be_asked_about_in_another_language(world: World, knowledge: Knowledge) -> None:
    shown = await world.fan.slash(world.channel, "ask", question=IN_GERMAN)
    assert "brass lamp" in words(shown)
    assert "topic-props" not in knowledge.lexicon.topics
    assert "props" not in knowledge.lexicon.topics, "the shipped registry doesn't know it"


async def test_it_is_shown_by_its_label(world: World) -> None:
    shown = await world.fan.slash(world.channel, "ask", question="who is the grandmother of the lantern keepers xyzzy")
    assert "props of the film" in json.dumps(parts(shown)) + words(shown)


async def test_forms_offer_it_in_order_and_start_with_it(world: World, topics: Topics) -> None:
    form = await world.fan.slash(world.channel, "suggest")
    assert form.modal is not None
    [options] = [label["component"]["options"] for label in form.modal["components"] if "options" in label["component"]]
    assert [each["value"] for each in options][: len(topics.ids)] == list(topics.ids)
    assert topics.ids[PLACE] == "props"
    assert [each["value"] for each in options if each.get("default")] == ["props"]


async def test_autocomplete_offers_it_and_lists_show_its_facts(world: World) -> None:
    every = await world.moderator.autocomplete(world.channel, "fact add", "topic", "pro")
    assert "props" in _values(every)
    held = await world.fan.autocomplete(world.channel, "facts", "topic", "pro")
    assert _values(held) == ["props"]
    listed = words(await world.fan.slash(world.channel, "facts", topic="props"))
    assert "1 fact" in listed
    assert "brass lamp" in listed


async def test_typed_values_are_read_as_its_kind(world: World) -> None:
    form = await world.moderator.slash(world.channel, "fact add", production="lantern-keepers", topic="props")
    assert form.modal is not None
    typed = {"subject": "the rope", "text": "Bo Example made the rope of The Lantern Keepers.", "value": "Bo Example"}
    shown = await world.moderator.submit_modal(form, texts_of(form) | typed)
    await world.moderator.click(reply(shown), label="Save")
    [made] = [fact for fact in world.desk.catalogue.facts(f"server:{world.guild.id}") if fact.subject == "the rope"]
    assert made.value == PersonValue(name="Bo Example")


async def test_its_facts_come_due_by_its_freshness(world: World) -> None:
    checked = date.fromisoformat(str(LAMP["checked_on"]))
    [due] = [each for each in await world.desk.freshness.stale(manager(world)) if each.fact.id == LAMP["id"]]
    assert (due.days, due.since) == (30, checked + timedelta(days=30))
    assert world.clock().date() - checked < timedelta(days=365), "with the default it would not be due"


def _values(choices: Any) -> list[str]:
    return [each["value"] for each in choices]


def test_a_topic_used_only_by_facts_has_defaults(topics: Topics) -> None:
    own = topics.get("fan-event")
    assert (own.name(), own.value, own.check_days, own.done_at_release) == ("fan event", None, 365, False)
    assert "fan-event" not in topics.ids
    assert Fact.model_validate(LAMP).topic in topics.ids
