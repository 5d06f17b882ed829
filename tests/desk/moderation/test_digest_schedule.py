"""Test when weekly digests are due: from Monday morning, once a week, even if late."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from time import tzset
from typing import TYPE_CHECKING

import pytest

from bot.desk.access.actors import Actor
from bot.desk.moderation.digest_schedule import DigestSchedule
from bot.stores.protocol import StoreUnwritable
from tests.desk.samples import NOTHING

if TYPE_CHECKING:
    from bot.desk.desk import Desk

THURSDAY = datetime(2026, 11, 19, 12, tzinfo=UTC)
MODERATOR = Actor("discord:1", "77", manages_server=True)


async def test_a_digest_is_due_immediately_then_every_monday_even_if_late(desk: Desk) -> None:
    now = [THURSDAY]
    schedule = DigestSchedule(desk.documents, desk.settings, lambda: now[0])
    assert await schedule.due() == ()
    await desk.settings.change(MODERATOR, {"digest_channel": "5"})
    [first] = await schedule.due()
    assert (first.scope, first.channel) == ("server:77", "5")
    assert first.week == datetime(2026, 11, 16, 8, tzinfo=UTC)
    await schedule.sent(first)
    assert await schedule.due() == ()
    now[0] = datetime(2026, 11, 23, 7, 59, tzinfo=UTC)
    assert await schedule.due() == ()
    now[0] = datetime(2026, 11, 25, 3, tzinfo=UTC)
    [late] = await DigestSchedule(desk.documents, desk.settings, lambda: now[0]).due()
    assert late.week == datetime(2026, 11, 23, 8, tzinfo=UTC)
    await schedule.sent(late)
    assert await schedule.due() == ()


async def test_a_server_without_a_channel_gets_no_digest(desk: Desk) -> None:
    await desk.settings.change(MODERATOR, {"digest_channel": "5"})
    await desk.settings.change(MODERATOR, {"digest_channel": None})
    assert await DigestSchedule(desk.documents, desk.settings, lambda: THURSDAY).due() == ()


async def test_a_digest_is_sent_once_even_if_that_cannot_be_recorded(desk: Desk) -> None:
    await desk.settings.change(MODERATOR, {"digest_channel": "5"})
    schedule = DigestSchedule(NOTHING, desk.settings, lambda: THURSDAY)
    [due] = await schedule.due()
    with pytest.raises(StoreUnwritable):
        await schedule.sent(due)
    assert await schedule.due() == ()


@pytest.mark.parametrize("machine", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])
async def test_monday_is_in_utc_in_any_time_zone(desk: Desk, monkeypatch: pytest.MonkeyPatch, machine: str) -> None:
    await desk.settings.change(MODERATOR, {"digest_channel": "5"})
    monkeypatch.setenv("TZ", machine)
    try:
        tzset()
        for day, hour in ((22, 20), (23, 9), (24, 3)):
            now = datetime(2026, 11, day, hour, tzinfo=UTC)
            [due] = await DigestSchedule(
                desk.documents, desk.settings, partial(datetime.fromtimestamp, now.timestamp(), UTC)
            ).due()
            assert due.week == datetime(2026, 11, 16 if day == 22 else 23, 8, tzinfo=UTC)
    finally:
        monkeypatch.undo()
        tzset()
