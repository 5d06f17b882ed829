from __future__ import annotations

import pytest

from bot.desk.desk import Desk
from bot.desk.errors import Conflict
from bot.desk.state.ledger import Change
from bot.facts.models import SHARED, Action, Production
from bot.stores.protocol import Contents
from tests.desk.samples import ANNA, fact, own, production, revision


async def add(desk: Desk, text: str = "The first sentence.", number: int = 1) -> Change:
    made = fact("pier", topic="location", text=text, phrasings=("where is the pier",), revision=number)
    return await desk.ledger.commit([desk.ledger.revision(made, Action.ADD, ANNA, f"c{number}")], [production()])


async def test_a_commit_is_stored_seen_and_completed_at_once(empty_desk: Desk) -> None:
    change = await add(empty_desk)
    assert empty_desk.catalogue.fact("pier").text == "The first sentence."
    assert empty_desk.asking.complete("where is the", SHARED) == ["where is the pier"]
    assert [each.fact.id for each in await empty_desk.store.change(change.id)] == ["pier"]
    assert [each.title for each in empty_desk.engine.titles()] == ["Harbour"]


async def test_listeners_hear_of_a_change_with_what_was_before(empty_desk: Desk) -> None:
    heard: list[Change] = []

    async def listen(change: Change) -> None:
        heard.append(change)

    end = empty_desk.changes.subscribe(listen)
    await add(empty_desk)
    await add(empty_desk, "The second sentence.", 2)
    end()
    end()
    await add(empty_desk, "The third sentence.", 3)
    await empty_desk.tasks.close()
    assert [(each.before[0].text if each.before[0] else None) for each in heard] == [None, "The first sentence."]
    assert [each.by for each in heard] == [ANNA, ANNA]


async def test_a_listener_that_fails_breaks_nothing(empty_desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    async def broken(change: Change) -> None:
        raise RuntimeError("no channel")

    empty_desk.changes.subscribe(broken)
    await add(empty_desk)
    await empty_desk.tasks.close()
    assert empty_desk.catalogue.fact("pier").revision == 1
    assert "no channel" in caplog.text


async def test_two_edits_of_one_revision_cannot_both_hold(empty_desk: Desk) -> None:
    await add(empty_desk)
    await add(empty_desk, "Mine.", 2)
    with pytest.raises(Conflict, match="Your change wasn't saved") as refused:
        await add(empty_desk, "Yours.", 2)
    assert refused.value.current is not None
    assert refused.value.current.text == "Mine."
    assert empty_desk.catalogue.fact("pier").text == "Mine."


async def test_the_next_revision_counts_within_its_scope(empty_desk: Desk) -> None:
    await add(empty_desk)
    shared = empty_desk.catalogue.fact("pier")
    assert empty_desk.ledger.next_of(shared).revision == 2
    assert empty_desk.ledger.next_of(own(shared)).revision == 1


async def test_many_facts_in_one_change_are_all_taken_in(empty_desk: Desk) -> None:
    facts = [fact(f"f{number}", topic="stunt", text=f"Stunt number {number}.") for number in range(230)]
    await empty_desk.ledger.commit([revision(each) for each in facts], [production()])
    assert empty_desk.catalogue.topics(SHARED, "harbour") == {"stunt": 230}


async def test_what_another_process_changed_is_taken_in(empty_desk: Desk) -> None:
    await add(empty_desk)
    elsewhere = fact("pier", topic="location", text="From elsewhere.", revision=2)
    stale = fact("pier", topic="location", text="Too late.", revision=1)
    lamp = Production(id="lamp", title="The Lamp")
    empty_desk.ledger.taken_elsewhere(Contents((lamp,), (elsewhere, stale)))
    assert empty_desk.catalogue.fact("pier").text == "From elsewhere."
    assert [each.id for each in empty_desk.engine.titles()] == ["harbour", "lamp"]
