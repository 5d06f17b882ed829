"""Check that messages that the bot sends by itself are in the language of their server."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import discord
import pytest
from simcord.components import walk_components

from bot import messages
from bot.desk.access.actors import Actor
from bot.desk.editing.drafts.draft import draft_of
from bot.desk.moderation.outbox import NoticeKind
from bot.frontends.discord.features.digest.cog import WeeklyDigest
from bot.frontends.discord.features.notices import NoticeDelivery
from bot.frontends.discord.features.settings.wizard import HELLO
from tests.frontends.discord.world import FACTS, PRODUCTIONS, World
from tests.pseudo import compile_pseudo, untranslated

LANGUAGE = "de"
DATA = (
    *(fact["text"] for fact in FACTS),
    *(production["title"] for production in PRODUCTIONS),
    *(
        "Kinderdijk",
        "The Netherlands",
        "windmill",
        "mill scenes",
        "location",
        "release",
        "who wrote the songs",
        "keepers-mill",
    ),
    *("read the call sheet", "no source", "Harbour Gazette \\*weekly\\*", "https://example.org/a_(b)?x=1"),
    *("United States", "cover", "hide"),
)
_MARKUP = re.compile(r"<[^>]*>")


@pytest.fixture(autouse=True)
def pseudo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Add the pseudo-language to the languages that a server can choose."""
    compile_pseudo(tmp_path / "locales", LANGUAGE)
    monkeypatch.setattr(messages, "LOCALES", tmp_path / "locales")
    messages.translations.cache_clear()
    yield
    messages.translations.cache_clear()


def manager(world: World) -> Actor:
    return Actor(f"discord:{world.moderator.id}", str(world.guild.id), manages_server=True)


async def sent(world: World) -> list[str]:
    """Return everything that the bot sent, with the labels of buttons."""
    await world.env.settle()
    return [
        "\n".join(str(each.get("content") or each.get("label") or "") for each in walk_components(message.components))
        for message in world.sent()
    ]


def english(content: str) -> list[str]:
    assert "⟦" in content
    return untranslated(_MARKUP.sub(" ", content), DATA)


@pytest.mark.parametrize("kind", NoticeKind)
async def test_a_notice_is_in_the_language_of_its_server(world: World, kind: NoticeKind) -> None:
    await world.desk.settings.change(manager(world), {"language": LANGUAGE})
    person, scope = f"discord:{world.fan.id}", manager(world).scope
    await world.desk.notices.put(
        person, kind, scope=scope, about="who wrote the songs", fact="keepers-mill", reason="no source"
    )
    await world.desk.notices.put(person, kind, scope="shared", about="who wrote the songs", reason="no source")
    delivery = world.bot.get_cog("NoticeDelivery")
    assert isinstance(delivery, NoticeDelivery)
    await delivery.loop()
    theirs, shared = await sent(world)
    assert english(theirs) == []
    assert "⟦" not in shared, "the next notice is in its own language"


async def test_the_weekly_digest_is_in_the_servers_language(world: World) -> None:
    await world.desk.settings.change(manager(world), {"language": LANGUAGE, "digest_channel": str(world.channel.id)})
    world.desk.question_log.note("who wrote the songs", manager(world).scope, "discord:7")
    await world.fan.slash(world.channel, "ask", question="when does quiet comet come out")
    await world.desk.curating.confirm(manager(world), "keepers-mill")
    answered = len(await sent(world))
    weekly = world.bot.get_cog("WeeklyDigest")
    assert isinstance(weekly, WeeklyDigest)
    await weekly.loop()
    [digest] = (await sent(world))[answered:]
    assert english(digest) == []


async def test_the_change_log_is_in_the_servers_language(world: World) -> None:
    log = world.guild.create_text_channel("log")
    await world.desk.settings.change(manager(world), {"language": LANGUAGE, "log_channel": str(log.id)})
    draft = draft_of(world.desk.catalogue.fact("keepers-mill", manager(world).scope))
    await world.desk.curating.edit(manager(world), draft.typed(subject="windmill", why="read the call sheet"))
    await world.desk.curating.withdraw(manager(world), "keepers-mill")
    edited, withdrawn = await sent(world)
    assert english(edited) == []
    assert english(withdrawn) == []


async def test_changed_settings_are_logged_in_the_servers_language(world: World) -> None:
    log = world.guild.create_text_channel("log")
    await world.desk.settings.change(manager(world), {"language": LANGUAGE, "log_channel": str(log.id)})
    settings = world.desk.settings.of(str(world.guild.id))
    changed = settings.model_copy(update={"answer_mentions": False, "spoiler_policy": "hide"})
    await world.hears(
        lambda: world.bot.dispatch("settings_changed", str(world.guild.id), manager(world).person, settings, changed)
    )
    [content] = await sent(world)
    assert english(content) == []


async def test_a_new_server_is_greeted_in_its_language(world: World) -> None:
    guild = world.bot.get_guild(world.guild.id)
    assert guild is not None
    guild._system_channel_id = world.channel.id
    await world.hears(lambda: world.bot.dispatch("guild_join", guild))
    guild.preferred_locale = discord.Locale.german
    await world.hears(lambda: world.bot.dispatch("guild_join", guild))
    first, second = await sent(world)
    assert first == HELLO
    assert english(second) == []
