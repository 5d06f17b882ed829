"""Make Discord fail for a moment: everything that the bot sends arrives, and only once."""

from __future__ import annotations

from collections.abc import Callable

from tests.discord_server.payloads import Payload
from tests.discord_server.server import DiscordServer
from tests.process.reading import words
from tests.process.running import Ended, Start

QUESTION = "where was the motorcycle cliff jump of mission impossible 7 filmed"
PLACE = "Helsetkopen"
SEND = r"POST /channels/\d+/messages"
FIRST = "/callback"

Hiccup = Callable[[DiscordServer, str], None]

HICCUPS: dict[str, Hiccup] = {
    "one 503": lambda discord, what: discord.fail(what, 503),
    "three 503": lambda discord, what: discord.fail(what, 503, times=3),
    "one 500": lambda discord, what: discord.fail(what, 500),
    "carried out, then 503": lambda discord, what: discord.lose(what, 503),
    "the wire cut": lambda discord, what: discord.cut(what),
    "the wire cut after it was carried out": lambda discord, what: discord.cut(what, lost=True),
    "a rate limit": lambda discord, what: discord.limit_rate(what),
}


def assert_clean(ended: Ended) -> None:
    assert ended.code == 0
    for blemish in ("Traceback", "ERROR", "never retrieved", QUESTION):
        assert blemish not in ended.err


def of_the_bot(discord: DiscordServer, channel: str) -> list[Payload]:
    return [each for each in discord.state.shown_in(channel) if each["author"]["bot"]]


async def test_mentions_and_direct_messages_are_answered_once_despite_each_hiccup(
    discord: DiscordServer, start: Start
) -> None:
    process = await start()
    for name, hiccup in HICCUPS.items():
        for private in (True, False):
            discord.state.new_people()
            person = discord.state.fan
            channel = person.dm if private else str(discord.state.channel["id"])
            before = len(of_the_bot(discord, channel))
            hiccup(discord, SEND)
            ask = discord.direct if private else discord.mention
            assert PLACE in words(await process.until(ask(QUESTION))), name
            assert len(of_the_bot(discord, channel)) == before + 1, name
            assert discord.rest.faults == []
    assert_clean(await process.stop())


async def test_commands_buttons_and_forms_are_answered_in_time_despite_each_hiccup(
    discord: DiscordServer, start: Start
) -> None:
    process = await start()
    for name, hiccup in HICCUPS.items():
        discord.state.new_people()
        hiccup(discord, FIRST)
        exchange = await discord.slash("ask", question=QUESTION)
        assert PLACE in words(await process.until(exchange.message())), name
        assert discord.rest.faults == []
        hiccup(discord, FIRST)
        opened = await discord.press(await exchange.message(), "More")
        more = await process.until(opened.message())
        hiccup(discord, FIRST)
        form = await discord.press(more, "Suggest a correction")
        assert (await form.response())["type"] == 9, name
        hiccup(discord, FIRST)
        sent = await discord.submit(form, text="It was filmed elsewhere.", source="https://example.org/source")
        assert "Thank you" in words(await process.until(sent.message())), name
    assert_clean(await process.stop())


async def test_permanent_errors_are_not_retried(discord: DiscordServer, start: Start) -> None:
    process = await start()
    discord.fail(SEND, 403)
    await discord.say(QUESTION, dm=True)
    await process.until(process.log.first(lambda line: "could not answer" in line))
    sent = [each for each in discord.requests if each.method == "POST" and each.path.endswith("/messages")]
    assert [each.status for each in sent] == [403]
    discord.fail(SEND, 503, times=50)
    discord.state.new_people()
    await discord.say(QUESTION, dm=True)
    await process.until(process.log.first(lambda line: "could not answer" in line and "503" in line))
    discord.rest.faults.clear()
    sent = [each for each in discord.requests if each.method == "POST" and each.path.endswith("/messages")]
    assert 3 <= len(sent) - 1 <= 6
    discord.state.new_people()
    assert PLACE in words(await discord.direct(QUESTION))
    assert_clean(await process.stop())
