"""Test that every entry point of the desk checks permissions itself, for every role."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from bot.desk.access.actors import Actor
from bot.desk.access.permissions import MIN_ROLE, Permission, Role
from bot.desk.asking.question_log import question_key
from bot.desk.desk import Desk
from bot.desk.editing.drafts.draft import Draft
from bot.desk.errors import DeskError, NotAllowed
from bot.desk.moderation.queue import Item, ItemKind
from tests.desk.stock import CURATOR, FAN, HARBOUR, KEEPER, MARA, PIER, stocked

EntryPoint = Callable[[Desk, Actor], Any]

DRAFT = Draft(production=HARBOUR.id, topic="story", text="A storm comes.")
EDIT = DRAFT.typed(base=PIER)
QUESTION = "who wrote the music for salt harbour"
ASKED = question_key("server:10", QUESTION)
ITEM = Item(ItemKind.WRONG, ASKED, QUESTION, 1)

ENTRY_POINTS: dict[tuple[str, str], tuple[Permission, EntryPoint]] = {
    ("curating", "draft"): (Permission.FACT_EDIT, lambda desk, actor: desk.curating.draft(actor, PIER.id)),
    ("curating", "preview"): (Permission.FACT_ADD, lambda desk, actor: desk.curating.preview(actor, DRAFT)),
    ("curating", "add"): (Permission.FACT_ADD, lambda desk, actor: desk.curating.add(actor, DRAFT)),
    ("curating", "edit"): (Permission.FACT_EDIT, lambda desk, actor: desk.curating.edit(actor, EDIT)),
    ("curating", "add_phrasings"): (
        Permission.FACT_EDIT,
        lambda desk, actor: desk.curating.add_phrasings(actor, PIER.id, ("so",)),
    ),
    ("curating", "add_counterexamples"): (
        Permission.FACT_EDIT,
        lambda desk, actor: desk.curating.add_counterexamples(actor, PIER.id, ("so",)),
    ),
    ("curating", "confirm_all"): (
        Permission.FACT_CONFIRM,
        lambda desk, actor: desk.curating.confirm_all(actor, [KEEPER]),
    ),
    ("curating", "confirm"): (Permission.FACT_CONFIRM, lambda desk, actor: desk.curating.confirm(actor, KEEPER.id)),
    ("curating", "retire"): (Permission.FACT_RETIRE, lambda desk, actor: desk.curating.retire(actor, PIER.id)),
    ("curating", "restore"): (Permission.FACT_RESTORE, lambda desk, actor: desk.curating.restore(actor, PIER.id, 1)),
    ("curating", "withdraw"): (Permission.FACT_WITHDRAW, lambda desk, actor: desk.curating.withdraw(actor, PIER.id)),
    ("history", "entries"): (Permission.FACT_HISTORY, lambda desk, actor: desk.history.entries(actor, PIER.id)),
    ("merging", "preview"): (
        Permission.FACT_MERGE,
        lambda desk, actor: desk.merging.preview(actor, PIER.id, KEEPER.id),
    ),
    ("merging", "merge"): (Permission.FACT_MERGE, lambda desk, actor: desk.merging.merge(actor, PIER.id, KEEPER.id)),
    ("undo", "last"): (Permission.UNDO, lambda desk, actor: desk.undo.last(actor)),
    ("undo", "undo"): (Permission.UNDO, lambda desk, actor: desk.undo.undo(actor)),
    ("undo", "redo"): (Permission.UNDO, lambda desk, actor: desk.undo.redo(actor)),
    ("productions", "add"): (Permission.PRODUCTION_EDIT, lambda desk, actor: desk.productions.add(actor, "Tide")),
    ("productions", "edit"): (
        Permission.PRODUCTION_EDIT,
        lambda desk, actor: desk.productions.edit(actor, HARBOUR, "Tide", ""),
    ),
    ("queue", "items"): (Permission.QUEUE_SEE, lambda desk, actor: desk.queue.items(actor)),
    ("queue", "item"): (Permission.QUEUE_SEE, lambda desk, actor: desk.queue.item(actor, ASKED)),
    ("queue", "candidates"): (Permission.QUEUE_ANSWER, lambda desk, actor: desk.queue.candidates(actor, ASKED)),
    ("queue", "answer"): (Permission.QUEUE_ANSWER, lambda desk, actor: desk.queue.answer(actor, ASKED, PIER.id)),
    ("queue", "draft"): (Permission.QUEUE_ANSWER, lambda desk, actor: desk.queue.draft(actor, ASKED)),
    ("queue", "answer_new"): (
        Permission.QUEUE_ANSWER,
        lambda desk, actor: desk.queue.answer_new(actor, ASKED, DRAFT),
    ),
    ("queue", "shown"): (Permission.QUEUE_SEE, lambda desk, actor: desk.queue.shown(actor, ITEM)),
    ("queue", "not_answered"): (Permission.QUEUE_ANSWER, lambda desk, actor: desk.queue.not_answered(actor, ASKED)),
    ("queue", "dismiss"): (Permission.QUEUE_DISMISS, lambda desk, actor: desk.queue.dismiss(actor, ASKED)),
    ("queue", "dismiss_all"): (Permission.QUEUE_DISMISS, lambda desk, actor: desk.queue.dismiss_all(actor, ASKED)),
    ("queue", "dismissed"): (Permission.QUEUE_SEE, lambda desk, actor: desk.queue.dismissed(actor)),
    ("queue", "reopen"): (Permission.QUEUE_DISMISS, lambda desk, actor: desk.queue.reopen(actor, ASKED)),
    ("suggesting", "propose"): (
        Permission.SUGGEST,
        lambda desk, actor: desk.suggesting.propose(actor, text="So.", source="A book", production=HARBOUR.id),
    ),
    ("suggesting", "waiting"): (Permission.QUEUE_SEE, lambda desk, actor: desk.suggesting.waiting(actor)),
    ("suggesting", "draft"): (Permission.SUGGESTION_DECIDE, lambda desk, actor: desk.suggesting.draft(actor, "a")),
    ("suggesting", "approve"): (Permission.SUGGESTION_DECIDE, lambda desk, actor: desk.suggesting.approve(actor, "a")),
    ("suggesting", "decline"): (Permission.SUGGESTION_DECIDE, lambda desk, actor: desk.suggesting.decline(actor, "a")),
    ("suggesting", "mute"): (Permission.SUGGESTER_MUTE, lambda desk, actor: desk.suggesting.mute(actor, "discord:7")),
    ("suggesting", "unmute"): (
        Permission.SUGGESTER_MUTE,
        lambda desk, actor: desk.suggesting.unmute(actor, "discord:7"),
    ),
    ("freshness", "stale"): (Permission.STALE_SEE, lambda desk, actor: desk.freshness.stale(actor)),
    ("freshness", "confirm_all"): (
        Permission.FACT_CONFIRM,
        lambda desk, actor: desk.freshness.confirm_all(actor, [KEEPER]),
    ),
    ("freshness", "confirm"): (Permission.FACT_CONFIRM, lambda desk, actor: desk.freshness.confirm(actor, KEEPER.id)),
    ("digests", "digest"): (Permission.DIGEST_SEE, lambda desk, actor: desk.digests.digest(actor)),
    ("packs", "export"): (Permission.PACK_EXPORT, lambda desk, actor: desk.packs.export(actor)),
    ("packs", "report"): (Permission.PACK_IMPORT, lambda desk, actor: desk.packs.report(actor, b"{}", "a.json")),
    ("packs", "reported"): (Permission.PACK_IMPORT, lambda desk, actor: desk.packs.reported(actor, "a")),
    ("packs", "apply"): (Permission.PACK_IMPORT, lambda desk, actor: desk.packs.apply(actor, "a")),
    ("settings", "change"): (Permission.SETTINGS, lambda desk, actor: desk.settings.change(actor, {})),
}

ROLES = {
    Role.MEMBER: FAN,
    Role.CURATOR: CURATOR,
    Role.MODERATOR: replace(FAN, roles=frozenset({"88"})),
    Role.HOST: replace(FAN, is_host=True),
}


async def _prepared(desk: Desk) -> Desk:
    desk = await stocked(desk)
    await desk.settings.change(MARA, {"moderator_roles": ("88",), "curator_roles": ("77",)})
    desk.question_log.note(QUESTION, "server:10", "discord:5")
    return desk


async def _is_allowed(entry_point: EntryPoint, desk: Desk, actor: Actor) -> bool:
    """Return whether the actor is allowed. Other refusals don't matter here."""
    try:
        result = entry_point(desk, actor)
        if inspect.isawaitable(result):
            await result
    except NotAllowed:
        return False
    except DeskError:
        return True
    return True


