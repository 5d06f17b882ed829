"""Test that all data of a server is deleted a month after it removed the bot, and nothing else."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import Any

import pytest

from bot.answers.engine import Engine
from bot.answers.knowledge import Knowledge
from bot.desk.asking.question_log import Standing
from bot.desk.desk import Desk
from bot.desk.editing.drafts.draft import Draft, draft_of
from bot.desk.moderation.outbox import NoticeKind
from bot.facts.models import SHARED
from bot.stores.opening import open_stores
from bot.stores.protocol import StoreError
from tests.desk.samples import SetClock
from tests.desk.stock import FAN, FAR, HARBOUR, HERE, MARA, OTHER_FAN, PIER, THERE, stocked
from tests.desk.test_interrupted import Scene

SECRET = "canary"
"""A word in all data of the first server."""


async def filled(desk: Desk) -> Desk:
    """Store data of every kind for two servers; the first server's contains the canary."""
    desk = await stocked(desk)
    for actor, word in ((MARA, SECRET), (FAR, "finch")):
        draft = Draft(production=HARBOUR.id, topic="stunt", text=f"The {word} flew.", sources="https://a.example/b")
        fact = await desk.curating.add(actor, draft)
        await desk.curating.edit(actor, draft_of(fact).typed(text=f"The {word} flew twice."))
        await desk.curating.edit(actor, draft_of(PIER).typed(text=f"The pier of the {word} was filmed in Whitby."))
        await desk.productions.add(actor, f"{word} film")
        pack = {"format": "callsheet-pack", "version": 1, "id": "more", "title": word, "facts": []}
        titles = [{"id": HARBOUR.id, "title": HARBOUR.title, "aliases": [f"{word} harbour"]}]
        facts = [{"id": f"{word}-cliff", "production": HARBOUR.id, "topic": "stunt", "text": f"A {word} fell."}]
        data = json.dumps(pack | {"productions": titles, "facts": facts}).encode()
        await desk.packs.apply(actor, (await desk.packs.report(actor, data, "more.json")).token)
        desk.question_log.note(f"who fed the {word}", actor.scope, "discord:7")
        dropped = desk.question_log.note(f"what did the {word} cost", actor.scope, "discord:7")
        assert dropped is not None
        await desk.queue.dismiss_all(actor, dropped.key)
        desk.popularity.count(actor.scope, fact.id, f"which {word} flew")
        person = FAN if actor is MARA else OTHER_FAN
        member = person if actor is MARA else FAR
        await desk.suggesting.propose(
            member, text=f"The {word} sang.", source="a book", production=HARBOUR.id, topic="stunt"
        )
        await desk.notices.put(person.person, NoticeKind.ANSWERED, scope=actor.scope, about=f"the {word}")
        await desk.settings.change(actor, {"muted": (f"discord:{word}",)})
        await desk.documents.put("digests", actor.scope, {"week": "2026-11-16T08:00:00+00:00"})
    await desk.write_behind.flush()
    return desk


