"""Build the controls of a server's settings, for the panel and for the steps of ``/setup``."""

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
from bot.frontends.discord.shared.routing.routes import RoutedButton
from bot.messages import N_, _, translated

CHOOSE = "setting"
"""The verb of every control that sets something. Its arguments: the field, and the panel to show afterwards."""

DEFAULT_SENT = "setting-default"

_POLICIES = {
    SpoilerPolicy.COVER: N_("Spoilers: covered until tapped"),
    SpoilerPolicy.HIDE: N_("Spoilers: left out"),
    SpoilerPolicy.SHOW: N_("Spoilers: shown openly"),
}
_LANGUAGES = {
    Language.AUTO: N_("Language: each member's own"),
    Language.ENGLISH: N_("Language: English"),
    Language.SPANISH: N_("Language: Spanish"),
    Language.FRENCH: N_("Language: French"),
    Language.GERMAN: N_("Language: German"),
    Language.PORTUGUESE: N_("Language: Portuguese"),
    Language.ITALIAN: N_("Language: Italian"),
}

LABELS: Mapping[str, str] = MappingProxyType(
    {
        "moderator_roles": N_("**Moderators** can do everything here, like members with Manage Server"),
        "curator_roles": N_("**Curators** can add and edit facts, and answer from the queue"),
        "answer_channels": N_("**Channels** where I answer mentions; choose none for all of them"),
        "digest_channel": N_("**Weekly digest**: the channel for it"),
        "log_channel": N_("**Change log**: the channel for it"),
    }
)


def settings_panel(settings: ServerSettings, production: str) -> Panel:
    """Build the panel. ``production`` is the title of the default production, empty for none."""
    where = "all"
    inside: list[ui.Item[Any]] = [text(_("### Server settings\n-# Changes apply immediately"))]
    for field in LABELS:
        inside += entity(field, settings, where)
    inside += [spoilers(settings, where), language(settings, where)]
    container: ui.Container[Any] = ui.Container(*inside)
    more = [mentions(settings, where), default(production, where), button(_("Muted members"), "muted")]
    return Panel(container, *rows(more))


def entity(field: str, settings: ServerSettings, where: str) -> list[ui.Item[Any]]:
    """Build one choice of roles or channels, with its label."""
    value: tuple[str, ...] | str | None = getattr(settings, field)
    chosen = (value,) if isinstance(value, str) else value or ()
    if field.endswith("_roles"):
        control: ui.Item[Any] = role_menu(_("Choose roles"), chosen, CHOOSE, field, where)
    else:
        most = ENTITIES if field.endswith("_channels") else 1
        control = channel_menu(
            _("Choose channels") if most > 1 else _("Choose a channel"), chosen, most, CHOOSE, field, where
        )
    label = translated(LABELS[field])
    if (more := len(chosen) - ENTITIES) > 0:
        label += "\n-# " + _("and {count} more, which a new choice replaces").format(count=more)
    return [text(label), ui.ActionRow(control)]


def spoilers(settings: ServerSettings, where: str) -> ui.ActionRow[Any]:
    """Build the menu of what to do with spoilers."""
    options = [
        option(translated(label), each, default=each is settings.spoiler_policy) for each, label in _POLICIES.items()
    ]
    return ui.ActionRow(menu(_("Spoilers"), options, CHOOSE, "spoiler_policy", where))


def language(settings: ServerSettings, where: str) -> ui.ActionRow[Any]:
    """Build the menu of the language that short questions are taken to be in."""
    options = [option(translated(label), each, default=each is settings.language) for each, label in _LANGUAGES.items()]
    return ui.ActionRow(menu(_("Language"), options, CHOOSE, "language", where))


def mentions(settings: ServerSettings, where: str) -> RoutedButton:
    """Build the button that turns answers to mentions on or off."""
    label = _("Answer mentions: on") if settings.answer_mentions else _("Answer mentions: off")
    return button(label, CHOOSE, "answer_mentions", where, emoji="✅" if settings.answer_mentions else "🚫")


def default(production: str, where: str) -> RoutedButton:
    """Build the button to choose the production for questions that name none."""
    label = _("Default: {title}").format(title=production) if production else _("Default film or show: none")
    return button(label, CHOOSE, "default_production", where)


def default_form(production: str, where: str) -> Form:
    """Build the form for the default production."""
    hint = _("For questions that name none. Leave it empty for no default")
    name = line("name", _("Film or show"), value=production, hint=hint, limit=200)
    return Form(_("Default film or show"), [name], DEFAULT_SENT, where)


def summary(settings: ServerSettings, production: str) -> str:
    """List the settings in words, escaped."""
    moderators = _roles(settings.moderator_roles) or _("members with Manage Server")
    lines = [
        _("Moderators: {roles}").format(roles=moderators),
        _("Curators: {roles}").format(roles=_roles(settings.curator_roles) or _("none")),
        _("Answers to mentions: {channels}").format(channels=_where(settings)),
        _("Default film or show: {title}").format(title=escaped_line(production, 100) or _("none")),
        _("Weekly digest: {channel}").format(channel=_channels((settings.digest_channel,)) or _("off")),
        _("Change log: {channel}").format(channel=_channels((settings.log_channel,)) or _("off")),
    ]
    return "\n".join(f"- {each}" for each in lines)


def _where(settings: ServerSettings) -> str:
    if not settings.answer_mentions:
        return _("off")
    return _channels(settings.answer_channels) or _("in every channel")


def _roles(roles: Sequence[str]) -> str:
    return ", ".join(f"<@&{each}>" for each in roles[:10])


def _channels(channels: Sequence[str | None]) -> str:
    return ", ".join(f"<#{each}>" for each in channels[:10] if each)
