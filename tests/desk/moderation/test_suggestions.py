from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from bot.answers.engine import Engine
from bot.desk.desk import Desk
from bot.desk.editing.drafts.draft import DraftRefused
from bot.desk.errors import Invalid, NotAllowed, NotFound, NothingToDo, TooMany
from bot.desk.moderation.outbox import NoticeKind
from bot.desk.moderation.suggestions import MAX_PER_DAY, Suggestion
from bot.facts.models import SHARED
from bot.stores.opening import Stores
from bot.stores.protocol import StoreUnwritable
from tests.desk.samples import Documents, SetClock
from tests.desk.stock import FAN, FAR, HERE, HOST, KEEPER, MARA, OTHER_FAN, OTTO, PIER, THERE, stocked

TEXT = "The storm was filmed in a tank."
LINK = "https://reel.example/tank"


async def proposed(desk: Desk, text: str = TEXT, topic: str = "stunt") -> Suggestion:
    return await desk.suggesting.propose(FAN, text=text, source=LINK, production="the salt harbour", topic=topic)


async def test_approving_a_suggestion_saves_it_and_notifies_the_member(empty_desk: Desk) -> None:
    desk = await stocked(empty_desk)
    suggestion = await proposed(desk)
    assert desk.suggesting.waiting(MARA) == (suggestion,)
    fact = await desk.suggesting.approve(MARA, suggestion.id)
    assert (fact.text, fact.scope, fact.topic) == (TEXT, HERE, "stunt")
    assert fact.sources[0].url == LINK
    (notice,) = desk.notices.waiting()
    assert (notice.person, notice.kind, notice.about, notice.fact) == (FAN.person, NoticeKind.APPROVED, TEXT, fact.id)
    assert desk.suggesting.waiting(MARA) == ()
    assert await desk.documents.all("suggestions") == {}


async def test_an_approved_correction_is_the_next_revision(empty_desk: Desk) -> None:
    desk = await stocked(empty_desk)
    suggestion = await desk.suggesting.propose(FAN, text="Ada Marsh is the keeper.", source=LINK, fact=KEEPER.id)
    fact = await desk.suggesting.approve(MARA, suggestion.id)
    assert (fact.id, fact.text, fact.value) == (KEEPER.id, "Ada Marsh is the keeper.", KEEPER.value)
    assert [source.url for source in fact.sources] == [KEEPER.sources[0].url, LINK]
    assert desk.catalogue.fact(KEEPER.id) == KEEPER


async def test_a_suggestion_can_be_edited_before_it_is_approved(empty_desk: Desk) -> None:
    desk = await stocked(empty_desk)
    suggestion = await proposed(desk, topic="")
    with pytest.raises(DraftRefused, match="topic"):
        await desk.suggesting.approve(MARA, suggestion.id)
    draft = await desk.suggesting.draft(MARA, suggestion.id)
    fact = await desk.suggesting.approve(MARA, suggestion.id, draft.typed(topic="stunt", text="A tank was used."))
    assert fact.text == "A tank was used."


async def test_a_suggestion_is_declined_with_a_reason(empty_desk: Desk) -> None:
    desk = await stocked(empty_desk)
    suggestion = await proposed(desk)
    await desk.suggesting.decline(MARA, suggestion.id, "the source says nothing of it")
    (notice,) = desk.notices.waiting()
    assert notice.kind is NoticeKind.DECLINED
    assert notice.text == "Your suggestion was declined: the source says nothing of it"
    with pytest.raises(NotFound):
        await desk.suggesting.decline(MARA, suggestion.id)


async def test_simultaneous_decisions_count_once(empty_desk: Desk) -> None:
    desk = await stocked(empty_desk)
    suggestion = await proposed(desk)
    outcomes = await asyncio.gather(
        *(desk.suggesting.approve(actor, suggestion.id) for actor in (MARA, OTTO) * 3), return_exceptions=True
    )
    assert sum(not isinstance(outcome, Exception) for outcome in outcomes) == 1
    assert all(isinstance(each, NothingToDo | NotFound) for each in outcomes if isinstance(each, Exception))
    assert len(desk.catalogue.every_version(HERE)) == 1
    assert len(desk.notices.waiting()) == 1


