from __future__ import annotations

import asyncio
import time

import pytest

from bot.answers.answer import Outcome
from bot.desk.access.actors import Asker
from bot.desk.desk import Desk
from bot.desk.errors import Conflict
from bot.desk.runtime.cooperative import STEP
from bot.desk.state.ledger import Change
from bot.facts.models import SHARED, Action, Fact, Production, State
from bot.stores.protocol import Contents
from tests.desk.samples import ANNA, SetClock, fact, own, production, revision


async def add(desk: Desk, text: str = "The first sentence.", number: int = 1) -> Change:
    made = fact("pier", topic="location", text=text, phrasings=("where is the pier",), revision=number)
    return await desk.ledger.commit([desk.ledger.revision(made, Action.ADD, ANNA, f"c{number}")], [production()])


async def test_a_commit_is_immediately_stored_answered_and_autocompleted(empty_desk: Desk) -> None:
    change = await add(empty_desk)
    assert empty_desk.catalogue.fact("pier").text == "The first sentence."
    assert empty_desk.asking.complete("where is the", SHARED) == ["where is the pier"]
    assert [each.fact.id for each in await empty_desk.store.change(change.id)] == ["pier"]
    assert [each.title for each in empty_desk.engine.titles()] == ["Harbour"]


async def test_listeners_get_each_change_with_its_previous_facts(empty_desk: Desk) -> None:
    received: list[Change] = []

    async def listen(change: Change) -> None:
        received.append(change)

    end = empty_desk.changes.subscribe(listen)
    await add(empty_desk)
    await add(empty_desk, "The second sentence.", 2)
    end()
    end()
    await add(empty_desk, "The third sentence.", 3)
    await empty_desk.tasks.close()
    assert [(each.before[0].text if each.before[0] else None) for each in received] == [None, "The first sentence."]
    assert [each.by for each in received] == [ANNA, ANNA]


