"""What a server can choose: its roles, channels, spoiler policy and the like."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from bot.facts.models import Model, Slug

DiscordId = Annotated[str, StringConstraints(pattern=r"^\d{1,20}$")]
Person = Annotated[str, StringConstraints(pattern=r"^(?:discord|cli):\S{1,100}$")]


class SpoilerPolicy(StrEnum):
    """What is done with a fact that gives the story away: covered until tapped, left out, or shown."""

    COVER = "cover"
    HIDE = "hide"
    SHOW = "show"


class Language(StrEnum):
    """Languages in which questions are understood; ``auto`` follows the member's own."""

    AUTO = "auto"
    ENGLISH = "en"
    SPANISH = "es"
    FRENCH = "fr"
    GERMAN = "de"
    PORTUGUESE = "pt"
    ITALIAN = "it"


class ServerSettings(Model):
    """One server's choices; roles and channels are Discord ids as text."""

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
    """People whose suggestions are not taken."""

    def answers_in(self, channel: str | None) -> bool:
        """Whether free text is answered in a channel; no channels chosen means all of them."""
        return not self.answer_channels or channel in self.answer_channels
