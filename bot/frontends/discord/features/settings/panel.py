"""A server's settings as controls; the whole panel and the steps of ``/setup`` are made of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from discord import ui

from bot.desk.access.settings import Language, ServerSettings, SpoilerPolicy
from bot.frontends.discord.components.forms import Form, line
from bot.frontends.discord.components.parts import (
    ENTITIES,
    Panel,
    button,
    channel_menu,
    menu,
    option,
    role_menu,
    rows,
    text,
)
from bot.frontends.discord.shared.markdown import escaped_line
from bot.frontends.discord.shared.routes import Press

CHOOSE = "setting"
"""The verb of every control that sets something: its arguments are the field, and the panel to show afterwards."""

DEFAULT_SENT = "setting-default"

_POLICIES = {
    SpoilerPolicy.COVER: "shown covered, until tapped",
    SpoilerPolicy.HIDE: "left out of answers",
    SpoilerPolicy.SHOW: "shown like everything else",
}
_LANGUAGES = {
    Language.AUTO: "each member's own",
    Language.ENGLISH: "English",
    Language.SPANISH: "Spanish",
    Language.FRENCH: "French",
    Language.GERMAN: "German",
    Language.PORTUGUESE: "Portuguese",
    Language.ITALIAN: "Italian",
}

LABELS: Mapping[str, str] = MappingProxyType(
    {
        "moderator_roles": "**Moderators**: may do everything here, beside those with Manage Server",
        "curator_roles": "**Curators**: may add and edit facts and answer from the queue",
        "answer_channels": "**Channels** in which I answer mentions; none chosen means all",
        "digest_channel": "**Weekly digest** to",
        "log_channel": "**Log of changes**, with before and after, to",
    }
)


def settings_panel(settings: ServerSettings, production: str) -> Panel:
    """Everything that can be set. ``production`` is the title of the default one, empty for none."""
    where = "all"
    inside: list[ui.Item[Any]] = [text("### Settings of this server\n-# what you choose holds at once")]
    for field in LABELS:
        inside += entity(field, settings, where)
    inside += [spoilers(settings, where), language(settings, where)]
    container: ui.Container[Any] = ui.Container(*inside)
    more = [mentions(settings, where), default(production, where), button("Muted members", "muted")]
    return Panel(container, *rows(more))


def entity(field: str, settings: ServerSettings, where: str) -> list[ui.Item[Any]]:
    """One choice of roles or channels, with its label."""
    value: tuple[str, ...] | str | None = getattr(settings, field)
    chosen = (value,) if isinstance(value, str) else value or ()
    if field.endswith("_roles"):
        control: ui.Item[Any] = role_menu("Choose roles", chosen, CHOOSE, field, where)
    else:
        most = ENTITIES if field.endswith("_channels") else 1
        control = channel_menu(
            "Choose channels" if most > 1 else "Choose a channel", chosen, most, CHOOSE, field, where
        )
    more = f"\n-# and {len(chosen) - ENTITIES} more, which choosing here replaces" if len(chosen) > ENTITIES else ""
    return [text(LABELS[field] + more), ui.ActionRow(control)]


def spoilers(settings: ServerSettings, where: str) -> ui.ActionRow[Any]:
    """What is done with facts that give the story away."""
    options = [
        option(f"Spoilers: {words}", each, default=each is settings.spoiler_policy) for each, words in _POLICIES.items()
    ]
    return ui.ActionRow(menu("Spoilers", options, CHOOSE, "spoiler_policy", where))


def language(settings: ServerSettings, where: str) -> ui.ActionRow[Any]:
    """In which language questions are taken."""
    options = [
        option(f"Language: {words}", each, default=each is settings.language) for each, words in _LANGUAGES.items()
    ]
    return ui.ActionRow(menu("Language", options, CHOOSE, "language", where))


def mentions(settings: ServerSettings, where: str) -> Press:
    """Whether mentions are answered; a tap turns it over."""
    label = "Mentions are answered" if settings.answer_mentions else "Mentions are not answered"
    return button(label, CHOOSE, "answer_mentions", where, emoji="✅" if settings.answer_mentions else "🚫")


def default(production: str, where: str) -> Press:
    """Which production is meant where a question names none."""
    return button(f"Default film or show: {production or 'none'}", CHOOSE, "default_production", where)


def default_form(production: str, where: str) -> Form:
    """The name of the default production."""
    name = line(
        "name",
        "Film or show that is meant by default",
        value=production,
        hint="Where a question names none. Empty: no default",
        limit=200,
    )
    return Form("Default film or show", [name], DEFAULT_SENT, where)


def summary(settings: ServerSettings, production: str) -> str:
    """The settings in words, escaped."""
    lines = [
        f"Moderators: {_roles(settings.moderator_roles) or 'those with Manage Server'}",
        f"Curators: {_roles(settings.curator_roles) or 'none'}",
        f"I answer mentions: {_where(settings)}",
        f"Default film or show: {escaped_line(production, 100) or 'none'}",
        f"Weekly digest: {_channels((settings.digest_channel,)) or 'off'}",
        f"Log of changes: {_channels((settings.log_channel,)) or 'off'}",
    ]
    return "\n".join(f"- {each}" for each in lines)


def _where(settings: ServerSettings) -> str:
    if not settings.answer_mentions:
        return "no"
    return _channels(settings.answer_channels) or "in every channel"


def _roles(roles: Sequence[str]) -> str:
    return ", ".join(f"<@&{each}>" for each in roles[:10])


def _channels(channels: Sequence[str | None]) -> str:
    return ", ".join(f"<#{each}>" for each in channels[:10] if each)
