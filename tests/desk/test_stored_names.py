"""Test that collections keep their names. Renaming one would lose the stored data of every running bot."""

from __future__ import annotations

from bot.desk.access import settings
from bot.desk.asking import popularity, question_log
from bot.desk.editing import production_changes
from bot.desk.moderation import digest_schedule, outbox, suggestions
from bot.desk.privacy import retention
from bot.desk.state import intent_log


def test_collections_keep_their_names() -> None:
    modules = (
        *(intent_log, digest_schedule, outbox, popularity, production_changes),
        *(question_log, retention, settings, suggestions),
    )
    assert [each.COLLECTION for each in modules] == [
        *("begun", "digests", "notices", "asked", "production-changes"),
        *("questions", "departures", "settings", "suggestions"),
    ]