@pytest.mark.parametrize("name", ENTRY_POINTS, ids=".".join)
async def test_each_entry_point_allows_the_roles_in_the_table(empty_desk: Desk, name: tuple[str, str]) -> None:
    desk = await _prepared(empty_desk)
    permission, entry_point = ENTRY_POINTS[name]
    before = await desk.store.load()
    for role, actor in ROLES.items():
        allowed = role.rank >= MIN_ROLE[permission].rank
        if not allowed:
            assert not await _is_allowed(entry_point, desk, actor)
            assert await desk.store.load() == before
    for role, actor in ROLES.items():
        if role.rank >= MIN_ROLE[permission].rank:
            assert await _is_allowed(entry_point, desk, actor), f"{role} is refused by {name}"


@pytest.mark.parametrize("name", ENTRY_POINTS, ids=".".join)
async def test_a_removed_role_allows_nothing(empty_desk: Desk, name: tuple[str, str]) -> None:
    desk = await _prepared(empty_desk)
    permission, entry_point = ENTRY_POINTS[name]
    if MIN_ROLE[permission] is Role.MEMBER:
        return
    await desk.settings.change(MARA, {"moderator_roles": (), "curator_roles": ()})
    assert not await _is_allowed(entry_point, desk, ROLES[Role.MODERATOR])


def test_the_table_contains_every_entry_point(empty_desk: Desk) -> None:
    features = {name for name, _ in ENTRY_POINTS}
    methods = {
        (feature, method)
        for feature in features
        for method, function in inspect.getmembers(getattr(empty_desk, feature), inspect.ismethod)
        if not method.startswith("_") and "actor" in inspect.signature(function).parameters
    }
    assert methods == set(ENTRY_POINTS)
    for name, feature in vars(empty_desk).items():
        takes_actors = any(
            "actor" in inspect.signature(function).parameters
            for method, function in inspect.getmembers(feature, inspect.ismethod)
            if not method.startswith("_")
        )
        assert not takes_actors or name in features, f"{name} is missing in the table"
