from __future__ import annotations

import asyncio

import pytest

from bot.desk.desk import Desk
from bot.desk.editing.drafts.draft import Draft
from bot.desk.errors import Conflict, Invalid, NotAllowed, NothingToDo
from bot.facts.models import SHARED
from tests.desk.samples import NOW
from tests.desk.stock import FAN, HARBOUR, HERE, HOST, LANTERNS, MARA, THERE, stocked


async def test_a_new_production_can_be_used_immediately(empty_desk: Desk) -> None:
    made = await empty_desk.productions.add(MARA, "The Sugar  Factory", "Sugar Factory\nsugar factory\nTSF")
    assert (made.title, made.aliases, made.scope) == ("The Sugar Factory", ("Sugar Factory", "TSF"), HERE)
    draft = Draft(
        production="tsf", topic="release", text="It opens in 2028.", value="2028", phrasings="when is sugar factory out"
    )
    fact = await empty_desk.curating.add(MARA, draft)
    answer = empty_desk.engine.ask("when is the sugar factory out", scope=HERE, today=NOW.date())
    assert [each.id for each in answer.facts] == [fact.id]
    assert empty_desk.catalogue.productions(THERE) == ()


async def test_ids_are_unique_within_and_across_scopes(empty_desk: Desk) -> None:
    desk = await stocked(empty_desk)
    shared, own = await desk.productions.add(HOST, "Tide"), await desk.productions.add(MARA, "The Tide")
    again = await desk.productions.add(HOST, "Tide?")
    assert (shared.id, again.id) == ("tide", "tide-2")
    assert own.id.startswith("the-tide-")


async def test_a_server_renames_a_production_only_for_itself(empty_desk: Desk) -> None:
    desk = await stocked(empty_desk)
    edited = await desk.productions.edit(MARA, HARBOUR, "The Salt Harbour", "Salty")
    assert desk.catalogue.production(HARBOUR.id, HERE) == edited
    assert desk.catalogue.production(HARBOUR.id, THERE) == HARBOUR
    answer = desk.engine.ask("when does salty come out", scope=HERE, today=NOW.date())
    assert answer.productions == (HARBOUR.id,)


async def test_simultaneous_edits_conflict(empty_desk: Desk) -> None:
    desk = await stocked(empty_desk)
    outcomes = await asyncio.gather(
        *(desk.productions.edit(HOST, HARBOUR, f"Harbour {name}", "") for name in "AB"), return_exceptions=True
    )
    assert sum(isinstance(outcome, Conflict) for outcome in outcomes) == 1


@pytest.mark.parametrize(
    ("title", "aliases", "field"),
    [
        ("", "", "title"),
        ("x" * 301, "", "title"),
        ("Tide", "\n".join(f"name {number}" for number in range(201)), "aliases"),
        ("Tide", "SALT HARBOUR", "aliases"),
        ("The Salt Harbour", "", "aliases"),
    ],
)
async def test_invalid_names_are_refused_and_change_nothing(
    empty_desk: Desk, title: str, aliases: str, field: str
) -> None:
    desk = await stocked(empty_desk)
    before = await desk.store.load()
    with pytest.raises(Invalid) as added:
        await desk.productions.add(HOST, title, aliases)
    with pytest.raises(Invalid) as edited:
        await desk.productions.edit(HOST, LANTERNS, title, aliases)
    assert set(added.value.fields) == set(edited.value.fields) == {field}
    assert await desk.store.load() == before


async def test_members_cannot_edit_and_unchanged_names_are_not_saved(empty_desk: Desk) -> None:
    desk = await stocked(empty_desk)
    with pytest.raises(NotAllowed):
        await desk.productions.add(FAN, "Tide")
    with pytest.raises(NotAllowed):
        await desk.productions.edit(FAN, HARBOUR, "Tide", "")
    with pytest.raises(NothingToDo):
        await desk.productions.edit(HOST, HARBOUR, HARBOUR.title, "\n".join(HARBOUR.aliases))
    assert desk.catalogue.productions(SHARED)[0] == HARBOUR
