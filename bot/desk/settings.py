"""What each server has chosen: its roles, channels, spoiler policy and the like."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field, StringConstraints, ValidationError

from bot.desk.actors import scope_of
from bot.desk.errors import Invalid
from bot.facts.models import SHARED, Model, Slug
from bot.stores.protocol import DocumentStore

COLLECTION = "settings"

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


_ACCEPTED = {
    "moderator_roles": "choose up to 25 roles",
    "curator_roles": "choose up to 25 roles",
    "answer_channels": "choose up to 100 channels, or none for all of them",
    "answer_mentions": "choose yes or no",
    "spoiler_policy": "choose cover, hide or show",
    "digest_channel": "choose one channel, or none",
    "log_channel": "choose one channel, or none",
    "language": f"choose one of {', '.join(Language)}",
    "default_production": "give the id of a production that /productions lists, or none",
    "muted": "give at most 1000 people",
}


class SettingsDesk:
    """All servers' settings, in memory, written through; reading never waits."""

    def __init__(self, documents: DocumentStore) -> None:
        self._documents = documents
        self._of: dict[str, ServerSettings] = {}

    async def load(self) -> None:
        """Read all settings. Raises ``pydantic.ValidationError`` where the store holds what never was valid."""
        stored = await self._documents.all(COLLECTION)
        self._of = {scope: ServerSettings.model_validate(document) for scope, document in stored.items()}

    def of(self, server: str | None) -> ServerSettings:
        """The settings of a server by its id; the defaults where it chose none, and in direct messages."""
        return self._of.get(scope_of(server), _DEFAULTS)

    def servers(self) -> tuple[str, ...]:
        """Ids of the servers that chose anything."""
        return tuple(scope.removeprefix("server:") for scope in self._of if scope.startswith("server:"))

    async def change(self, server: str | None, changes: Mapping[str, Any]) -> ServerSettings:
        """Set some fields of a server's settings, and return all of them. The caller has checked who may.

        Raises:
            Invalid: a field does not exist or its value cannot be kept; nothing was changed.
            StoreUnwritable: the change could not be written; nothing was changed.
        """
        scope = scope_of(server)
        before = self.of(server).model_dump()
        try:
            after = ServerSettings.model_validate({**before, **changes})
        except ValidationError as fault:
            raise _refused(fault) from fault
        await self._documents.put(COLLECTION, scope, after.model_dump(mode="json"))
        self._of[scope] = after
        return after

    @property
    def what(self) -> str:
        """What is kept of people here."""
        return "servers where your suggestions are muted"

    async def find(self, person: str) -> tuple[str, ...]:
        """The servers where a person's suggestions are not taken."""
        return tuple(scope for scope, settings in self._of.items() if person in settings.muted)

    async def forget(self, person: str) -> int:
        """Take a person from the lists of the muted; how many there were."""
        muted = [(scope, settings) for scope, settings in self._of.items() if person in settings.muted]
        for scope, settings in muted:
            rest = tuple(other for other in settings.muted if other != person)
            await self.change(None if scope == SHARED else scope.removeprefix("server:"), {"muted": rest})
        return len(muted)

    async def forget_server(self, server: str) -> bool:
        """Remove a server's settings; whether it had any."""
        self._of.pop(scope_of(server), None)
        return await self._documents.delete(COLLECTION, scope_of(server))


_DEFAULTS = ServerSettings()


def _refused(fault: ValidationError) -> Invalid:
    fields: dict[str, str] = {}
    for error in fault.errors():
        name = str(error["loc"][0]) if error["loc"] else "settings"
        remedy = _ACCEPTED.get(name, f"there is no such setting; the settings are {', '.join(_ACCEPTED)}")
        fields[name] = f"{error.get('input')!r} cannot be kept: {remedy}"
    return Invalid("; ".join(f"{name}: {words}" for name, words in fields.items()), fields)