async def test_suggestions_are_limited_per_person_and_day(empty_desk: Desk, clock: SetClock) -> None:
    desk = await stocked(empty_desk)
    outcomes = await asyncio.gather(*(proposed(desk) for _ in range(MAX_PER_DAY + 3)), return_exceptions=True)
    assert sum(isinstance(outcome, TooMany) for outcome in outcomes) == 3
    assert len(desk.suggesting.waiting(MARA)) == MAX_PER_DAY == 5
    await desk.suggesting.propose(OTHER_FAN, text=TEXT, source=LINK, production="salt-harbour")
    await desk.suggesting.decline(MARA, desk.suggesting.waiting(MARA)[0].id)
    with pytest.raises(TooMany):
        await proposed(desk)
    clock.advance(days=1)
    assert (await proposed(desk)).person == FAN.person


async def test_muting_refuses_and_deletes_a_members_suggestions(empty_desk: Desk) -> None:
    desk = await stocked(empty_desk)
    await proposed(desk)
    assert await desk.suggesting.mute(MARA, FAN.person) == 1
    assert desk.suggesting.waiting(MARA) == ()
    with pytest.raises(NotAllowed):
        await proposed(desk)
    elsewhere = type(FAN)(FAN.person, server="20")
    await desk.suggesting.propose(elsewhere, text=TEXT, source=LINK, production="salt-harbour")
    await desk.suggesting.unmute(MARA, FAN.person)
    assert (await proposed(desk)).person == FAN.person
    with pytest.raises(NothingToDo):
        await desk.suggesting.unmute(MARA, FAN.person)


@pytest.mark.parametrize(
    ("text", "source", "field"),
    [
        ("", LINK, "text"),
        ("x" * 1501, LINK, "text"),
        (TEXT, "", "source"),
        (TEXT, "https://a | b | some day", "source"),
    ],
)
async def test_missing_fields_are_reported(empty_desk: Desk, text: str, source: str, field: str) -> None:
    desk = await stocked(empty_desk)
    with pytest.raises(Invalid) as caught:
        await desk.suggesting.propose(FAN, text=text, source=source, production="salt-harbour")
    assert set(caught.value.fields) == {field}
    assert desk.suggesting.waiting(MARA) == ()


async def test_an_unknown_fact_cannot_be_corrected(empty_desk: Desk) -> None:
    desk = await stocked(empty_desk)
    with pytest.raises(NotFound):
        await desk.suggesting.propose(FAN, text=TEXT, source=LINK, fact="nothing")
    with pytest.raises(NotFound):
        await desk.suggesting.propose(FAN, text=TEXT, source=LINK, production="The Sugar Factory")


async def test_nobody_decides_for_another_server(empty_desk: Desk) -> None:
    desk = await stocked(empty_desk)
    suggestion = await proposed(desk)
    assert desk.suggesting.waiting(FAR) == ()
    for permission in (
        desk.suggesting.approve(FAR, suggestion.id),
        desk.suggesting.decline(FAR, suggestion.id),
        desk.suggesting.draft(FAR, suggestion.id),
    ):
        with pytest.raises(NotFound):
            await permission
    assert await desk.suggesting.mute(FAR, FAN.person) == 0
    assert desk.suggesting.waiting(MARA) == (suggestion,)
    assert desk.catalogue.every_version(THERE) == ()


async def test_members_may_not_decide(empty_desk: Desk) -> None:
    desk = await stocked(empty_desk)
    suggestion = await proposed(desk)
    with pytest.raises(NotAllowed):
        desk.suggesting.waiting(FAN)
    for permission in (
        desk.suggesting.approve(FAN, suggestion.id),
        desk.suggesting.decline(FAN, suggestion.id),
        desk.suggesting.draft(FAN, suggestion.id),
        desk.suggesting.mute(FAN, OTHER_FAN.person),
        desk.suggesting.unmute(FAN, OTHER_FAN.person),
    ):
        with pytest.raises(NotAllowed):
            await permission


