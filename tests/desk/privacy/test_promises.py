"""Test that data is kept as long, and of as many people, as docs/privacy.md says."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.desk.asking import conversations, popularity, question_log
from bot.desk.moderation import outbox, suggestions
from bot.desk.privacy import retention
from bot.stores.tinydb.database import backups

PAGE = (Path(__file__).parents[3] / "docs" / "privacy.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("actual", "promised", "words"),
    [
        (question_log.NAMES_KEPT, timedelta(days=90), "90 days"),
        (question_log.CLOSED_KEPT, timedelta(days=90), "90 days"),
        (question_log.OPEN_FOR, timedelta(days=365), "a year"),
        (question_log.ASKERS_KEPT, 100, "100 people"),
        (popularity._WEEKS_KEPT, 8, "8 weeks"),
        (suggestions.KEPT, timedelta(days=180), "180 days"),
        (outbox.KEPT, timedelta(days=30), "30 days"),
        (retention.GRACE, timedelta(days=30), "30 days"),
        (conversations.TTL, timedelta(minutes=10), "10 minutes"),
        (backups.KEEP, 14, "14 are kept"),
    ],
)
def test_data_is_kept_as_long_as_documented(actual: object, promised: object, words: str) -> None:
    assert actual == promised
    assert words in PAGE
