"""What each server has chosen, in memory and written through; reading never waits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from bot.desk.access.actors import Actor, scope_of
from bot.desk.access.permissions import Deed, require
from bot.desk.access.server_settings import Language, ServerSettings, SpoilerPolicy
from bot.desk.errors import Invalid
from bot.desk.state.catalogue import Catalogue
from bot.desk.state.documents import Collection
from bot.facts.models import SHARED
from bot.stores.protocol import DocumentStore

__all__ = ["Language", "ServerSettings", "SettingsDesk", "SpoilerPolicy"]

COLLECTION = "settings"

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

    def __init__(self, documents: DocumentStore, catalogue: Catalogue) -> None:
        self._stored = Collection(documents, COLLECTION, ServerSettings)
        self._catalogue = catalogue
        self._of: dict[str, ServerSettings] = {}

    async def load(self) -> None:
        """Read all settings. Raises ``pydantic.ValidationError`` where the store holds what never was valid."""
        self._of = await self._stored.all()

    def of(self, server: str | None) -> ServerSettings:
        """The settings of a server by its id; the defaults where it chose none, and in direct messages."""
        return self.in_scope(scope_of(server))

    def in_scope(self, scope: str) -> ServerSettings:
        """The settings that hold in a scope."""
        return self._of.get(scope, _DEFAULTS)

    def servers(self) -> tuple[str, ...]:
        """Ids of the servers that chose anything."""
        return tuple(scope.removeprefix("server:") for scope in self._of if scope.startswith("server:"))

    async def change(self, actor: Actor, changes: Mapping[str, Any]) -> ServerSettings:
        """Set some fields of the settings of the server where the actor is, and return all of them.

        Raises:
            NotAllowed: the actor is no moderator there.
            Invalid: a field does not exist or its value cannot be kept; nothing was changed.
            StoreUnwritable: the change could not be written; nothing was changed.
        """
        require(actor, Deed.SETTINGS, self.of(actor.server))
        chosen = changes.get("default_production")
        if isinstance(chosen, str) and self._catalogue.find_production(chosen, actor.scope) is None:
            raise _invalid({"default_production": chosen})
        return await self._write(actor.scope, changes)

    async def _write(self, scope: str, changes: Mapping[str, Any]) -> ServerSettings:
        before = self.in_scope(scope).model_dump()
        try:
            after = ServerSettings.model_validate({**before, **changes})
        except ValidationError as fault:
            raise _invalid({str(error["loc"][0]): error.get("input") for error in fault.errors()}) from fault
        await self._stored.put(scope, after)
        self._of[scope] = after
        return after

    @property
    def what(self) -> str:
        """What is kept of people here."""
        return "servers where your suggestions are muted"

    async def find(self, person: str) -> tuple[str, ...]:
        """The servers where a person's suggestions are not taken."""
        return tuple(_place(scope) for scope, settings in self._of.items() if person in settings.muted)

    async def forget(self, person: str) -> int:
        """Take a person from the lists of the muted; how many there were."""
        muted = [(scope, settings) for scope, settings in self._of.items() if person in settings.muted]
        for scope, settings in muted:
            rest = tuple(other for other in settings.muted if other != person)
            await self._write(scope, {"muted": rest})
        return len(muted)

    def scopes(self) -> frozenset[str]:
        """Every scope that settings are kept for."""
        return frozenset(self._of)

    async def forget_scope(self, scope: str) -> int:
        """Remove a server's settings; how many there were."""
        gone = await self._stored.delete(scope)
        self._of.pop(scope, None)
        return int(gone)


_DEFAULTS = ServerSettings()


def _place(scope: str) -> str:
    return "direct messages" if scope == SHARED else scope.replace(":", " ")


def _invalid(refused: Mapping[str, object]) -> Invalid:
    """The error for fields whose values were refused, by their names."""
    unknown = f"there is no such setting; the settings are {', '.join(_ACCEPTED)}"
    fields = {name: f"{value!r:.80} cannot be kept: {_ACCEPTED.get(name, unknown)}" for name, value in refused.items()}
    return Invalid("; ".join(f"{name}: {words}" for name, words in fields.items()), fields)