def on_disk(folder: Path) -> str:
    return "".join(path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.json")))


async def stored(desk: Desk, scope: str) -> tuple[Any, ...]:
    """Return all stored data of a scope."""
    log = sorted((each.key, each.standing, each.askers) for each in desk.question_log.all(scope))
    facts, productions = desk.catalogue.every_version(scope), desk.catalogue.productions(scope)
    history = [await desk.store.history(*fact.key) for fact in facts]
    latest = await desk.store.latest(scope=scope, limit=100)
    waiting = tuple(each for each in desk.notices.waiting() if each.scope == scope)
    counts, settings = desk.popularity.top_phrases(scope), desk.settings.in_scope(scope)
    return facts, productions, history, latest, log, waiting, counts, settings


async def test_all_data_of_a_server_is_deleted_and_nothing_else(empty_desk: Desk, tmp_path: Path) -> None:
    desk = await filled(empty_desk)
    others = [await stored(desk, scope) for scope in (THERE, SHARED)]
    assert on_disk(tmp_path).count(SECRET) > 10
    await desk.retention.left("10")
    assert await desk.retention.forget("10") > 8
    assert SECRET not in on_disk(tmp_path)
    assert "server:10" not in on_disk(tmp_path)
    facts, _, history, latest, log, waiting, counts, settings = await stored(desk, HERE)
    assert (facts, history, latest, log, waiting, counts) == ((), [], (), [], (), [])
    assert settings == desk.settings.of("nobody")
    assert [await stored(desk, scope) for scope in (THERE, SHARED)] == others
    assert desk.catalogue.fact(PIER.id, HERE) == PIER
    asked = desk.engine.ask(f"which {SECRET} flew twice", scope=HERE, today=desk.clock().date())
    assert SECRET not in str(asked.facts)
    assert not any(SECRET in each for each in desk.asking.complete("", HERE))
    assert desk.queue.silenced(HERE, f"what did the {SECRET} cost") is False
    assert await desk.store.latest(by=MARA.person, limit=100) == ()


async def test_data_is_due_after_a_month_unless_the_server_returns(empty_desk: Desk, clock: SetClock) -> None:
    desk = await filled(empty_desk)
    before = await stored(desk, HERE)
    await desk.retention.left("10")
    clock.advance(days=29)
    await desk.retention.left("10")
    assert desk.retention.due() == ()
    await desk.retention.returned("10")
    clock.advance(days=40)
    assert desk.retention.due() == ()
    await desk.retention.left("10")
    clock.advance(days=30)
    assert desk.retention.due() == ("10",)
    assert await stored(desk, HERE) == before


async def test_departures_survive_a_restart_and_missed_ones_are_recorded(tmp_path: Path, knowledge: Knowledge) -> None:
    scene = Scene(tmp_path, knowledge)
    desk = await filled(await scene.open())
    await desk.retention.left("10")
    await desk.close()
    scene.clock.advance(days=20)
    desk = await scene.open()
    # The second server removed the bot while it wasn't running. The first one hasn't returned.
    await desk.retention.reconcile({"99"})
    scene.clock.advance(days=10)
    assert desk.retention.due() == ("10",)
    await desk.retention.forget("10")
    scene.clock.advance(days=20)
    assert desk.retention.due() == ("20",)
    await desk.retention.reconcile({"20", "99"})
    assert desk.retention.due() == ()
    await desk.close()


async def test_an_interrupted_deletion_is_finished_the_next_time(tmp_path: Path, knowledge: Knowledge) -> None:
    for writes in range(60):
        folder = tmp_path / str(writes)
        folder.mkdir()
        scene = Scene(folder, knowledge)
        desk = await filled(await scene.open())
        await desk.retention.left("10")
        scene.clock.advance(days=30)
        scene.disk.left = writes
        try:
            await desk.retention.forget("10")
        except StoreError:
            whole = False
        else:
            whole = True
        with contextlib.suppress(StoreError):
            await desk.close()
        scene.disk.left = None
        desk = await scene.open()
        for server in desk.retention.due():
            await desk.retention.forget(server)
        assert SECRET not in on_disk(folder)
        await desk.close()
        if whole:
            break
    assert writes > 3


async def test_old_data_is_deleted(empty_desk: Desk, clock: SetClock, tmp_path: Path) -> None:
    desk = await filled(empty_desk)
    clock.advance(days=31)
    await desk.retention.expire()
    assert desk.notices.waiting() == ()
    clock.advance(days=60)
    await desk.retention.expire()
    assert {each.askers for each in desk.question_log.everything()} == {()}
    clock.advance(days=90)
    await desk.retention.expire()
    assert desk.suggesting.waiting(MARA) == ()
    clock.advance(days=200)
    await desk.retention.expire()
    assert [each for each in desk.question_log.everything() if each.standing is Standing.OPEN] == []
    await desk.write_behind.flush()
    assert "discord:7" not in on_disk(tmp_path)


async def test_the_shared_scope_is_never_deleted(tmp_path: Path, knowledge: Knowledge) -> None:
    desk = await Desk.open(await open_stores(f"tinydb:///{tmp_path / 'store.json'}"), Engine(knowledge))
    with pytest.raises(ValueError, match="never removed"):
        await desk.ledger.forget_scope(SHARED)
    await desk.close()
