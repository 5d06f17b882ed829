from __future__ import annotations

import asyncio
from datetime import date

import pytest

from bot.desk.access.actors import Actor
from bot.desk.desk import Desk
from bot.desk.editing.drafts.draft import Draft, DraftRefused
from bot.desk.editing.editor import EditConflict
from bot.desk.errors import Invalid, NotAllowed, NotFound, NothingToDo
from bot.facts.limits import COUNTEREXAMPLES, PHRASINGS
from bot.facts.models import SHARED, Action, DateValue, Fact, State, Status
from tests.desk.samples import NOW
from tests.desk.stock import FAN, FAR, HERE, HOST, KEEPER, MARA, OTTO, PIER, RELEASE, THERE, stocked

NEW = Draft(
    production="salt-harbour",
    topic="stunt",
    subject="boat chase",
    text="The boat chase was done in one take.",
    phrasings="was the boat chase done in one take",
    sources="https://reel.example/boats",
    why="asked often",
)


def answer(desk: Desk, question: str, scope: str = SHARED) -> list[str]:
    return [fact.id for fact in desk.engine.ask(question, scope=scope, today=NOW.date()).facts]


async def test_a_new_fact_is_used_immediately_and_has_a_revision(empty_desk: Desk) -> None:
    desk = await stocked(empty_desk)
    fact = await desk.curating.add(HOST, NEW)
    assert fact.scope == SHARED
    assert answer(desk, "salt harbour boat chase in one take?")[:1] == [fact.id]
    (revision,) = await desk.store.history(SHARED, fact.id)
    assert (revision.fact, revision.action, revision.by, revision.why) == (fact, Action.ADD, "cli:host", "asked often")


async def test_a_moderators_new_fact_belongs_to_their_server(empty_desk: Desk) -> None:
    desk = await stocked(empty_desk)
    fact = await desk.curating.add(MARA, NEW)
    assert fact.scope == HERE
    assert desk.catalogue.find_fact(fact.id, THERE) is None
    assert desk.catalogue.find_fact(fact.id) is None
    assert desk.catalogue.fact(fact.id, HERE) == fact


async def test_facts_added_at_the_same_time_get_unique_ids(empty_desk: Desk) -> None:
    desk = await stocked(empty_desk)
    facts = await asyncio.gather(*(desk.curating.add(actor, NEW) for actor in (MARA, OTTO) * 5))
    assert len({fact.id for fact in facts}) == 10


async def test_an_edit_is_the_next_revision_and_a_check_if_the_value_changed(empty_desk: Desk) -> None:
    desk = await stocked(empty_desk)
    draft = await desk.curating.draft(HOST, PIER.id)
    worded = await desk.curating.edit(HOST, draft.typed(text="The pier scene was shot in Whitby."))
    assert (worded.revision, worded.checked_on) == (2, PIER.checked_on)
    draft = await desk.curating.draft(HOST, PIER.id)
    placed = await desk.curating.edit(HOST, draft.typed(value="place: Scarborough, United Kingdom"))
    assert (placed.revision, placed.checked_on) == (3, NOW.date())


async def test_a_servers_edit_of_a_shared_fact_creates_its_own_version(empty_desk: Desk) -> None:
    desk = await stocked(empty_desk)
    draft = await desk.curating.draft(MARA, PIER.id)
    own = await desk.curating.edit(MARA, draft.typed(status="reported"))
    assert (own.scope, own.id, own.revision, own.status) == (HERE, PIER.id, 1, Status.REPORTED)
    assert desk.catalogue.fact(PIER.id, THERE) == PIER
    assert desk.catalogue.fact(PIER.id) == PIER


async def test_the_host_edits_a_servers_own_fact_in_that_server(empty_desk: Desk) -> None:
    desk = await stocked(empty_desk)
    own = await desk.curating.add(MARA, NEW)
    host_here = type(HOST)("discord:1", server="10", is_host=True)
    draft = await desk.curating.draft(host_here, own.id)
    edited = await desk.curating.edit(host_here, draft.typed(subject="speedboat chase"))
    assert (edited.scope, edited.revision) == (HERE, 2)


async def test_a_moved_release_date_stays_one_fact(empty_desk: Desk) -> None:
    desk = await stocked(empty_desk)
    draft = await desk.curating.draft(HOST, RELEASE.id)
    moved = await desk.curating.edit(HOST, draft.typed(value="8 October 2027", why="reshoots"))
    assert moved.value == DateValue(edtf="2027-10-08")
    assert [each.date for each in moved.announced_dates] == ["2027-05-21", "2027-10-08"]
    assert moved.announced_dates[-1].announced == "2026-11-22"
    assert moved.announced_dates[-1].by == "the moderators"
    assert [fact.id for fact in desk.catalogue.facts(SHARED, "salt-harbour", "release")] == [RELEASE.id]


