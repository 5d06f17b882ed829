from __future__ import annotations

from typing import Any

import pytest

from bot.desk.desk import Desk
from bot.desk.editing.drafts.draft import Draft
from bot.desk.editing.undo import UndoConflict
from bot.desk.errors import NotAllowed, NothingToDo
from bot.facts.models import Action, State
from tests.desk.samples import SetClock
from tests.desk.stock import FAN, FAR, HERE, HOST, KEEPER, MARA, OTTO, PIER, RELEASE, stocked

NEW = Draft(production="salt-harbour", topic="stunt", text="The boat chase was done in one take.")


async def edited(desk: Desk, actor: Any, fact: str, **typed: str) -> None:
    await desk.curating.edit(actor, (await desk.curating.draft(actor, fact)).typed(**typed))


async def test_undo_reverts_the_last_change_and_then_the_one_before(empty_desk: Desk, clock: SetClock) -> None:
    desk = await stocked(empty_desk)
    for text in ("One.", "Two."):
        clock.advance(minutes=1)
        await edited(desk, HOST, PIER.id, text=text)
    clock.advance(minutes=1)
    await desk.undo.undo(HOST)
    assert desk.catalogue.fact(PIER.id).text == "One."
    clock.advance(minutes=1)
    await desk.undo.undo(HOST)
    assert desk.catalogue.fact(PIER.id).text == PIER.text
    with pytest.raises(NothingToDo):
        await desk.undo.undo(HOST)


async def test_an_undone_change_can_be_redone_and_undone_again(empty_desk: Desk, clock: SetClock) -> None:
    desk = await stocked(empty_desk)
    with pytest.raises(NothingToDo):
        await desk.undo.redo(HOST)
    await edited(desk, HOST, PIER.id, text="One.")
    for permission, text in ((desk.undo.undo, PIER.text), (desk.undo.redo, "One.")) * 3:
        clock.advance(minutes=1)
        await permission(HOST)
        assert desk.catalogue.fact(PIER.id).text == text
    actions = [revision.action for revision in await desk.store.history("shared", PIER.id)]
    assert actions == [Action.IMPORT, Action.EDIT, *[Action.UNDO] * 6]


async def test_undoing_an_added_fact_retires_it(empty_desk: Desk) -> None:
    desk = await stocked(empty_desk)
    fact = await desk.curating.add(MARA, NEW)
    undone = await desk.undo.undo(MARA)
    assert [each.id for each in undone.facts] == [fact.id]
    assert desk.catalogue.find_fact(fact.id, HERE) is None
    held = desk.catalogue.exact_version(fact.id, HERE)
    assert held is not None
    assert held.state is State.RETIRED


async def test_undoing_a_servers_first_version_restores_the_shared_fact(empty_desk: Desk) -> None:
    desk = await stocked(empty_desk)
    await edited(desk, MARA, PIER.id, text="Ours.")
    await desk.undo.undo(MARA)
    assert desk.catalogue.fact(PIER.id, HERE) == PIER


async def test_a_merge_is_undone_as_a_whole(empty_desk: Desk) -> None:
    desk = await stocked(empty_desk)
    await desk.merging.merge(HOST, PIER.id, KEEPER.id)
    assert len((await desk.undo.undo(HOST)).facts) == 2
    assert desk.catalogue.fact(KEEPER.id).text == KEEPER.text
    assert desk.catalogue.fact(PIER.id).phrasings == PIER.phrasings


async def test_a_change_is_not_undone_if_somebody_changed_a_fact_later(empty_desk: Desk) -> None:
    desk = await stocked(empty_desk)
    await desk.merging.merge(MARA, PIER.id, KEEPER.id)
    await edited(desk, OTTO, PIER.id, text="Otto knows better.")
    before = await desk.store.load()
    with pytest.raises(
        UndoConflict, match=r"Somebody changed “The Salt Harbour · pier scene” later \(edit on 22 November 2026"
    ) as caught:
        await desk.undo.undo(MARA)
    assert caught.value.later.by == OTTO.person
    assert await desk.store.load() == before


