"""Test the error boundary: expected errors are explained, others are logged under the reference that the person
sees."""

from __future__ import annotations

import errno
import logging
import os
import re

import discord
import pytest
from discord import app_commands
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.errors import Conflict, DeskError, Invalid, NotAllowed, NotFound, NothingToDo, TooMany
from bot.frontends.discord.components.parts import Panel, button, rows, text
from bot.frontends.discord.shared.errors import OutdatedControl, words_for
from bot.frontends.discord.shared.routing.routes import RoutedButton, Tap
from bot.frontends.discord.shared.routing.signatures import by_button
from bot.stores.protocol import RevisionConflict, StoreDamaged, StoreLocked, StoreTooNew, StoreUnwritable
from bot.stores.tinydb.files.atomic import FileSystem
from tests.frontends.discord.entrances import manager, scope
from tests.frontends.discord.world import World, last_in, reply, words


class Broken(Exception):
    """A bug that tests cause."""


async def break_down(tap: Tap) -> None:
    raise Broken("a private detail")


async def shown_panel(world: World, control: RoutedButton) -> discord.Message:
    """Send a message with one button."""
    channel = world.bot.get_channel(world.channel.id)
    assert isinstance(channel, discord.TextChannel)
    await channel.send(view=Panel(text("A panel"), *rows([control])))
    return last_in(world.channel)


def refused_by(number: int) -> StoreUnwritable:
    """Build the store's error for a write that the system refused."""
    fault = StoreUnwritable(f"{HOSTS} could not be written")
    fault.__cause__ = OSError(number, os.strerror(number))
    return fault


HOSTS = "/srv/callsheet/data/store.json"

HOSTILE = (
    "[Free Nitro](https://evil.example)",
    "@everyone @here <@1> <@&2> <#3> </ask:4> <id:home> <t:0:R>",
    "**bold** __under__ ~~gone~~ ||hidden|| `code` ```block```",
    "# heading\n## second\n- list\n> quote\n-# small\n1. one",
    "https://evil.example/path http://evil.example ftp://evil.example",
    "<https://evil.example> <a:evil:5> <:evil:5>",
    "\\[half](https://evil.example) \\\\[half](https://evil.example)",
    "\u202egnp.exe \u2066[x](https://evil.example)\u2069",
    "`" * 7 + "[x](https://evil.example)",
)

LIVE = re.compile(r"(?<!\\)(?:\\\\)*(?:[\[\]<>@|*_~`]|:(?=//))|^\s*(?:#{1,3}|-#?|>|\d+\.)\s", re.MULTILINE)
"""Text that Discord would parse: a sign without a backslash, or the start of a list or heading."""


def alive(markup: str) -> list[str]:
    """Return the markup, links and mentions in a text, except references that the bot writes itself."""
    return LIVE.findall(re.sub(r"`[0-9a-f]{6}`", "", markup))


@pytest.mark.parametrize(
    ("error", "content"),
    [
        (NotFound("No such thing."), "No such thing."),
        (TooMany("That was all for today.", 7200), "That was all for today."),
        (OutdatedControl("Old."), "Old."),
        (refused_by(errno.ENOSPC), "I couldn't save that, because my host's disk is full. Nothing was changed."),
        (refused_by(errno.EROFS), "I'm not allowed to write to my host's disk"),
        (refused_by(errno.EIO), "something is wrong with my host's disk"),
        (StoreUnwritable("/srv/store.json"), "something is wrong with my host's disk"),
        (StoreDamaged("/srv/store.json is damaged"), "I can't reach my store right now"),
        (app_commands.CommandOnCooldown(app_commands.Cooldown(1, 9), 8.2), "Try that again in 9 seconds"),
        (app_commands.CommandOnCooldown(app_commands.Cooldown(1, 900), 700), "Try that again in 12 minutes"),
        (app_commands.NoPrivateMessage(), "This only works in a server."),
        (app_commands.CommandNotFound("gone", []), "has just changed"),
    ],
)
def test_expected_errors_are_explained(error: Exception, content: str) -> None:
    words = words_for(error)
    assert words is not None
    assert content in words


def test_unexpected_errors_have_no_message() -> None:
    assert words_for(Broken("x")) is None