# -- simultaneous edits


async def test_the_second_of_two_editors_sees_the_firsts_change(empty_desk: Desk) -> None:
    desk = await stocked(empty_desk)
    first, second = await desk.curating.draft(MARA, PIER.id), await desk.curating.draft(OTTO, PIER.id)
    await desk.curating.edit(MARA, first.typed(status="reported", why="one source only"))
    with pytest.raises(EditConflict) as caught:
        await desk.curating.edit(OTTO, second.typed(text="The pier scene was shot in Whitby."))
    conflict = caught.value
    assert conflict.theirs is not None
    assert (conflict.theirs.by, conflict.theirs.why) == (MARA.person, "one source only")
    assert [each.field for each in conflict.differences] == ["status"]
    assert desk.catalogue.fact(PIER.id, HERE).text == PIER.text

    assert conflict.mine is not None
    saved = await desk.curating.edit(OTTO, conflict.mine)
    assert (saved.revision, saved.status, saved.text) == (2, Status.REPORTED, "The pier scene was shot in Whitby.")


async def test_only_one_of_many_simultaneous_edits_is_saved(empty_desk: Desk) -> None:
    desk = await stocked(empty_desk)
    drafts = [(await desk.curating.draft(MARA, PIER.id)).typed(text=f"Version {number}.") for number in range(8)]
    outcomes = await asyncio.gather(*(desk.curating.edit(MARA, draft) for draft in drafts), return_exceptions=True)
    saved = [outcome for outcome in outcomes if isinstance(outcome, Fact)]
    assert len(saved) == 1
    assert sum(isinstance(outcome, EditConflict) for outcome in outcomes) == 7
    assert desk.catalogue.fact(PIER.id, HERE) == saved[0]


async def test_editing_a_fact_that_was_retired_conflicts_and_can_be_saved_anyway(empty_desk: Desk) -> None:
    desk = await stocked(empty_desk)
    draft = await desk.curating.draft(OTTO, PIER.id)
    await desk.curating.retire(MARA, PIER.id, "not true")
    with pytest.raises(EditConflict) as caught:
        await desk.curating.edit(OTTO, draft.typed(text="It was Whitby."))
    assert caught.value.mine is not None
    assert (await desk.curating.edit(OTTO, caught.value.mine)).state is State.LIVE


async def test_confirming_or_retiring_an_outdated_fact_conflicts(empty_desk: Desk) -> None:
    desk = await stocked(empty_desk)
    await desk.curating.edit(HOST, (await desk.curating.draft(HOST, PIER.id)).typed(text="It was Whitby."))
    with pytest.raises(EditConflict):
        await desk.curating.confirm(HOST, PIER.id, seen=PIER)
    with pytest.raises(EditConflict):
        await desk.curating.retire(HOST, PIER.id, seen=PIER)


# -- confirm, retire, restore, withdraw


async def test_a_fact_can_be_confirmed_once_a_day(empty_desk: Desk) -> None:
    desk = await stocked(empty_desk)
    confirmed = await desk.curating.confirm(HOST, KEEPER.id)
    assert confirmed.checked_on == date(2026, 11, 22)
    with pytest.raises(NothingToDo):
        await desk.curating.confirm(HOST, KEEPER.id)


async def test_a_retired_fact_is_not_used_until_it_is_restored(empty_desk: Desk) -> None:
    desk = await stocked(empty_desk)
    question = "who plays the lighthouse keeper in salt harbour"
    assert answer(desk, question) == [KEEPER.id]
    await desk.curating.retire(HOST, KEEPER.id)
    assert KEEPER.id not in answer(desk, question)
    with pytest.raises(NotFound, match="retired"):
        await desk.curating.draft(HOST, KEEPER.id)
    restored = await desk.curating.restore(HOST, KEEPER.id, 1)
    assert (restored.revision, restored.text) == (3, KEEPER.text)
    assert answer(desk, question) == [KEEPER.id]


async def test_every_revision_can_be_restored(empty_desk: Desk) -> None:
    desk = await stocked(empty_desk)
    for text in ("One.", "Two.", "Three."):
        await desk.curating.edit(HOST, (await desk.curating.draft(HOST, PIER.id)).typed(text=text))
    assert (await desk.curating.restore(HOST, PIER.id, 2)).text == "One."
    assert (await desk.curating.restore(HOST, PIER.id, 1)).text == PIER.text
    assert (await desk.curating.restore(HOST, PIER.id, 4, why="it was right")).text == "Three."
    reasons = [each.why for each in await desk.store.history(SHARED, PIER.id)]
    assert reasons[-3:] == ["revision 2 again", "revision 1 again", "it was right"]
    with pytest.raises(NothingToDo):
        await desk.curating.restore(HOST, PIER.id, 4)
    with pytest.raises(NotFound, match="revision 99"):
        await desk.curating.restore(HOST, PIER.id, 99)


