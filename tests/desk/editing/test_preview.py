from __future__ import annotations

import asyncio
from datetime import date

import pytest

from bot.desk.desk import Desk
from bot.desk.editing.drafts.draft import Draft, DraftRefused
from bot.desk.editing.preview import MAX_QUESTIONS
from bot.facts.models import SHARED
from tests.desk.samples import NOW
from tests.desk.stock import HERE, HOST, KEEPER, MARA, PIER, RELEASE, stocked

TANK = Draft(
    production="salt-harbour",
    topic="stunt",
    subject="storm scene",
    text="The storm scene was filmed in a water tank.",
    phrasings="how was the storm scene filmed",
)


async def test_a_preview_shows_the_card_and_saves_nothing(empty_desk: Desk) -> None:
    desk = await stocked(empty_desk)
    before, titles = await desk.store.load(), desk.engine.titles()
    preview = await desk.curating.preview(HOST, TANK)
    assert preview.card.text == "The storm scene was filmed in a water tank."
    assert preview.card.title == "The Salt Harbour"
    assert (preview.announced, preview.differences, preview.fact.scope) == (None, (), SHARED)
    assert await desk.store.load() == before
    assert desk.engine.titles() == titles
    answer = desk.engine.ask("how was the storm scene filmed in salt harbour", today=NOW.date())
    assert preview.fact.id not in [fact.id for fact in answer.facts]


async def test_a_preview_lists_questions_that_would_be_answered_differently(empty_desk: Desk) -> None:
    desk = await stocked(empty_desk)
    preview = await desk.curating.preview(
        HOST, TANK.typed(phrasings="how was the storm scene in salt harbour filmed\nsalt harbour storm scene tank")
    )
    altered = {each.question: each for each in preview.altered}
    found = altered["how was the storm scene in salt harbour filmed"]
    assert found.other_fact
    assert found.after == "The storm scene was filmed in a water tank."


async def test_a_preview_of_an_edit_shows_its_new_answers(empty_desk: Desk) -> None:
    desk = await stocked(empty_desk)
    draft = (await desk.curating.draft(HOST, KEEPER.id)).typed(text="Bea Hale plays the lighthouse keeper.")
    preview = await desk.curating.preview(HOST, draft)
    (found,) = [each for each in preview.altered if each.question == KEEPER.phrasings[0]]
    assert not found.other_fact
    assert (found.before, found.after) == (KEEPER.text, "Bea Hale plays the lighthouse keeper.")
    assert [each.field for each in preview.differences] == ["text"]


async def test_a_preview_lists_questions_left_unanswered_by_a_counterexample(empty_desk: Desk) -> None:
    desk = await stocked(empty_desk)
    question = "who plays the keeper in salt harbour"
    draft = (await desk.curating.draft(HOST, KEEPER.id)).typed(counterexamples=question)
    preview = await desk.curating.preview(HOST, draft)
    (found,) = [each for each in preview.altered if each.question == question]
    assert (found.before, found.after) == (KEEPER.text, "no answer")
    await desk.curating.edit(HOST, draft)
    back = (await desk.curating.draft(HOST, KEEPER.id)).typed(counterexamples="")
    (found,) = [each for each in (await desk.curating.preview(HOST, back)).altered if each.question == question]
    assert (found.before, found.after) == ("no answer", KEEPER.text)


async def test_a_preview_shows_the_announced_date_of_a_move(empty_desk: Desk) -> None:
    desk = await stocked(empty_desk)
    draft = (await desk.curating.draft(MARA, RELEASE.id)).typed(value="8 October 2027", why="reshoots")
    preview = await desk.curating.preview(MARA, draft)
    assert preview.announced is not None
    assert (preview.announced.date, preview.announced.why) == ("2027-10-08", "reshoots")
    assert preview.fact.scope == HERE


