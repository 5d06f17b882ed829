"""Export facts as a file, and import a file: report, details, apply, undo."""

from __future__ import annotations

import json
from typing import Any

import pytest
from simcord.results import InteractionResult

from bot.desk.access.actors import Actor
from bot.desk.packs.exchange import MAX_BYTES
from tests.frontends.discord.world import PRODUCTIONS, World, buttons, reply, words

NEWS = {"title": "Gazette", "url": "https://example.org/a", "date": "2026-05-03"}


def fact(name: str, text: str, **more: Any) -> dict[str, Any]:
    record = {"id": name, "production": "lantern-keepers", "topic": "stunt", "text": text, "sources": [NEWS]}
    return record | more


def file(*facts: dict[str, Any]) -> tuple[str, bytes]:
    pack = {"format": "callsheet-pack", "version": 1, "id": "more", "title": "More", "productions": PRODUCTIONS}
    return "more.json", json.dumps(pack | {"facts": list(facts)}).encode()


MILL = fact("keepers-mill", "The mill scenes were filmed in Zaandam.", topic="location", subject="mill scenes")
NEW = fact("keepers-lamp", "The lamp weighs 90 kilograms.", phrasings=["how heavy is the lamp"])
BROKEN = fact("keepers-broken", "A date that is none.", value={"kind": "date", "edtf": "2027-13-40"})


def here(world: World) -> str:
    return f"server:{world.guild.id}"


async def imported(world: World, *facts: dict[str, Any]) -> InteractionResult:
    return await world.moderator.slash(world.channel, "pack import", file=file(*facts))


async def test_an_import_shows_a_report_and_is_one_change_that_can_be_undone(world: World) -> None:
    shown = await imported(world, MILL, NEW)
    assert shown.ephemeral
    content = words(shown)
    assert "Nothing has changed yet" in content
    assert "New facts: **1**" in content
    assert "Changed facts: **1**" in content
    assert world.desk.catalogue.find_fact("keepers-lamp", here(world)) is None
    await world.moderator.click(reply(shown), label="Changed (1)")
    assert "Kinderdijk" in words(shown)
    assert "Zaandam" in words(shown)
    assert "**The Lantern Keepers** · mill scenes" in words(shown)
    assert "keepers-mill" not in words(shown)
    await world.moderator.click(reply(shown), label="Back to the report")
    await world.moderator.click(reply(shown), label="Apply")
    assert "2 facts" in words(shown)
    asked = await world.fan.slash(world.channel, "ask", question="how heavy is the lamp", production="keepers")
    assert "90 kilograms" in words(asked)
    assert world.desk.catalogue.find_fact("keepers-lamp") is None
    await world.moderator.click(reply(shown), label="Undo")
    assert world.desk.catalogue.find_fact("keepers-lamp", here(world)) is None
    assert "Kinderdijk" in world.desk.catalogue.fact("keepers-mill", here(world)).text


async def test_a_report_shows_titles_of_productions_even_new_ones(world: World) -> None:
    name, data = file(MILL | {"production": "quiet-comet"}, NEW | {"production": "tide"})
    pack = json.loads(data)
    pack["productions"].append({"id": "tide", "title": "The Tide"})
    shown = await world.moderator.slash(world.channel, "pack import", file=(name, json.dumps(pack).encode()))
    await world.moderator.click(reply(shown), label="Changed (1)")
    assert "production: The Lantern Keepers → Quiet Comet" in words(shown)
    await world.moderator.click(reply(shown), label="Back to the report")
    await world.moderator.click(reply(shown), label="New (1)")
    assert "**The Tide** · stunt: The lamp weighs 90 kilograms." in words(shown)


async def test_refused_lines_are_listed_with_place_and_reason(world: World) -> None:
    shown = await imported(world, NEW, BROKEN)
    assert "2027-13-40" in words(shown)
    assert "Apply" not in buttons(shown)
    await world.moderator.click(reply(shown), label="Refused (1)")
    assert "fact 2" in words(shown).replace("\\", "")
    await world.moderator.click(reply(shown), label="Back to the report")
    await world.moderator.click(reply(shown), label="Apply without refused lines")
    assert "1 fact" in words(shown)