async def test_the_host_restores_a_revision_of_the_server_they_are_in(empty_desk: Desk) -> None:
    desk = await stocked(empty_desk)
    guest = Actor("discord:1", server="10", is_host=True)
    await desk.curating.edit(MARA, (await desk.curating.draft(MARA, PIER.id)).typed(text="Ours."))
    restored = await desk.curating.restore(guest, PIER.id, 1)
    assert restored.text == "Ours."


async def test_a_server_can_withdraw_its_version(empty_desk: Desk) -> None:
    desk = await stocked(empty_desk)
    with pytest.raises(NothingToDo):
        await desk.curating.withdraw(MARA, PIER.id)
    await desk.curating.edit(MARA, (await desk.curating.draft(MARA, PIER.id)).typed(text="Ours."))
    assert (await desk.curating.withdraw(MARA, PIER.id)) == PIER
    assert desk.catalogue.fact(PIER.id, HERE) == PIER
    again = await desk.curating.edit(MARA, (await desk.curating.draft(MARA, PIER.id)).typed(text="Ours again."))
    assert (again.scope, again.revision) == (HERE, 3)
    shared = await desk.curating.restore(MARA, PIER.id, 1, shared=True)
    assert (shared.scope, shared.text) == (HERE, PIER.text)


async def test_only_a_version_of_a_shared_fact_can_be_withdrawn(empty_desk: Desk) -> None:
    desk = await stocked(empty_desk)
    own = await desk.curating.add(MARA, NEW)
    with pytest.raises(NothingToDo, match="only in this server"):
        await desk.curating.withdraw(MARA, own.id)
    with pytest.raises(NothingToDo):
        await desk.curating.withdraw(HOST, PIER.id)


async def test_phrasings_are_added_without_duplicates(empty_desk: Desk) -> None:
    desk = await stocked(empty_desk)
    fact = await desk.curating.add_phrasings(HOST, KEEPER.id, ("Who is the  keeper?", "who is the keeper?", " "))
    assert fact.phrasings == (*KEEPER.phrasings, "who is the keeper?")
    assert await desk.curating.add_phrasings(HOST, KEEPER.id, ("WHO is the keeper?",)) == fact
    with pytest.raises(Invalid, match=f"phrasings: there are .*limit is {PHRASINGS}"):
        await desk.curating.add_phrasings(HOST, KEEPER.id, [f"question {number}" for number in range(PHRASINGS)])


async def test_a_fact_no_longer_answers_its_counterexamples(empty_desk: Desk) -> None:
    desk = await stocked(empty_desk)
    question = "who built the pier in salt harbour"
    await desk.curating.add_phrasings(HOST, PIER.id, ("who knows the pier in salt harbour",))
    fact = await desk.curating.add_counterexamples(MARA, PIER.id, (f"{question} ", question.upper(), question, ""))
    assert (fact.scope, fact.counterexamples) == (HERE, (question,))
    assert PIER.id not in answer(desk, question, HERE)
    (revision,) = await desk.store.history(HERE, PIER.id)
    assert (revision.action, revision.by, revision.why) == (Action.EDIT, MARA.person, f"does not answer: {question}")
    assert desk.catalogue.fact(PIER.id, THERE).counterexamples == ()
    assert await desk.curating.add_counterexamples(MARA, PIER.id, (question,)) == fact
    (entry, *_) = await desk.history.entries(MARA, PIER.id)
    assert [line for each in entry.differences for line in each.lines()] == [f"counterexamples: + {question}"]
    await desk.undo.undo(MARA)
    assert desk.catalogue.fact(PIER.id, HERE).counterexamples == ()


async def test_counterexamples_are_limited(empty_desk: Desk) -> None:
    desk = await stocked(empty_desk)
    many = [f"question {number}" for number in range(COUNTEREXAMPLES)]
    await desk.curating.add_counterexamples(HOST, KEEPER.id, many)
    before = await desk.store.load()
    with pytest.raises(Invalid, match=r"counterexamples: there are 201 \(the limit is 200\); remove some"):
        await desk.curating.add_counterexamples(HOST, KEEPER.id, ["one more"])
    assert await desk.store.load() == before