async def test_a_preview_shows_possible_duplicates(empty_desk: Desk) -> None:
    desk = await stocked(empty_desk)
    duplicate = Draft(
        production="salt-harbour", topic="location", subject="pier scene", text="The pier scene was filmed in Whitby."
    )
    preview = await desk.curating.preview(HOST, duplicate)
    assert preview.duplicates[0][0] == PIER
    edited = await desk.curating.preview(HOST, (await desk.curating.draft(HOST, PIER.id)).typed(status="reported"))
    assert PIER.id not in [fact.id for fact, _ in edited.duplicates]
    reworded = duplicate.typed(topic="story", subject="", text="In Whitby the scene on the pier was filmed.")
    assert PIER in [fact for fact, _ in (await desk.curating.preview(HOST, reworded)).duplicates]
    other = await desk.curating.preview(HOST, TANK.typed(text="Ivo Lind composed the score on a church organ."))
    assert other.duplicates == ()


async def test_a_preview_asks_the_most_asked_questions_within_a_limit(empty_desk: Desk) -> None:
    desk = await stocked(empty_desk)
    for number in range(200):
        desk.popularity.count(SHARED, KEEPER.id, f"who is the keeper number {number}")
    questions = [asked for asked, _ in desk.curating._previewer._questions(PIER, PIER, [], SHARED)]
    assert len(questions) <= MAX_QUESTIONS
    assert set(PIER.phrasings) < set(questions)
    assert any(question.startswith("who is the keeper") for question in questions)


async def test_simultaneous_previews_are_independent(empty_desk: Desk) -> None:
    desk = await stocked(empty_desk)
    drafts = [TANK.typed(phrasings=f"salt harbour storm scene {name}") for name in ("alpha", "beta", "gamma")]
    previews = await asyncio.gather(*(desk.curating.preview(HOST, draft) for draft in drafts))
    for draft, preview in zip(drafts, previews, strict=True):
        assert draft.phrasings in [each.question for each in preview.altered]
    assert set(desk.engine._scopes._shelves) == {SHARED}


async def test_an_invalid_draft_is_refused_with_the_draft(empty_desk: Desk) -> None:
    desk = await stocked(empty_desk)
    draft = TANK.typed(text="", value="place: Whitby")
    with pytest.raises(DraftRefused) as caught:
        await desk.curating.preview(HOST, draft)
    assert caught.value.draft is draft


@pytest.mark.parametrize(
    ("typed", "checked"),
    [
        ({"value": "Robin Hood's Bay"}, NOW.date()),
        ({"sources": "https://reel.example/other"}, NOW.date()),
        ({"status": "reported"}, PIER.checked_on),
        ({"text": "It was filmed in Whitby."}, PIER.checked_on),
        ({"subject": "the pier", "phrasings": "where is the pier"}, PIER.checked_on),
        ({"spoiler": "minor"}, PIER.checked_on),
    ],
)
async def test_a_preview_of_an_edit_shows_the_check_that_is_saved(
    empty_desk: Desk, typed: dict[str, str], checked: date
) -> None:
    desk = await stocked(empty_desk)
    for actor in (HOST, MARA):
        draft = (await desk.curating.draft(actor, PIER.id)).typed(**typed)
        preview = await desk.curating.preview(actor, draft)
        saved = await desk.curating.edit(actor, draft)
        assert preview.fact.checked_on == saved.checked_on == checked
        assert preview.card.checked == desk.asking.card(saved.id, actor.scope).checked
        await desk.undo.undo(actor)


async def test_a_preview_of_a_new_fact_shows_the_check_that_is_saved(empty_desk: Desk) -> None:
    desk = await stocked(empty_desk)
    preview = await desk.curating.preview(MARA, TANK)
    assert preview.fact.checked_on == (await desk.curating.add(MARA, TANK)).checked_on == NOW.date()


async def test_only_facts_of_the_same_production_are_duplicates(empty_desk: Desk) -> None:
    desk = await stocked(empty_desk)
    elsewhere = Draft(production="nine-lanterns", topic="location", subject="pier scene", text=PIER.text)
    assert (await desk.curating.preview(HOST, elsewhere)).duplicates == ()