async def test_nobody_can_undo_the_changes_of_others(empty_desk: Desk) -> None:
    desk = await stocked(empty_desk)
    await edited(desk, MARA, PIER.id, text="Ours.")
    for actor in (OTTO, FAR, HOST):
        with pytest.raises(NothingToDo):
            await desk.undo.undo(actor)
    with pytest.raises(NotAllowed):
        await desk.undo.undo(FAN)
    assert (await desk.undo.last(MARA))[0].fact.text == "Ours."


async def test_a_moderator_of_two_servers_undoes_changes_in_the_current_one(empty_desk: Desk) -> None:
    desk = await stocked(empty_desk)
    there = type(MARA)(MARA.person, server="20", manages_server=True)
    await edited(desk, MARA, PIER.id, text="Ours.")
    await edited(desk, there, PIER.id, text="Theirs.")
    await desk.undo.undo(MARA)
    assert desk.catalogue.fact(PIER.id, HERE) == PIER
    assert desk.catalogue.fact(PIER.id, "server:20").text == "Theirs."


async def test_a_change_before_many_undone_ones_is_found(empty_desk: Desk, clock: SetClock) -> None:
    desk = await stocked(empty_desk)
    await edited(desk, HOST, KEEPER.id, text="The oldest.")
    for number in range(40):
        clock.advance(minutes=1)
        await edited(desk, HOST, PIER.id, text=f"Number {number}.")
    for _ in range(40):
        clock.advance(minutes=1)
        await desk.undo.undo(HOST)
    assert (await desk.undo.last(HOST))[0].fact.text == "The oldest."


async def test_a_change_cannot_be_redone_twice(empty_desk: Desk, clock: SetClock) -> None:
    desk = await stocked(empty_desk)
    await edited(desk, HOST, PIER.id, text="One.")
    for permission in (desk.undo.undo, desk.undo.redo):
        clock.advance(minutes=1)
        await permission(HOST)
    with pytest.raises(NothingToDo):
        await desk.undo.redo(HOST)
    assert desk.catalogue.fact(PIER.id).text == "One."


async def test_the_change_to_undo_can_be_shown_first(empty_desk: Desk, clock: SetClock) -> None:
    desk = await stocked(empty_desk)
    with pytest.raises(NothingToDo):
        await desk.undo.last(HOST)
    for fact, text in ((PIER.id, "One."), (KEEPER.id, "Two.")):
        clock.advance(minutes=1)
        await edited(desk, HOST, fact, text=text)
    assert [each.fact.text for each in await desk.undo.last(HOST)] == ["Two."]
    assert desk.catalogue.fact(KEEPER.id).text == "Two."
    clock.advance(minutes=1)
    await desk.undo.undo(HOST)
    assert [each.fact.text for each in await desk.undo.last(HOST)] == ["One."]
    with pytest.raises(NothingToDo):
        await desk.undo.last(OTTO)


async def test_a_change_before_many_revisions_is_found(empty_desk: Desk, clock: SetClock) -> None:
    """Each undo and redo is a change itself, so the next change to undo may come before many revisions."""
    desk = await stocked(empty_desk)
    await edited(desk, HOST, KEEPER.id, text="First.")
    clock.advance(minutes=1)
    await edited(desk, HOST, PIER.id, text="One.")
    for permission in (desk.undo.undo, desk.undo.redo) * 30:
        clock.advance(minutes=1)
        await permission(HOST)
    for _ in range(2):
        clock.advance(minutes=1)
        await desk.undo.undo(HOST)
    assert (desk.catalogue.fact(PIER.id).text, desk.catalogue.fact(KEEPER.id).text) == (PIER.text, KEEPER.text)


async def test_the_history_names_what_was_undone(empty_desk: Desk, clock: SetClock) -> None:
    desk = await stocked(empty_desk)
    await edited(desk, HOST, PIER.id, text="One.")
    clock.advance(minutes=1)
    await desk.undo.undo(HOST)
    assert PIER.id in (await desk.store.history("shared", PIER.id))[-1].why
    change = desk.ledger.new_change()
    both = [desk.ledger.with_next_revision(each) for each in (KEEPER, RELEASE)]
    await desk.ledger.commit([desk.ledger.revision(each, Action.EDIT, HOST.person, change) for each in both])
    clock.advance(minutes=1)
    await desk.undo.undo(HOST)
    why = (await desk.store.history("shared", KEEPER.id))[-1].why
    assert "2 facts" in why
    assert why == (await desk.store.history("shared", RELEASE.id))[-1].why