async def test_cancel_changes_nothing(world: World) -> None:
    shown = await imported(world, MILL, NEW)
    await world.moderator.click(reply(shown), label="Cancel")
    assert "Nothing was changed" in words(shown)
    assert len(world.desk.catalogue.facts(here(world))) == 17


async def test_a_file_that_changes_nothing_cannot_be_applied(world: World) -> None:
    exported = await world.moderator.slash(world.channel, "pack export")
    data = await attachment(exported)
    shown = await world.moderator.slash(world.channel, "pack import", file=data)
    assert "Unchanged facts: **17**" in words(shown)
    assert "Apply" not in buttons(shown)
    await world.moderator.click(reply(shown), label="Unchanged (17)")
    assert "“The Lantern Keepers · harbour scenes”: it already says this" in words(shown)
    assert "a spoiler about The Lantern Keepers (story): it already says this" in words(shown)
    assert "keepers-" not in words(shown)


async def test_changes_since_the_report_are_not_overwritten(world: World) -> None:
    shown = await imported(world, MILL)
    other = Actor("discord:5", str(world.guild.id), manages_server=True)
    await world.desk.curating.retire(other, "keepers-mill")
    response = await world.moderator.click(reply(shown), label="Apply")
    assert "Somebody changed “The Lantern Keepers · mill scenes” since the report." in words(response)


@pytest.mark.parametrize(
    ("name", "data", "content"),
    [
        ("big.json", b" " * (MAX_BYTES + 1), "the limit is"),
        ("deep.json", b"[" * 5000 + b"]" * 5000, "can't be imported"),
        ("latin.csv", "id,text\nx,caf\xe9".encode("latin-1"), "can't be imported"),
        ("pack.zip", b"PK\x03\x04" + bytes(200), "can't be imported"),
        ("empty.json", b"", "can't be imported"),
    ],
)
async def test_files_that_are_no_packs_are_refused_with_a_reason(
    world: World, name: str, data: bytes, content: str
) -> None:
    refused = await world.moderator.slash(world.channel, "pack import", file=(name, data))
    assert refused.ephemeral
    assert content in words(refused)


async def attachment(shown: InteractionResult) -> tuple[str, bytes]:
    """Return the attached file."""
    [found] = reply(shown).attachments
    return found.filename, await found.read()


@pytest.mark.parametrize(("form", "ending"), [("json", ".json"), ("csv", ".csv"), ("jsonl", ".jsonl")])
async def test_an_export_in_each_format_can_be_imported_again(world: World, form: str, ending: str) -> None:
    shown = await world.moderator.slash(world.channel, "pack export", form=form, production="comet")
    assert shown.ephemeral
    assert "**1 fact** exported." in words(shown)
    name, data = await attachment(shown)
    assert name.endswith(ending)
    assert b"Quiet Comet is expected in summer 2028." in data
    again = await world.moderator.slash(world.channel, "pack import", file=(name, data))
    assert "Changed facts: **0**" in words(again)


async def test_formulas_are_harmless_and_own_facts_can_be_exported_separately(world: World) -> None:
    await imported(world, NEW)
    response = await world.moderator.slash(world.channel, "pack export", own=True)
    assert "no facts to export" in words(response)
    shown = await imported(world, fact("keepers-sum", "=HYPERLINK(1)"))
    await world.moderator.click(reply(shown), label="Apply")
    exported = await world.moderator.slash(world.channel, "pack export", form="csv", own=True)
    _, data = await attachment(exported)
    assert b"keepers-sum" in data
    assert b",=HYPERLINK" not in data
    assert b',"=HYPERLINK' not in data


async def test_an_export_has_no_facts_of_other_servers(world: World) -> None:
    other = Actor("discord:5", "12345", manages_server=True)
    await world.desk.curating.retire(other, "keepers-mill")
    _, data = await attachment(await world.moderator.slash(world.channel, "pack export"))
    assert b"keepers-mill" in data
