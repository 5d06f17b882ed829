"""Test that no action in one server affects another's facts, answers, queue, suggestions or settings."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from bot.desk.access.actors import Actor
from bot.desk.asking.question_log import Reason
from bot.desk.desk import Desk
from bot.desk.editing.drafts.draft import Draft
from bot.facts.models import SHARED
from tests.desk.samples import NOW
from tests.desk.stock import FACTS, FAN, HERE, KEEPER, LANTERNS, MARA, PIER, RELEASE, THERE, stocked

QUESTION = "who wrote the music for the salt harbour"

NEW = Draft(
    production="salt-harbour",
    topic="crew",
    text="Ivo Lind wrote the music.",
    phrasings=QUESTION,
    sources="https://a.example",
)

ASKED = (*(phrasing for fact in FACTS for phrasing in fact.phrasings), QUESTION, "the sugar factory release date")

Action = Callable[[Desk, Actor], Awaitable[object]]


async def edit(desk: Desk, actor: Actor) -> object:
    draft = await desk.curating.draft(actor, RELEASE.id)
    return await desk.curating.edit(
        actor, draft.typed(value="8 October 2027", phrasings=f"{draft.phrasings}\n{QUESTION}")
    )


async def edit_and_undo(desk: Desk, actor: Actor) -> object:
    await edit(desk, actor)
    await desk.undo.undo(actor)
    return await desk.undo.redo(actor)


async def retire_and_restore(desk: Desk, actor: Actor) -> object:
    await desk.curating.retire(actor, KEEPER.id)
    await desk.curating.restore(actor, KEEPER.id, 1)
    return await desk.curating.retire(actor, KEEPER.id)


async def withdraw(desk: Desk, actor: Actor) -> object:
    await edit(desk, actor)
    return await desk.curating.withdraw(actor, RELEASE.id)


async def import_pack(desk: Desk, actor: Actor) -> object:
    whole = {
        "format": "callsheet-pack",
        "version": 1,
        "id": "ours",
        "title": "Ours",
        "productions": [
            {"id": LANTERNS.id, "title": "Ten Lanterns", "aliases": [QUESTION], "scope": "shared"},
            {"id": "sugar-factory", "title": "The Sugar Factory"},
        ],
        "facts": [
            {"id": PIER.id, "production": "salt-harbour", "topic": "location", "text": "Ours.", "scope": THERE},
            {
                "id": "sugar-release",
                "production": "sugar-factory",
                "topic": "release",
                "text": "In 2030.",
                "revision": 7,
            },
        ],
    }
    plan = await desk.packs.report(actor, json.dumps(whole).encode(), "ours.json")
    return await desk.packs.apply(actor, plan.token)


async def answer_from_queue(desk: Desk, actor: Actor) -> object:
    asked = desk.question_log.note(QUESTION, actor.scope, FAN.person, productions=("salt-harbour",))
    assert asked is not None
    return await desk.queue.answer(actor, asked.key, KEEPER.id)


async def silence(desk: Desk, actor: Actor) -> object:
    asked = desk.question_log.note(QUESTION, actor.scope, FAN.person)
    assert asked is not None
    return await desk.queue.dismiss_all(actor, asked.key)


async def suggest_and_approve(desk: Desk, actor: Actor) -> object:
    member = Actor("discord:77", server=actor.server)
    made = await desk.suggesting.propose(member, text="Ours.", source="https://a.example", fact=PIER.id)
    return await desk.suggesting.approve(actor, made.id)


async def change_settings(desk: Desk, actor: Actor) -> object:
    await desk.suggesting.mute(actor, FAN.person)
    return await desk.settings.change(actor, {"moderator_roles": ("5",), "spoiler_policy": "hide"})


ACTIONS: dict[str, Action] = {
    "add": lambda desk, actor: desk.curating.add(actor, NEW),
    "edit": edit,
    "edit, undo, redo": edit_and_undo,
    "confirm": lambda desk, actor: desk.curating.confirm(actor, KEEPER.id),
    "retire, restore": retire_and_restore,
    "withdraw": withdraw,
    "merge": lambda desk, actor: desk.merging.merge(actor, PIER.id, KEEPER.id),
    "preview": lambda desk, actor: desk.curating.preview(actor, NEW),
    "import": import_pack,
    "answer from the queue": answer_from_queue,
    "dismiss all like it": silence,
    "suggest, approve": suggest_and_approve,
    "settings": change_settings,
}


async def visible(desk: Desk, scope: str, actor: Actor) -> dict[str, Any]:
    """Return everything that people in a scope can see."""
    answers = {question: desk.engine.ask(question, scope=scope, today=NOW.date()) for question in ASKED}
    fact_ids = {fact.id for each in (SHARED, HERE, THERE) for fact in desk.catalogue.every_version(each)}
    return {
        "facts": desk.catalogue.facts(scope),
        "kept": desk.catalogue.every_version(scope),
        "productions": desk.catalogue.productions(scope),
        "titles": desk.engine.titles(scope),
        "answers": {question: (answer.outcome, answer.facts) for question, answer in answers.items()},
        "history": {
            name: await desk.store.history(scope, name) for name in fact_ids if await desk.store.history(scope, name)
        },
        "completed": desk.asking.complete("who", scope),
        "queue": await desk.queue.items(actor),
        "dismissed": desk.queue.dismissed(actor),
        "silenced": desk.queue.silenced(scope, QUESTION),
        "suggestions": desk.suggesting.waiting(actor),
        "settings": desk.settings.of(actor.server),
        "stale": await desk.freshness.stale(actor),
        "undo": await desk.store.latest(scope=scope),
    }


@pytest.mark.parametrize(
    "watcher", [Actor("discord:201", server="20", manages_server=True), Actor("cli:h", is_host=True)]
)
@pytest.mark.parametrize("action", ACTIONS.values(), ids=ACTIONS.keys())
async def test_actions_in_one_server_do_not_affect_other_scopes(
    empty_desk: Desk, action: Action, watcher: Actor
) -> None:
    desk = await stocked(empty_desk)
    for scope in (SHARED, HERE, THERE):
        desk.question_log.note("where is it set", scope, "discord:5", reason=Reason.WRONG)
    before = await visible(desk, watcher.scope, watcher)
    await action(desk, MARA)
    assert await visible(desk, watcher.scope, watcher) == before
