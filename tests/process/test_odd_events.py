"""Send events that discord.py can't read: the type is logged, the connection stays, and everybody still gets
answers."""

from __future__ import annotations

import copy
import random
from collections.abc import Iterator
from typing import Any

from discord.state import ConnectionState

from tests.discord_server import payloads
from tests.discord_server.gateway import Op
from tests.discord_server.payloads import Payload
from tests.discord_server.server import DiscordServer
from tests.discord_server.state import Place
from tests.process.reading import words
from tests.process.running import Start

QUESTION = "where was the motorcycle cliff jump of mission impossible 7 filmed"
PLACE = "Helsetkopen"

EVENTS = sorted(name.removeprefix("parse_").upper() for name in dir(ConnectionState) if name.startswith("parse_"))
"""All events that discord.py handles."""

SECRET = "a-secret-that-must-not-be-logged"

ODD: tuple[Any, ...] = (None, "", SECRET, -1, 10**30, 1.5, True, [], {}, [None], {"id": None}, [{}])


def plausible(discord: DiscordServer) -> dict[str, Payload]:
    """Return events as Discord sends them, to be damaged by the tests."""
    state, fan = discord.state, discord.state.fan
    guild, channel = state.guild_payload(), dict(state.channel)
    message = payloads.message(state.new_id(), channel["id"], fan, SECRET, guild_id=state.guild_id)
    role = dict(guild["roles"][0])
    used = payloads.interaction(2, state.new_id(), "token", state.application_id, {"id": "1", "name": "ask", "type": 1})
    used |= {"member": payloads.interacting_member(fan), "guild_id": state.guild_id, "channel": channel}
    used |= {"channel_id": channel["id"], "app_permissions": "0", "authorizing_integration_owners": {}, "context": 0}
    thread = channel | {"type": 11, "thread_metadata": {"archived": False}, "owner_id": fan.id, "id": state.new_id()}
    about = {"guild_id": state.guild_id, "channel_id": channel["id"], "message_id": message["id"], "user_id": fan.id}
    known: dict[str, Payload] = {
        "GUILD_CREATE": guild,
        "GUILD_UPDATE": guild,
        "GUILD_DELETE": {"id": state.new_id(), "unavailable": False},
        "CHANNEL_CREATE": channel | {"id": state.new_id()},
        "CHANNEL_UPDATE": channel,
        "CHANNEL_DELETE": channel | {"id": state.new_id()},
        "MESSAGE_CREATE": message,
        "MESSAGE_UPDATE": message,
        "MESSAGE_DELETE": about | {"id": message["id"]},
        "INTERACTION_CREATE": used,
        "THREAD_CREATE": thread,
        "THREAD_UPDATE": thread,
        "GUILD_ROLE_CREATE": {"guild_id": state.guild_id, "role": role | {"id": state.new_id()}},
        "GUILD_ROLE_UPDATE": {"guild_id": state.guild_id, "role": role},
        "GUILD_MEMBER_ADD": payloads.member(fan) | {"guild_id": state.guild_id, "user": payloads.user(fan)},
    }
    rest = about | {"id": state.new_id(), "user": payloads.user(fan), "emoji": {"id": None, "name": "x"}, "type": 1}
    return {event: known.get(event, rest) for event in EVENTS if event not in ("READY", "RESUMED")}


def spoiled(whole: Payload, dice: random.Random, count: int) -> Iterator[Any]:
    """Yield copies of a payload, each with one value removed or replaced."""
    for _ in range(count):
        payload = copy.deepcopy(whole)
        place = _somewhere(payload, dice)
        key = dice.choice(sorted(place))
        if dice.random() < 0.4:
            del place[key]
        else:
            place[key] = dice.choice(ODD)
        yield payload


def _somewhere(payload: Payload, dice: random.Random) -> Payload:
    place = payload
    while True:
        inner = [each for each in place.values() if isinstance(each, dict) and each]
        inner += [part for each in place.values() if isinstance(each, list) for part in each if isinstance(part, dict)]
        if not inner or dice.random() < 0.4:
            return place
        place = dice.choice([each for each in inner if each] or [place])


async def test_unreadable_events_do_not_end_the_process(discord: DiscordServer, start: Start) -> None:
    process = await start(LOG_LEVEL="INFO")
    dice, sent = random.Random(20261128), 0
    for event, whole in plausible(discord).items():
        odd = [*ODD, *spoiled(whole, dice, 12)]
        # Skip a valid removal of the server, because the bot would really leave it.
        for data in odd:
            if event == "GUILD_DELETE" and isinstance(data, dict) and data.get("id") == discord.state.guild_id:
                continue
            await discord.gateway.dispatch(event, data)
            sent += 1
        await process.until(discord.gateway.beat())
    assert sent > 1500
    # The events damaged what the bot knows about the server. Discord sends it again, and the bot works as before.
    await discord.gateway.dispatch("GUILD_CREATE", discord.state.guild_payload())
    await discord.gateway.beat()
    discord.state.new_people()
    assert PLACE in words(await process.until(discord.mention(QUESTION)))
    assert PLACE in words(await process.until(discord.direct(QUESTION)))
    assert PLACE in words(await (await discord.slash("ask", question=QUESTION)).message())
    assert len([each for each in discord.gateway.journal if each["op"] == Op.IDENTIFY]) == 1
    ended = await process.stop()
    assert ended.code == 0
    assert "CHANNEL_CREATE could not be read" in ended.err
    assert SECRET not in ended.err


async def test_questions_are_answered_in_a_server_with_an_unreadable_channel(
    discord: DiscordServer, start: Start
) -> None:
    partial = {"id": discord.state.new_id(), "guild_id": discord.state.guild_id, "type": 0, "name": "partial"}
    whole = discord.state.guild_payload

    def with_partial(place: Place | None = None) -> Payload:
        return whole(place) | {"channels": [*whole(place)["channels"], partial]}

    discord.state.guild_payload = with_partial  # type: ignore[method-assign]
    process = await start()
    assert PLACE in words(await process.until(discord.mention(QUESTION)))
    await discord.say(QUESTION)
    await discord.gateway.dispatch("CHANNEL_CREATE", partial)
    assert PLACE in words(await process.until(discord.direct(QUESTION)))
    in_channel = discord.state.shown_in(str(discord.state.channel["id"]))
    # Messages that aren't for the bot get no answer, even though the whole server couldn't be read.
    assert len([each for each in in_channel if each["author"]["bot"]]) == 1
    ended = await process.stop()
    assert ended.code == 0
    assert "GUILD_CREATE could not be read (KeyError)" in ended.err
    assert "Traceback" not in ended.err


async def test_a_session_with_an_unreadable_ready_is_started_again(discord: DiscordServer, start: Start) -> None:
    process = await start()
    whole = discord.gateway._greeting
    greetings: list[list[tuple[str, Payload]]] = [[("READY", {"v": 10})], [("READY", {"session_id": 5})]]
    discord.gateway._greeting = lambda session: greetings.pop() if greetings else whole(session)
    await discord.gateway.invalidate(resumable=False)
    await process.until(discord.gateway.session(after=3))
    discord.state.new_people()
    assert PLACE in words(await process.until(discord.direct(QUESTION)))
    ended = await process.stop()
    assert ended.code == 0
    assert "connecting anew" in ended.err