async def test_a_phrasing_cannot_be_a_counterexample_until_it_is_removed(empty_desk: Desk) -> None:
    desk = await stocked(empty_desk)
    before = await desk.store.load()
    with pytest.raises(
        Invalid, match=r"is a phrasing of “The Salt Harbour · pier scene”.* remove it from the phrasings"
    ):
        await desk.curating.add_counterexamples(MARA, PIER.id, ("what is a pier", "Where was the pier scene filmed?"))
    assert await desk.store.load() == before
    draft = await desk.curating.draft(MARA, PIER.id)
    with pytest.raises(DraftRefused, match="is also a phrasing of this fact"):
        await desk.curating.edit(MARA, draft.typed(counterexamples="Where was the pier scene filmed?"))
    typed = draft.typed(phrasings="salt harbour pier", counterexamples="Where was the pier scene filmed?")
    fact = await desk.curating.edit(MARA, typed)
    assert (fact.phrasings, fact.counterexamples) == (("salt harbour pier",), ("Where was the pier scene filmed?",))


async def test_adding_a_phrasing_removes_the_same_counterexample(empty_desk: Desk) -> None:
    desk = await stocked(empty_desk)
    await desk.curating.add_counterexamples(HOST, PIER.id, ("Which town is the jetty in?", "who built it"))
    fact = await desk.curating.add_phrasings(HOST, PIER.id, ("which town is the jetty in",))
    assert fact.phrasings[-1] == "which town is the jetty in"
    assert fact.counterexamples == ("who built it",)


async def test_editing_phrasings_keeps_counterexamples_added_by_others(empty_desk: Desk) -> None:
    desk = await stocked(empty_desk)
    mine = (await desk.curating.draft(MARA, PIER.id)).typed(phrasings="where is the pier")
    await desk.curating.add_counterexamples(OTTO, PIER.id, ("who built the pier",))
    with pytest.raises(EditConflict) as caught:
        await desk.curating.edit(MARA, mine)
    assert caught.value.mine is not None
    fact = await desk.curating.edit(MARA, caught.value.mine)
    assert (fact.phrasings, fact.counterexamples) == (("where is the pier",), ("who built the pier",))


# -- refusals change nothing


async def test_a_refused_draft_changes_nothing(empty_desk: Desk) -> None:
    desk = await stocked(empty_desk)
    before = await desk.store.load()
    draft = (await desk.curating.draft(MARA, PIER.id)).typed(text="")
    with pytest.raises(DraftRefused) as caught:
        await desk.curating.edit(MARA, draft)
    assert caught.value.draft == draft
    with pytest.raises(NothingToDo):
        await desk.curating.edit(MARA, await desk.curating.draft(MARA, PIER.id))
    with pytest.raises(Invalid):
        await desk.curating.edit(MARA, NEW)
    assert await desk.store.load() == before


async def test_members_may_not_edit(empty_desk: Desk) -> None:
    desk = await stocked(empty_desk)
    curating = desk.curating
    draft = await curating.draft(MARA, PIER.id)
    before = await desk.store.load()
    permissions = [
        curating.draft(FAN, PIER.id),
        curating.preview(FAN, NEW),
        curating.preview(FAN, draft),
        curating.add(FAN, NEW),
        curating.edit(FAN, draft.typed(text="Mine.")),
        curating.add_phrasings(FAN, PIER.id, ("mine",)),
        curating.add_counterexamples(FAN, PIER.id, ("mine",)),
        curating.confirm(FAN, PIER.id),
        curating.retire(FAN, PIER.id),
        curating.restore(FAN, PIER.id, 1),
        curating.withdraw(FAN, PIER.id),
    ]
    for permission in permissions:
        with pytest.raises(NotAllowed):
            await permission
    assert await desk.store.load() == before


async def test_moderators_of_other_servers_cannot_reach_a_servers_own_fact(empty_desk: Desk) -> None:
    desk = await stocked(empty_desk)
    own = await desk.curating.add(MARA, NEW)
    for permission in (
        desk.curating.draft(FAR, own.id),
        desk.curating.confirm(FAR, own.id),
        desk.curating.retire(FAR, own.id),
        desk.curating.restore(FAR, own.id, 1),
        desk.curating.edit(FAR, (await desk.curating.draft(MARA, own.id)).typed(text="Theirs.")),
    ):
        with pytest.raises(NotFound):
            await permission
    assert desk.catalogue.fact(own.id, HERE) == own


async def test_a_misspelt_topic_is_compared_with_those_of_its_production(empty_desk: Desk) -> None:
    desk = await stocked(empty_desk)
    await desk.curating.add(HOST, NEW.typed(production="nine-lanterns", topic="wickerwork"))
    with pytest.raises(DraftRefused, match="did you mean wickerwork"):
        await desk.curating.add(HOST, NEW.typed(production="nine-lanterns", topic="wickerwrk"))
    assert (await desk.curating.add(HOST, NEW.typed(topic="wickerwrk"))).topic == "wickerwrk"
