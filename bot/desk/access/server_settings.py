"""Define the settings of a server: roles, channels, spoiler policy and so on."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from bot.facts.models import Model, Slug

DiscordId = Annotated[str, StringConstraints(pattern=r"^\d{1,20}$")]
Person = Annotated[str, StringConstraints(pattern=r"^(?:discord|cli):\S{1,100}$")]


class SpoilerPolicy(StrEnum):
    """How a server shows spoilers: cover them until tapped, hide them, or show them."""

    COVER = "cover"
    HIDE = "hide"
    SHOW = "show"


class Language(StrEnum):
    """A language in which the bot understands questions; ``auto`` is each member's own."""

    AUTO = "auto"
    ENGLISH = "en"
    SPANISH = "es"
    FRENCH = "fr"
    GERMAN = "de"
    PORTUGUESE = "pt"
    ITALIAN = "it"


class ServerSettings(Model):
    """The settings of one server. Roles and channels are Discord ids as text."""

    moderator_roles: Annotated[tuple[DiscordId, ...], Field(max_length=25)] = ()
    curator_roles: Annotated[tuple[DiscordId, ...], Field(max_length=25)] = ()
    answer_channels: Annotated[tuple[DiscordId, ...], Field(max_length=100)] = ()
    answer_mentions: bool = True
    spoiler_policy: SpoilerPolicy = SpoilerPolicy.COVER
    digest_channel: DiscordId | None = None
    log_channel: DiscordId | None = None
    language: Language = Language.AUTO
    default_production: Slug | None = None
    muted: Annotated[tuple[Person, ...], Field(max_length=1000)] = ()
    """People whose suggestions the server doesn't accept."""

    def answers_in(self, channel: str | None) -> bool:
        """Return whether the bot answers messages in a channel. If no channels were chosen, it answers in all."""
        return not self.answer_channels or channel in self.answer_channels