async def test_a_failing_listener_is_logged_and_harmless(empty_desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    async def broken(change: Change) -> None:
        raise RuntimeError("no channel")

    empty_desk.changes.subscribe(broken)
    await add(empty_desk)
    await empty_desk.tasks.close()
    assert empty_desk.catalogue.fact("pier").revision == 1
    assert "no channel" in caplog.text


async def test_two_edits_of_one_revision_conflict(empty_desk: Desk) -> None:
    await add(empty_desk)
    await add(empty_desk, "Mine.", 2)
    with pytest.raises(Conflict, match="Your change wasn't saved") as refused:
        await add(empty_desk, "Yours.", 2)
    assert refused.value.current is not None
    assert refused.value.current.text == "Mine."
    assert empty_desk.catalogue.fact("pier").text == "Mine."


async def test_revisions_are_numbered_per_scope(empty_desk: Desk) -> None:
    await add(empty_desk)
    shared = empty_desk.catalogue.fact("pier")
    assert empty_desk.ledger.with_next_revision(shared).revision == 2
    assert empty_desk.ledger.with_next_revision(own(shared)).revision == 1


async def test_all_facts_of_a_large_change_are_indexed(empty_desk: Desk) -> None:
    facts = [fact(f"f{number}", topic="stunt", text=f"Stunt number {number}.") for number in range(230)]
    await empty_desk.ledger.commit([revision(each) for each in facts], [production()])
    assert empty_desk.catalogue.topics(SHARED, "harbour") == {"stunt": 230}


async def test_changes_by_another_process_are_indexed(empty_desk: Desk) -> None:
    await add(empty_desk)
    elsewhere = fact("pier", topic="location", text="From elsewhere.", revision=2)
    stale = fact("pier", topic="location", text="Too late.", revision=1)
    lamp = Production(id="lamp", title="The Lamp")
    empty_desk.ledger.apply_external(Contents((lamp,), (elsewhere, stale)))
    assert empty_desk.catalogue.fact("pier").text == "From elsewhere."
    assert [each.id for each in empty_desk.engine.titles()] == ["harbour", "lamp"]


async def test_a_stale_revision_is_not_indexed(empty_desk: Desk) -> None:
    """Changes by another process may be reported late, after this process indexed a newer revision."""
    await add(empty_desk)
    newer = fact("pier", topic="location", text="From elsewhere.", phrasings=("where is the jetty",), revision=3)
    stale = fact("pier", topic="location", text="Too late.", phrasings=("where is the wharf",), revision=2)
    empty_desk.ledger.apply_external(Contents((), (newer,)))
    empty_desk.ledger.apply_external(Contents((), (stale,)))
    assert empty_desk.asking.complete("where is the", SHARED) == ["where is the jetty"]
    assert [each.text for each, _ in empty_desk.engine.similar("where is the wharf", production="harbour")] == [
        "From elsewhere."
    ]


async def test_applying_a_change_twice_is_idempotent(empty_desk: Desk) -> None:
    await add(empty_desk)
    again = fact("pier", topic="location", text="The same again.", phrasings=("where is the jetty",), revision=1)
    empty_desk.ledger.apply_external(Contents((), (again,)))
    assert empty_desk.catalogue.fact("pier").text == "The same again."
    assert empty_desk.asking.complete("where is the", SHARED) == ["where is the jetty"]


async def test_a_change_has_author_time_and_contents(empty_desk: Desk, clock: SetClock) -> None:
    received: list[Change] = []

    async def listen(change: Change) -> None:
        received.append(change)

    empty_desk.changes.subscribe(listen)
    change = await add(empty_desk)
    assert (change.id, change.by, change.at) == ("c1", ANNA, clock.now)
    assert [each.fact.id for each in change.revisions] == ["pier"]
    assert change.before == (None,)
    assert [each.id for each in change.productions] == ["harbour"]
    await empty_desk.tasks.close()
    assert received == [change]


async def test_a_change_may_contain_only_a_production(empty_desk: Desk, clock: SetClock) -> None:
    change = await empty_desk.ledger.commit([], [production("lighthouse")])
    assert (change.by, change.at, change.revisions) == ("", clock.now, ())
    assert len(change.id) == 12
    assert [each.id for each in empty_desk.catalogue.productions()] == ["lighthouse"]
    assert [each.id for each in (await empty_desk.store.load()).productions] == ["lighthouse"]
    other = await empty_desk.ledger.commit([], [production("pier")])
    assert other.id != change.id


async def test_a_revision_has_the_current_time_and_its_reason(empty_desk: Desk, clock: SetClock) -> None:
    made = empty_desk.ledger.revision(fact("pier"), Action.EDIT, ANNA, "c9", "a typo")
    assert (made.fact.id, made.action, made.by, made.change, made.why) == ("pier", Action.EDIT, ANNA, "c9", "a typo")
    assert made.at == clock.now


async def test_forgetting_a_scope_removes_it_from_store_catalogue_and_answers(empty_desk: Desk) -> None:
    await add(empty_desk)
    ours = fact("ours", scope="server:10", text="Ours.", phrasings=("where is the lamp",))
    await empty_desk.ledger.commit([revision(ours)], [production("premiere", scope="server:10")])
    assert empty_desk.asking.complete("where is the", "server:10") == ["where is the lamp", "where is the pier"]
    assert await empty_desk.ledger.forget_scope("server:10") == 1
    assert empty_desk.asking.complete("where is the", "server:10") == ["where is the pier"]
    assert empty_desk.catalogue.find_fact("ours", "server:10") is None
    assert empty_desk.catalogue.find_production("premiere", "server:10") is None
    assert [each.id for each in (await empty_desk.store.load()).facts] == ["pier"]
    assert "Ours." not in [
        each.text for each, _ in empty_desk.engine.similar("where is the lamp", production="harbour", scope="server:10")
    ]


async def test_renaming_a_large_production_lets_other_tasks_run(
    empty_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    facts = [fact(f"pier-{number}", topic="location") for number in range(20)]
    revisions = [empty_desk.ledger.revision(each, Action.ADD, ANNA, "c1") for each in facts]
    await empty_desk.ledger.commit(revisions, [production()])
    put, turns, during = empty_desk.engine.put_fact, 0, list[int]()

    def slow(each: Fact) -> None:
        time.sleep(2 * STEP)
        during.append(turns)
        put(each)

    async def other() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    monkeypatch.setattr(empty_desk.engine, "put_fact", slow)
    beside = asyncio.create_task(other())
    await empty_desk.ledger.commit([], [production(title="Harbour Nights")])
    beside.cancel()
    assert len(during) == len(facts)
    assert len(set(during)) == len(facts)


async def test_a_fact_that_was_retired_during_a_rename_stays_retired(empty_desk: Desk) -> None:
    await add(empty_desk)
    retired = empty_desk.catalogue.fact("pier").model_copy(update={"state": State.RETIRED, "revision": 2})
    steps = empty_desk.ledger._steps([production(title="Harbour Nights")], [])
    next(steps)
    await empty_desk.ledger.commit([empty_desk.ledger.revision(retired, Action.RETIRE, ANNA, "c2")])
    for _step in steps:
        pass
    assert empty_desk.asking.ask("where is the pier", Asker(ANNA)).outcome is Outcome.UNKNOWN
