"""Run the real bot with a real desk and store on a simulated Discord, with facts about invented productions."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from contextvars import Context
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import discord
from simcord.actors import MemberActor
from simcord.builders import ChannelHandle, GuildHandle, UserHandle
from simcord.components import walk_components
from simcord.env import Env
from simcord.results import InteractionResult, ResponseMessage

from bot.answers.engine import Engine
from bot.answers.knowledge import Knowledge
from bot.desk.desk import Desk
from bot.desk.runtime.tasks import Tasks
from bot.facts.topics import Topics
from bot.frontends.discord.client import CallsheetClient
from bot.frontends.discord.shared.errors import cause_of, words_for
from bot.stores.opening import open_stores

PATIENCE = 90.0
"""Seconds that settling never takes, even on a busy machine."""

HOST = "999999999999999999"

PRODUCTIONS: list[dict[str, Any]] = [
    {"id": "lantern-keepers", "title": "The Lantern Keepers", "aliases": ["lantern keepers", "keepers"]},
    {"id": "quiet-comet", "title": "Quiet Comet", "aliases": ["comet"]},
]

_NEWS = {"title": "Harbour Gazette *weekly*", "url": "https://example.org/a_(b)?x=1", "date": "2026-05-03"}


def _fact(name: str, topic: str, text: str, **more: Any) -> dict[str, Any]:
    production = "quiet-comet" if name.startswith("comet") else "lantern-keepers"
    return {"id": name, "production": production, "topic": topic, "text": text, "sources": [_NEWS], **more}


FACTS: list[dict[str, Any]] = [
    _fact(
        "keepers-release",
        "release",
        "The Lantern Keepers comes to cinemas on 14 May 2027.",
        value={"kind": "date", "edtf": "2027-05-14", "region": "United States"},
        announced_dates=[
            {"date": "2026-11", "announced": "2025-02-01", "by": "the studio"},
            {"date": "2027-05-14", "announced": "2026-03-09", "by": "the studio", "why": "reshoots"},
        ],
        phrasings=["when does the lantern keepers come out", "lantern keepers release date"],
        checked_on="2026-10-01",
    ),
    _fact(
        "keepers-harbour",
        "location",
        "The harbour scenes of The Lantern Keepers were filmed in Ålesund.",
        subject="harbour scenes",
        value={"kind": "place", "name": "Ålesund", "country": "NO", "latitude": 62.47, "longitude": 6.15},
        phrasings=["where were the harbour scenes of the lantern keepers filmed"],
    ),
    _fact(
        "keepers-mill",
        "location",
        "The mill scenes of The Lantern Keepers were filmed in Kinderdijk.",
        subject="mill scenes",
        value={"kind": "place", "name": "Kinderdijk", "country": "NL"},
        phrasings=["where were the mill scenes of the lantern keepers filmed"],
    ),
    _fact(
        "keepers-ending",
        "story",
        "At the end of The Lantern Keepers the lighthouse goes dark.",
        subject="ending",
        spoiler="major",
        phrasings=["how does the lantern keepers end"],
    ),
    _fact(
        "comet-release",
        "release",
        "Quiet Comet is expected in summer 2028.",
        value={"kind": "date", "edtf": "2028-22"},
        status="rumour",
        phrasings=["when does quiet comet come out"],
    ),
    *(
        _fact(
            f"keepers-stunt-{number}",
            "stunt",
            f"For stunt number {number} of The Lantern Keepers a boat was turned over {number} times.",
            subject=f"stunt {number}",
            phrasings=[f"how often was the boat turned over in stunt {number} of the lantern keepers"],
        )
        for number in range(1, 13)
    ),
]


@dataclass
class Clock:
    """A clock that tests set."""

    now: datetime = datetime(2026, 11, 22, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **span: float) -> None:
        """Let time pass."""
        self.now += timedelta(**span)


@dataclass
class World:
    """One server with a fan and a moderator, the bot in it, and the bot's desk."""

    env: Env
    desk: Desk
    bot: CallsheetClient
    clock: Clock
    knowledge: Knowledge
    pack: Path
    store: str
    guild: GuildHandle
    channel: ChannelHandle
    fan: MemberActor
    moderator: MemberActor
    desks: list[Desk] = field(default_factory=list)
    provokes: bool = False
    """True if the test makes the bot fail on purpose."""

    async def restart(self) -> None:
        """Stop the bot and start it again on the same store. Messages on Discord stay."""
        await self.env.settle()
        await self.desk.close()
        self.desk = await open_desk(self.store, self.knowledge, self.pack, self.clock)
        self.desks.append(self.desk)
        self.bot = CallsheetClient(self.desk, frozenset({HOST}))
        await self.env.restart_bot(self.bot)

    def sent(self) -> list[Any]:
        """Return all messages of the bot, as the simulated Discord stores them."""
        backend = self.env.backend
        every = [message for channel in backend.messages.values() for message in channel.values()]
        return [message for message in every if message.author_id == backend.bot_user.id]

    async def hears(self, event: Callable[[], object]) -> None:
        """Send the bot a gateway event, and wait until all its listeners have finished.

        simcord doesn't know such events, so settling doesn't wait for them.
        """
        before = asyncio.all_tasks()
        event()
        await asyncio.gather(*(asyncio.all_tasks() - before))

    def member(self, name: str, **permissions: bool) -> MemberActor:
        """Add a member with some permissions."""
        return add_member(self.env, self.guild, name, **permissions)

    def stranger(self, name: str = "stranger") -> UserHandle:
        """Create a person who shares no server with the bot."""
        return self.env.create_user(name)