async def test_suggestions_from_direct_messages_reach_the_host(empty_desk: Desk) -> None:
    desk = await stocked(empty_desk)
    alone = type(FAN)(FAN.person)
    suggestion = await desk.suggesting.propose(alone, text=TEXT, source=LINK, production="salt-harbour", topic="stunt")
    assert desk.suggesting.waiting(HOST) == (suggestion,)
    assert (await desk.suggesting.approve(HOST, suggestion.id)).scope == SHARED


async def test_forgetting_a_person_keeps_their_suggestions(empty_desk: Desk) -> None:
    desk = await stocked(empty_desk)
    suggestion = await proposed(desk)
    assert await desk.suggesting.find(FAN.person) == (f"2026-11-22 about The Salt Harbour: {TEXT}",)
    assert (await desk.people.forget(FAN.person))[desk.suggesting.what] == 1
    assert await desk.suggesting.find(FAN.person) == ()
    assert FAN.person not in str(await desk.documents.all("suggestions"))
    await desk.suggesting.approve(MARA, suggestion.id)
    assert desk.notices.waiting() == ()


async def test_waiting_suggestions_survive_a_restart_and_count_for_the_day(empty_desk: Desk) -> None:
    desk = await stocked(empty_desk)
    for _ in range(MAX_PER_DAY):
        await proposed(desk)
    before = desk.suggesting.waiting(MARA)
    again = type(desk.suggesting)(
        documents=desk.documents,
        gate=desk.suggesting._gate,
        catalogue=desk.catalogue,
        curating=desk.curating,
        notices=desk.notices,
        intents=desk.intents,
        settings=desk.settings,
        clock=desk.clock,
    )
    await again.load()
    assert again.waiting(MARA) == before
    with pytest.raises(TooMany):
        await again.propose(FAN, text=TEXT, source=LINK, production="salt-harbour")


async def test_a_correction_is_applied_to_the_current_version(empty_desk: Desk) -> None:
    desk = await stocked(empty_desk)
    suggestion = await desk.suggesting.propose(FAN, text="It was Whitby's west pier.", source=LINK, fact=PIER.id)
    await desk.curating.edit(MARA, (await desk.curating.draft(MARA, PIER.id)).typed(status="reported"))
    fact = await desk.suggesting.approve(OTTO, suggestion.id)
    assert (fact.revision, fact.status, fact.text) == (2, "reported", "It was Whitby's west pier.")


async def test_a_correction_has_its_facts_production_and_topic(empty_desk: Desk) -> None:
    desk = await stocked(empty_desk)
    suggestion = await desk.suggesting.propose(
        FAN, text="Ada Marsh is the keeper.", source=LINK, production="nine lanterns", topic="stunt", fact=KEEPER.id
    )
    assert (suggestion.production, suggestion.topic, suggestion.fact) == (KEEPER.production, KEEPER.topic, KEEPER.id)


async def test_a_suggestion_that_cannot_be_written_does_not_count(
    stores: Stores, engine: Engine, clock: SetClock
) -> None:
    class Full(Documents):
        full = False

        async def put(self, collection: str, key: str, document: Mapping[str, Any]) -> None:
            if self.full:
                raise StoreUnwritable("the disk is full")
            await super().put(collection, key, document)

    documents = Full(stores.documents)
    desk = await stocked(await Desk.open(replace(stores, documents=documents), engine, clock=clock))
    documents.full = True
    for _ in range(MAX_PER_DAY):
        with pytest.raises(StoreUnwritable):
            await proposed(desk)
    assert desk.suggesting.waiting(MARA) == ()
    documents.full = False
    for _ in range(MAX_PER_DAY):
        await proposed(desk)
    with pytest.raises(TooMany):
        await proposed(desk)
