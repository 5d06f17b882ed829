"""Test stored documents, including those written by an earlier version."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot.answers.engine import Engine
from bot.desk.access.actors import Actor
from bot.desk.desk import Desk
from bot.desk.moderation.digest_schedule import DigestSchedule
from bot.desk.moderation.outbox import NoticeKind
from bot.stores.opening import Stores
from tests.desk.samples import SetClock
from tests.desk.stock import FAN, HARBOUR, HERE, MARA, OTHER_FAN, stocked

OLD: dict[str, dict[str, Any]] = json.loads(
    (Path(__file__).parents[2] / "fixtures" / "documents.json").read_text(encoding="utf-8")
)
"""A document of every collection, as written before this codec existed. Notices contained their sentence then."""


@pytest.fixture
async def old_desk(stores: Stores, engine: Engine, clock: SetClock) -> Desk:
    """Return a desk with the documents of an earlier version."""
    for collection, documents in OLD.items():
        for key, document in documents.items():
            await stores.documents.put(collection, key, document)
    return await stocked(await Desk.open(stores, engine, clock=clock))


async def test_notices_of_an_earlier_version_are_delivered_with_their_reason(old_desk: Desk) -> None:
    read = [(notice.person, notice.kind, notice.reason, notice.fact) for notice in old_desk.notices.waiting()]
    assert read == [
        (OTHER_FAN.person, NoticeKind.ANSWERED, "", "salt-harbour-pier"),
        (FAN.person, NoticeKind.APPROVED, "", "salt-harbour-story-number-0-is-real-f41f2f"),
        (FAN.person, NoticeKind.DECLINED, "no source", None),
        (OTHER_FAN.person, NoticeKind.DECLINED, "", None),
    ]


async def test_suggestions_and_questions_of_an_earlier_version_are_loaded(old_desk: Desk) -> None:
    waiting = [(each.id, each.person, each.fact) for each in old_desk.suggesting.waiting(MARA)]
    assert waiting == [("7194dab73153", FAN.person, None), ("52ac69d0351c", None, "salt-harbour-keeper")]
    assert [(each.count, each.reason) for each in old_desk.question_log.open(HERE)] == [(2, "unanswered"), (1, "wrong")]
    assert dict(old_desk.popularity.top_facts(HERE)) == {"salt-harbour-keeper": 1, "salt-harbour-release": 1}


async def test_settings_digests_and_departures_of_an_earlier_version_are_loaded(
    old_desk: Desk, clock: SetClock
) -> None:
    assert old_desk.settings.of("10").muted == ("discord:31",)
    assert await DigestSchedule(old_desk.documents, old_desk.settings, clock).due() == ()
    clock.advance(days=31)
    assert old_desk.retention.due() == ("30",)


async def test_an_import_of_an_earlier_version_can_be_undone_as_a_whole(old_desk: Desk) -> None:
    (change,) = OLD["production-changes"]
    await old_desk.documents.put("production-changes", change, OLD["production-changes"][change])
    [before] = await old_desk.production_changes.before(change)
    [after] = await old_desk.production_changes.after(change)
    assert before == HARBOUR.model_copy(update={"scope": HERE})
    assert after.aliases == (*HARBOUR.aliases, "SH")


async def test_documents_are_read_back_after_a_restart(stores: Stores, engine: Engine, clock: SetClock) -> None:
    first = await stocked(await Desk.open(stores, engine, clock=clock))
    suggestion = await first.suggesting.propose(
        FAN, text="A storm.", source="https://reel.example/a", production=HARBOUR.id, topic="story"
    )
    notice = await first.notices.put("discord:5", NoticeKind.DECLINED, scope=HERE, about="A storm.", reason="why")
    await first.retention.left("30")
    for collection in ("suggestions", "notices"):
        [(key, document)] = (await stores.documents.all(collection)).items()
        assert key in {suggestion.id, notice.id}
        assert "id" not in document, "the key is stored once"
    second = await Desk.open(stores, engine, clock=clock)
    assert second.suggesting.waiting(Actor("cli:a", server="10", is_host=True)) == (suggestion,)
    assert second.notices.waiting() == (notice,)
    clock.advance(days=31)
    assert second.retention.due() == ("30",)
