"""Reply in the server's language, otherwise in the member's own. The catalogue is invented."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import discord
import pytest
import simcord.interactions
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from discord import app_commands

from bot import messages
from bot.desk.access.actors import Actor
from bot.frontends.discord.connection.command_sync import fingerprint
from bot.frontends.discord.shared.languages import CommandTranslator, catalogue_for
from tests.frontends.discord.world import World, buttons, last_in, reply, words

RELEASE = "when does the lantern keepers come out"
GERMAN = {
    "Sources": "Quellen",
    "Dates announced": "Angekündigte Termine",
    "There is nothing more about this.": "Mehr gibt es dazu nicht.",
    "Ask about a film or show: dates, stunts, locations, cast and more": "Frag nach einem Film",
}


@pytest.fixture
def german(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Create a German catalogue in a temporary folder."""
    catalogue = Catalog("de")
    for english, translated in GERMAN.items():
        catalogue.add(english, translated)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    folder = tmp_path / "de" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / f"{messages.DOMAIN}.mo").write_bytes(compiled.getvalue())
    monkeypatch.setattr(messages, "LOCALES", tmp_path)
    messages.translations.cache_clear()
    yield
    messages.translations.cache_clear()


@pytest.fixture
def speaks(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Set the Discord language of all people, which is always English in simcord."""
    made = simcord.interactions.base_payload

    def set_to(locale: str) -> None:
        def build(*arguments: Any, **named: Any) -> Any:
            record, payload = made(*arguments, **named)
            return record, payload | {"locale": locale}

        monkeypatch.setattr(simcord.interactions, "base_payload", build)

    return set_to


async def set_language(world: World, language: str) -> None:
    manager = Actor("discord:1", str(world.guild.id), manages_server=True)
    await world.desk.settings.change(manager, {"language": language})


async def test_a_german_member_is_answered_in_german(world: World, german: None, speaks: Callable[[str], None]) -> None:
    english = await world.fan.slash(world.channel, "ask", question=RELEASE)
    assert "Sources" in buttons(english)
    speaks("de")
    shown = await world.fan.slash(world.channel, "ask", question=RELEASE)
    assert "Quellen" in buttons(shown)
    pressed = await world.fan.click(reply(english), label="More")
    assert "Angekündigte Termine" in buttons(pressed)


async def test_the_servers_language_wins_over_the_members(
    world: World, german: None, speaks: Callable[[str], None]
) -> None:
    await set_language(world, "de")
    assert "Quellen" in buttons(await world.fan.slash(world.channel, "ask", question=RELEASE))
    await world.fan.send(world.channel, f"<@{world.env.backend.bot_user.id}> {RELEASE}")
    assert "Quellen" in buttons(last_in(world.channel))
    speaks("de")
    await set_language(world, "en")
    assert "Sources" in buttons(await world.fan.slash(world.channel, "ask", question=RELEASE))


async def test_each_member_has_their_own_language(world: World, german: None, speaks: Callable[[str], None]) -> None:
    speaks("de")
    await world.fan.slash(world.channel, "ask", question=RELEASE)
    speaks("fr")
    shown = await world.member("other").slash(world.channel, "ask", question=RELEASE)
    assert "Sources" in buttons(shown)
    assert "14 May 2027" in words(shown)


async def test_commands_are_published_with_their_translations(world: World, german: None) -> None:
    tree = world.bot.tree
    assert isinstance(tree.translator, CommandTranslator)
    ask = tree.get_command("ask")
    assert isinstance(ask, app_commands.Command)
    payload = await ask.get_translated_payload(tree, tree.translator)
    assert payload["description_localizations"] == {"de": "Frag nach einem Film"}


async def test_a_new_translation_is_published(world: World, request: pytest.FixtureRequest) -> None:
    before = await fingerprint(world.bot.tree)
    request.getfixturevalue("german")
    assert await fingerprint(world.bot.tree) != before


def test_a_language_without_a_catalogue_is_skipped(german: None) -> None:
    assert catalogue_for("fr", "de").gettext("Sources") == "Quellen"
    assert catalogue_for("auto", None, "de-AT").gettext("Sources") == "Quellen"
    for english in (("en-GB", "de"), ("fr", "xx"), (), (discord.Locale.japanese.value,)):
        assert catalogue_for(*english).gettext("Sources") == "Sources"