async def test_an_error_behind_a_button_is_logged_under_the_shown_reference(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    world.bot.routes.add("broken", break_down, by_button())
    shown = await shown_panel(world, button("Break", "broken"))
    with caplog.at_level(logging.ERROR):
        response = await world.fan.click(shown, label="Break")
    assert response.ephemeral
    reference = re.search(r"`([0-9a-f]{6})`", words(response))
    assert reference is not None
    assert "private detail" not in words(response)
    [record] = [each for each in caplog.records if reference[1] in each.getMessage()]
    assert record.exc_info is not None
    assert isinstance(record.exc_info[1], Broken)


async def test_an_error_behind_a_command_is_reported_too(world: World, caplog: pytest.LogCaptureFixture) -> None:
    world.provokes = True
    await world.desk.documents.close()
    with caplog.at_level(logging.ERROR):
        response = await world.moderator.slash(world.channel, "fact add", production="keepers", topic="stunt")
    assert response.ephemeral
    assert words(response)
    assert world.env.errors


async def test_a_button_of_an_earlier_version_says_what_to_do(world: World) -> None:
    shown = await shown_panel(world, button("Old", "no-longer-there", "x"))
    response = await world.fan.click(shown, label="Old")
    assert response.ephemeral
    assert "Run the command again" in words(response)


async def test_a_list_of_an_earlier_version_says_what_to_do(world: World) -> None:
    shown = await shown_panel(world, button("Old", "page", "no-such-list", "next", "2"))
    assert "Run the command again" in words(await world.fan.click(shown, label="Old"))


async def test_an_expired_interaction_is_only_logged(world: World, caplog: pytest.LogCaptureFixture) -> None:
    world.provokes = True
    world.env.inject_error("POST", "/interactions/*/*/callback", status=404, code=10062, message="Unknown interaction")
    with caplog.at_level(logging.WARNING):
        result = await world.fan.slash(world.channel, "ask", question="when does quiet comet come out")
    assert not result.acknowledged
    assert world.env.errors
    assert "nobody left to answer" in caplog.text
    assert not [each for each in caplog.records if each.levelno >= logging.ERROR]


async def test_a_refused_apology_is_only_logged(world: World, caplog: pytest.LogCaptureFixture) -> None:
    world.provokes = True
    world.env.inject_error("POST", "/interactions/*/*/callback", status=500, times=2)
    with caplog.at_level(logging.WARNING):
        await world.fan.slash(world.channel, "ask", question="when does quiet comet come out")
    assert world.env.errors
    assert "could not tell the person" in caplog.text


DESK_ERRORS: list[type[DeskError]] = [NotAllowed, NotFound, Invalid, Conflict, NothingToDo, TooMany, DeskError]
STORE_ERRORS = [StoreDamaged, StoreLocked, StoreUnwritable, StoreTooNew]

TEXTS = st.lists(st.sampled_from(HOSTILE) | st.text(max_size=60), min_size=1, max_size=4).map(" ".join)


@given(TEXTS, st.sampled_from(DESK_ERRORS))
def test_no_desk_error_contains_markup(text: str, kind: type[DeskError]) -> None:
    content = words_for(kind(f"I hold no production called {text!r}. Did you mean {text}?"))
    assert content is not None
    assert alive(content) == []
    assert alive(words_for(kind(text * 40)) or "") == []


@given(TEXTS)
def test_no_other_error_contains_markup(text: str) -> None:
    transformer = app_commands.TransformerError(text, discord.AppCommandOptionType.string, Odd())
    for error in (OutdatedControl(text), transformer):
        assert alive(str(words_for(error))) == []
    assert words_for(RevisionConflict(text, None)) == words_for(RevisionConflict("“keepers-mill” is at 2", None))


class Odd(app_commands.Transformer):
    """A transformer, to be named in an error."""


def test_the_check_for_live_markup_finds_it() -> None:
    assert all(alive(each) for each in HOSTILE)
    assert all(alive(f"harmless {each}") for each in ("*a*", "[x](y)", "https://a.b", "<@1>", "\n# h", "\\\\*"))
    assert not alive("harmless, 3.5 minutes - and so on: \\*a\\* https\\://a.b")


@pytest.mark.parametrize("kind", STORE_ERRORS)
async def test_members_never_see_paths_and_the_host_finds_them_by_reference(
    world: World, caplog: pytest.LogCaptureFixture, kind: type[Exception]
) -> None:
    async def refuse(tap: Tap) -> None:
        raise kind(f"{HOSTS} could not be written: the disk is full")

    world.bot.routes.add("refused", refuse, by_button())
    shown = await shown_panel(world, button("Save", "refused"))
    with caplog.at_level(logging.ERROR):
        content = words(await world.fan.click(shown, label="Save"))
    assert "srv" not in content
    reference = re.search(r"Reference: `([0-9a-f]{6})`", content)
    assert reference is not None
    assert [each for each in caplog.records if reference[1] in each.getMessage() and HOSTS in each.getMessage()]


async def test_a_full_disk_is_reported_and_nothing_is_changed(
    world: World, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    shown = await world.moderator.slash(world.channel, "fact retire", fact="keepers-mill")
    monkeypatch.setattr(FileSystem, "create", full)
    with caplog.at_level(logging.ERROR):
        content = words(await world.moderator.click(reply(shown), label="Restore"))
    monkeypatch.undo()
    assert content.startswith("I couldn't save that, because my host's disk is full. Nothing was changed. Ref")
    assert "store.json" not in content
    assert "store.json" in caplog.text
    assert world.desk.catalogue.find_fact("keepers-mill", scope(world)) is None


@pytest.mark.parametrize("hostile", HOSTILE)
async def test_titles_and_typed_text_stay_text_in_every_error(world: World, hostile: str) -> None:
    typed = " ".join(hostile.split())
    await world.desk.productions.add(manager(world), typed)
    near = typed[:-1] + "x"
    tries: list[tuple[str, dict[str, str]]] = [
        ("ask", {"question": typed, "production": near}),
        ("facts", {"production": near, "topic": typed}),
        ("release", {"production": near}),
        ("suggest", {"production": near}),
        ("fact show", {"fact": typed}),
        ("fact edit", {"fact": typed}),
        ("fact retire", {"fact": typed}),
        ("fact history", {"fact": typed}),
        ("fact merge", {"keep": typed, "other": "keepers-mill"}),
        ("fact confirm", {"fact": typed}),
        ("fact shared", {"fact": typed}),
        ("fact add", {"production": near, "topic": "stunt"}),
        ("production edit", {"production": near}),
        ("stale", {"production": near}),
        ("why", {"question": typed, "production": near}),
        ("pack export", {"production": near}),
        ("pack import", {"file": ("a[x](https://evil.example).json", b"{")}),  # type: ignore[dict-item]
    ]
    for command, options in tries:
        response = await world.moderator.slash(world.channel, command, **options)
        assert response.response is not None, command
        assert response.ephemeral, command
        assert alive(words(response)) == [], command