def add_member(env: Env, guild: GuildHandle, name: str, **permissions: bool) -> MemberActor:
    role = guild.create_role(f"role of {name}", permissions=discord.Permissions(**permissions))
    return guild.add_member(env.create_user(name), roles=[role])


async def open_desk(
    store: str,
    knowledge: Knowledge,
    pack: Path,
    clock: Clock,
    engine: type[Engine] = Engine,
    topics: Topics | None = None,
) -> Desk:
    return await Desk.open(await open_stores(store), engine(knowledge), packs=[pack], clock=clock, topics=topics)


@asynccontextmanager
async def running(
    path: Path, knowledge: Knowledge, pack: Path, engine: type[Engine] = Engine, topics: Topics | None = None
) -> AsyncIterator[World]:
    """Run the bot. Errors that the bot didn't expect fail the test at the end."""
    clock, store = Clock(), f"tinydb:///{path / 'store.json'}"
    desk = await open_desk(store, knowledge, pack, clock, engine, topics)
    bot = CallsheetClient(desk, frozenset({HOST}))
    env = Env(bot, check_errors=False, settle_timeout=PATIENCE)
    await env.start()
    guild = env.create_guild()
    channel = guild.create_text_channel("general")
    fan = add_member(env, guild, "fan")
    moderator = add_member(env, guild, "moderator", manage_guild=True)
    world = World(env, desk, bot, clock, knowledge, pack, store, guild, channel, fan, moderator, [desk])
    try:
        yield world
        await env.settle()
    finally:
        await env.shutdown()
        for each in world.desks:
            await each.close()
    unforeseen = [error for error in env.errors if not _foreseen(error)]
    if unforeseen and not world.provokes:
        raise ExceptionGroup("the bot failed", [error for error in unforeseen if isinstance(error, Exception)])


def _foreseen(error: BaseException) -> bool:
    """Return whether the error was explained to the person, so that it isn't a failure."""
    return words_for(cause_of(error)) is not None


Shown = InteractionResult | ResponseMessage | discord.Message


def parts(shown: Shown) -> list[dict[str, Any]]:
    """Return all components of a message, in order."""
    message = shown.response if isinstance(shown, InteractionResult) else shown
    assert message is not None, f"nothing was answered: {shown!r}"
    raw = (
        message.components if isinstance(message, ResponseMessage) else [each.to_dict() for each in message.components]
    )
    return list(walk_components(raw))


def words(shown: Shown) -> str:
    """Return all text of a message, with or without components."""
    message = shown.response if isinstance(shown, InteractionResult) else shown
    assert message is not None, f"nothing was answered: {shown!r}"
    return "\n".join(
        [message.content, *(str(each["content"]) for each in parts(message) if each["type"] == 10)]
    ).strip()


def buttons(shown: Shown) -> dict[str, str]:
    """Return the custom ids of a message's enabled buttons, by label."""
    return {
        each["label"]: each["custom_id"]
        for each in parts(shown)
        if each["type"] == 2 and "custom_id" in each and not each.get("disabled")
    }


def menus(shown: Shown) -> list[dict[str, Any]]:
    """Return a message's menus, with their options."""
    return [each for each in parts(shown) if each["type"] == 3]


def last_in(channel: ChannelHandle) -> discord.Message:
    """Return the last message in a channel."""
    assert channel.last_message is not None
    return channel.last_message


def offered(shown: Shown) -> list[tuple[str, str | None]]:
    """Return the choices that a message offers: the custom id and, for a menu, the value to pick."""
    pressed: list[tuple[str, str | None]] = [(each, None) for each in buttons(shown).values() if ":choose:" in each]
    menus = [each for each in parts(shown) if each["type"] == 3 and ":pick:" in each["custom_id"]]
    return pressed + [(each["custom_id"], option["value"]) for each in menus for option in each["options"]]


async def choose(person: MemberActor | UserHandle, shown: Shown, number: int = 0) -> InteractionResult:
    """Pick one of the choices that a message offers."""
    message = reply(shown) if isinstance(shown, InteractionResult) else shown
    custom_id, value = offered(shown)[number]
    if value is None:
        result = await person.click(message, custom_id=custom_id)
    else:
        result = await person.select(message, [value], custom_id=custom_id)
    assert isinstance(result, InteractionResult)
    return result


async def press_more(person: MemberActor | UserHandle, shown: Shown, label: str) -> InteractionResult:
    """Open **More** under an answer and press one of its entries."""
    opened = await person.click(reply(shown) if isinstance(shown, InteractionResult) else shown, label="More")
    assert isinstance(opened, InteractionResult)
    assert opened.ephemeral
    result = await person.click(reply(opened), label=label)
    assert isinstance(result, InteractionResult)
    return result


def reply(result: InteractionResult) -> ResponseMessage:
    """Return the reply."""
    assert result.response is not None, f"nothing was answered: {result!r}"
    return result.response


def spawn_outside(spawn: Callable[..., None]) -> Callable[..., None]:
    """Start the desk's write-behind outside the bot's context.

    simcord waits until everything that the bot started has finished. The write-behind finishes seconds later, and
    belongs to the desk, even if a question started it.
    """

    def spawned(tasks: Tasks, work: Coroutine[Any, Any, Any], name: str) -> None:
        if name == "write behind":
            Context().run(spawn, tasks, work, name)
        else:
            spawn(tasks, work, name)

    return spawned


def pings(message: Any) -> bool:
    """Return whether a stored message could notify anybody. It must not be able to, whatever its text is."""
    allowed = message.allowed_mentions
    nobody: frozenset[int] = frozenset()
    return bool(allowed.everyone or allowed.replied_user or allowed.users != nobody or allowed.roles != nobody)
