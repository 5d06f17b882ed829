"""Run one bot as a host does, and check what people on Discord get."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.discord_server.interactions import Answered
from tests.discord_server.rules import EPHEMERAL, parts
from tests.discord_server.server import UNHURRIED, DiscordServer
from tests.process.reading import labels, pings, words
from tests.process.running import Process

pytestmark = pytest.mark.asyncio(loop_scope="module")

QUESTION = "where was the motorcycle cliff jump of mission impossible 7 filmed"
PLACE = "Helsetkopen"


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def served(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[DiscordServer]:
    """Start a bot on Discord. At the end, check that nothing it sent was refused or pinged anybody."""
    async with DiscordServer(patience=UNHURRIED) as server:
        process = await Process.start(tmp_path_factory.mktemp("bot"), server.settings)
        try:
            await process.until(server.gateway.session())
            yield server
        finally:
            ended = await process.stop()
    assert ended.code == 0
    assert "Traceback" not in ended.err
    assert "ERROR" not in ended.err
    assert [request for request in server.requests if request.status >= 400] == []
    assert [message for message in server.messages if pings(message)] == []


@pytest.fixture(autouse=True)
def _rested(served: DiscordServer) -> None:
    """Give each test new people, so that nobody is rate limited."""
    served.state.new_people()


async def test_a_question_by_command_is_answered_in_time_with_its_source(served: DiscordServer) -> None:
    exchange = await served.slash("ask", question=QUESTION)
    assert (await exchange.response())["type"] == Answered.MESSAGE
    answer = words(await exchange.message())
    assert PLACE in answer
    assert "https://" in answer


async def test_a_mention_is_answered_with_a_reply(served: DiscordServer) -> None:
    assert PLACE in words(await served.mention(QUESTION))


async def test_a_direct_message_is_answered(served: DiscordServer) -> None:
    assert PLACE in words(await served.direct(QUESTION))


async def test_a_command_works_in_direct_messages(served: DiscordServer) -> None:
    exchange = await served.slash("ask", question=QUESTION, dm=True)
    assert PLACE in words(await exchange.message())


async def test_the_bot_says_when_it_does_not_know(served: DiscordServer) -> None:
    exchange = await served.slash("ask", question="who plays the joker")
    declined = await exchange.message()
    assert PLACE not in words(declined)
    assert "Sources" not in labels(declined)


async def test_other_messages_are_ignored(served: DiscordServer) -> None:
    before = len(served.messages)
    await served.say(QUESTION)
    await served.direct(QUESTION)
    assert len(served.messages) == before + 1


async def test_questions_are_autocompleted(served: DiscordServer) -> None:
    offered = await served.complete("ask", "question", question="where was the")
    assert offered
    assert all(each.lower().startswith("where") for each in offered[:3])
    assert await served.complete("ask", "production", question="", production="reck")


async def test_a_button_under_an_answer_replies_privately(served: DiscordServer) -> None:
    answer = await (await served.slash("ask", question=QUESTION)).message()
    label = next(each for each in labels(answer) if each.startswith("Sources"))
    more = await (await served.press(answer, label)).message()
    assert "https://" in words(more)
    assert more["flags"] & EPHEMERAL


async def test_a_list_can_be_paged(served: DiscordServer) -> None:
    first = await (await served.slash("stunts")).message()
    onward = next(each for each in parts(first["components"]) if each.get("label", "").startswith("Next"))
    second = await (await served.press(first, onward["label"])).message()
    assert second["id"] == first["id"]
    assert words(second) != words(first)


async def test_a_moderators_edit_is_used_immediately(served: DiscordServer) -> None:
    moderator = served.state.moderator
    answer = await (await served.slash("ask", question=QUESTION)).message()
    related = next(each["custom_id"] for each in parts(answer["components"]) if each.get("label") == "Related")
    opened = await served.slash("fact edit", fact=related.split(":")[2], by=moderator)
    form = (await opened.response())["data"]
    held = next(
        label["component"]["value"] for label in form["components"] if label["component"]["custom_id"] == "text"
    )
    assert PLACE in held
    preview = await (await served.submit(opened, by=moderator, text=f"{held} Seen by a moderator.")).message()
    save = next(label for label in labels(preview) if label.startswith("Save"))
    saved = await (await served.press(preview, save, by=moderator)).message()
    assert "revision" in words(saved)
    assert "Seen by a moderator." in words(await served.mention(QUESTION))
    assert "Seen by a moderator." not in words(await served.direct(QUESTION))


async def test_fans_cannot_edit(served: DiscordServer) -> None:
    opened = await served.slash("fact edit", fact="anything")
    assert (await opened.response())["type"] == Answered.MESSAGE
    assert (await opened.message())["flags"] & EPHEMERAL


async def test_a_question_that_mentions_everyone_pings_nobody(served: DiscordServer) -> None:
    fan = served.state.fan
    shown = await served.mention(f"@everyone @here <@{fan.id}> <@&{served.state.guild_id}> who plays the joker")
    assert not pings(shown)
