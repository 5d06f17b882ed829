"""Let many people ask at once, over real sockets: everyone gets exactly one reply."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from bot.answers.answer import Answer
from bot.answers.engine import Engine
from bot.answers.knowledge import Knowledge
from bot.desk.runtime import turns
from bot.desk.runtime.turn_taking import Turns
from bot.desk.runtime.turns import MAX_PER_PERSON, MovingAverage, TurnQueue
from bot.frontends.discord.client import CallsheetClient
from bot.frontends.discord.connection.endpoints import discord_at
from bot.frontends.discord.connection.retries import retrying_responses
from bot.frontends.discord.shared import admission
from bot.frontends.discord.shared.admission import Admission
from tests.discord_server.interactions import Answered, Exchange
from tests.discord_server.payloads import Payload, Person
from tests.discord_server.rules import EPHEMERAL
from tests.discord_server.server import UNHURRIED, DiscordServer
from tests.frontends.discord.world import Clock, open_desk
from tests.process.reading import words

ASKED = "when does the lantern keepers come out"
KNOWN = "14 May 2027"

UNSENT = 10
"""Answers that may be in flight at once: computed, written to a socket, but not yet read."""

SLOW = 5.0
"""Seconds that answers seem to take."""

UNTIL = 4.0
"""Deadline in seconds, too short for anyone who has to wait for such a slow answer."""


class Unlearning(MovingAverage):
    """An average that never changes."""

    def add(self, seconds: float) -> None:
        pass


@dataclass
class Burst:
    """A bot on a loopback Discord, with the number of answers sent when each was computed."""

    server: DiscordServer
    bot: CallsheetClient
    computed: list[int] = field(default_factory=list)

    def slow(self) -> None:
        """Make the bot believe that it is slow."""
        queue = TurnQueue()
        queue.answering = Unlearning(SLOW)
        self.bot.admission = Admission(self.bot.boundary, Turns(queue))

    async def asked(self, people: int, question: str = ASKED) -> list[Exchange]:
        """Let this many people ask at once, alternating between two servers."""
        state = self.server.state
        fans = [state.person(f"fan-{number}") for number in range(people)]
        return await self.server.burst(
            self.server.slash("ask", by=each, at=state.places[number % 2], question=question)
            for number, each in enumerate(fans)
        )

    @property
    def sent(self) -> int:
        return sum(request.path.endswith("/callback") for request in self.server.requests)


@asynccontextmanager
async def running(folder: Path, knowledge: Knowledge, pack: Path) -> AsyncIterator[Burst]:
    class Watched(Engine):
        def ask(self, question: str, **given: Any) -> Answer:
            watched.computed.append(watched.sent)
            return super().ask(question, **given)

    desk = await open_desk(f"tinydb:///{folder / 'store.json'}", knowledge, pack, Clock(), Watched)
    async with DiscordServer(patience=UNHURRIED) as server:
        server.state.place("another")
        with discord_at(server.api_url, server.state.gateway_url), retrying_responses():
            bot = CallsheetClient(desk)
            watched = Burst(server, bot)
            online = asyncio.create_task(bot.start(server.state.token))
            try:
                await server.gateway.session()
                yield watched
            finally:
                await bot.close()
                await online
                await desk.close()


@pytest.fixture
async def burst(
    tmp_path: Path, knowledge: Knowledge, pack: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Burst]:
    monkeypatch.setattr(admission, "RESPONSE_DEADLINE", UNTIL)
    monkeypatch.setattr(turns, "GRACE", UNHURRIED)
    async with running(tmp_path, knowledge, pack) as found:
        yield found


def kind(exchange: Exchange) -> Answered:
    assert exchange.first is not None
    return Answered(exchange.first["type"])


def private(message: Payload) -> bool:
    return bool(int(message.get("flags") or 0) & EPHEMERAL)


async def test_finished_answers_are_sent_before_more_are_computed(
    burst: Burst, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(admission, "RESPONSE_DEADLINE", UNHURRIED)
    exchanges = await burst.asked(150)
    shown = [await each.message() for each in exchanges]
    assert all(KNOWN in words(each) for each in shown)
    assert len(burst.computed) == 150
    assert max(number - sent for number, sent in enumerate(burst.computed)) <= UNSENT
    assert {len(each.shown) for each in exchanges} == {1}


async def test_one_persons_flood_does_not_delay_others(burst: Burst, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(admission, "RESPONSE_DEADLINE", UNHURRIED)
    state, flooding = burst.server.state, burst.server.state.person("flooding")
    flood = [burst.server.slash("ask", by=flooding, question=ASKED) for _ in range(60)]
    others = [burst.server.slash("ask", by=state.person(f"fan-{each}"), question=ASKED) for each in range(3)]
    exchanges = await burst.server.burst([*flood, *others])
    shown = [await each.message() for each in exchanges]
    assert all(KNOWN in words(each) for each in shown[60:])
    assert Counter(KNOWN in words(each) for each in shown[:60])[True] <= MAX_PER_PERSON + 1
    answered = [each.answered or 0.0 for each in exchanges]
    before = sum(KNOWN in words(each) for each, at in zip(shown, answered, strict=True) if at < max(answered[60:]))
    assert before <= 2 * len(others) + UNSENT


async def test_late_questions_are_deferred_and_answered_later(burst: Burst) -> None:
    burst.slow()
    exchanges = await burst.asked(8)
    shown = [await each.message() for each in exchanges]
    assert [kind(each) for each in exchanges] == [Answered.MESSAGE, *[Answered.DEFERRED_MESSAGE] * 7]
    assert all(KNOWN in words(each) and not private(each) for each in shown)
    assert [len(each.shown) for each in exchanges] == [1, *[2] * 7], "the answer takes the place of thinking"
    assert len({each["id"] for exchange in exchanges for each in exchange.shown}) == 8


async def test_questions_over_capacity_are_declined(burst: Burst) -> None:
    burst.slow()
    exchanges = await burst.asked(40)
    shown = [await each.message() for each in exchanges]
    declined = [each for each in shown if "A lot of people are asking at once" in words(each)]
    assert declined
    assert all(map(private, declined))
    assert sum(KNOWN in words(each) for each in shown) == 40 - len(declined)
    assert all(len(each.shown) <= 2 for each in exchanges)


async def test_an_error_after_a_deferral_replaces_it(
    burst: Burst,
) -> None:
    burst.slow()
    commands = burst.server.state
    people = [commands.person(f"fan-{number}") for number in range(5)]
    exchanges = await burst.server.burst(
        burst.server.slash("ask", by=each, question=ASKED, production="no such film") for each in people
    )
    shown = [await each.message() for each in exchanges]
    assert [kind(each) for each in exchanges] == [Answered.MESSAGE, *[Answered.DEFERRED_MESSAGE] * 4]
    assert all("no such film" in words(each) for each in shown)
    assert [len(each.shown) for each in exchanges] == [1, *[2] * 4]
    assert len({each["id"] for exchange in exchanges for each in exchange.shown}) == 5


async def test_people_who_wait_when_the_bot_stops_get_a_message(burst: Burst) -> None:
    burst.slow()
    exchanges = await burst.asked(9)
    await burst.server.rest.journal.first(
        lambda request: isinstance(request.body, dict) and request.body.get("type") == Answered.DEFERRED_MESSAGE
    )
    await burst.bot.admission.close(UNHURRIED)
    late = [await each.message() for each in exchanges if each.first and kind(each) is Answered.DEFERRED_MESSAGE]
    assert late
    assert all(KNOWN in words(each) or "being restarted" in words(each) for each in late)
    shown = [await each.message() for each in exchanges]
    assert any("being restarted" in words(each) for each in shown)
    after = await (await burst.server.slash("ask", question=ASKED)).message()
    assert "being restarted" in words(after)
    assert private(after)


async def test_a_flood_of_mentions_is_answered(burst: Burst) -> None:
    people: list[Person] = [burst.server.state.person(f"fan-{number}") for number in range(40)]
    replies = await asyncio.gather(*(burst.server.mention(ASKED, by=each) for each in people))
    assert all(KNOWN in words(each) for each in replies)


async def test_autocomplete_works_in_a_burst(burst: Burst) -> None:
    people = [burst.server.state.person(f"fan-{number}") for number in range(40)]
    typing = [burst.server.type_into("ask", "question", by=each, question="when does") for each in people]
    exchanges = await burst.server.burst(typing)
    offered = [(await each.response())["data"]["choices"] for each in exchanges]
    assert all(offered)
