"""Keep every server's settings in memory, and write changes to the store immediately."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from bot.desk.access.actors import Actor, scope_of
from bot.desk.access.permissions import Permission, require
from bot.desk.access.server_settings import Language, ServerSettings, SpoilerPolicy
from bot.desk.errors import Invalid
from bot.desk.state.catalogue import Catalogue
from bot.desk.state.documents import Collection
from bot.facts.models import SHARED
from bot.facts.problems import shortened
from bot.messages import N_, _, comma_list, translated
from bot.stores.protocol import DocumentStore

__all__ = ["Language", "ServerSettings", "SettingsDesk", "SpoilerPolicy"]

COLLECTION = "settings"

_ACCEPTED = {
    "moderator_roles": N_("choose up to 25 roles"),
    "curator_roles": N_("choose up to 25 roles"),
    "answer_channels": N_("choose up to 100 channels, or none for all channels"),
    "answer_mentions": N_("choose yes or no"),
    "spoiler_policy": N_("choose cover, hide or show"),
    "digest_channel": N_("choose one channel, or none"),
    "log_channel": N_("choose one channel, or none"),
    "language": N_("choose one of {languages}"),
    "default_production": N_("choose a production that /productions lists, or none"),
    "muted": N_("mute at most 1000 people"),
}
"""What each setting accepts."""


class SettingsDesk:
    """Reads and changes the settings of all servers."""

    what = N_("servers where your suggestions are muted")

    def __init__(self, documents: DocumentStore, catalogue: Catalogue) -> None:
        self._stored = Collection(documents, COLLECTION, ServerSettings)
        self._catalogue = catalogue
        self._of: dict[str, ServerSettings] = {}

    async def load(self) -> None:
        """Load all settings. Raises ``pydantic.ValidationError`` if the store contains some that were never valid."""
        self._of = await self._stored.all()

    def of(self, server: str | None) -> ServerSettings:
        """Return the settings of a server id; the defaults for None (direct messages) and unknown servers."""
        return self.in_scope(scope_of(server))

    def in_scope(self, scope: str) -> ServerSettings:
        """Return the settings of a scope."""
        return self._of.get(scope, _DEFAULTS)

    def servers(self) -> tuple[str, ...]:
        """Return the ids of all servers that have changed a setting."""
        return tuple(scope.removeprefix("server:") for scope in self._of if scope.startswith("server:"))

    async def change(self, actor: Actor, changes: Mapping[str, Any]) -> ServerSettings:
        """Change some settings of the actor's server, and return all of them.

        Raises:
            NotAllowed: the actor isn't a moderator there.
            Invalid: a setting doesn't exist or doesn't accept the value; nothing was changed.
            StoreUnwritable: the change couldn't be written; nothing was changed.
        """
        require(actor, Permission.SETTINGS, self.of(actor.server))
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

    async def find(self, person: str) -> tuple[str, ...]:
        """Return the servers where a person is muted."""
        return tuple(_place(scope) for scope, settings in self._of.items() if person in settings.muted)

    async def forget(self, person: str) -> int:
        """Unmute a person everywhere; return the number of servers where they were muted."""
        muted = [(scope, settings) for scope, settings in self._of.items() if person in settings.muted]
        for scope, settings in muted:
            rest = tuple(other for other in settings.muted if other != person)
            await self._write(scope, {"muted": rest})
        return len(muted)

    def scopes(self) -> frozenset[str]:
        """Return every scope that has changed a setting."""
        return frozenset(self._of)

    async def forget_scope(self, scope: str) -> int:
        """Delete a server's settings; return how many there were."""
        gone = await self._stored.delete(scope)
        self._of.pop(scope, None)
        return int(gone)


_DEFAULTS = ServerSettings()


def _place(scope: str) -> str:
    if scope == SHARED:
        return _("direct messages")
    return _("server {server}").format(server=scope.removeprefix("server:"))


def _invalid(refused: Mapping[str, object]) -> Invalid:
    """Return the error for refused values, by the name of their setting."""
    fields = {name: _refusal(name, value) for name, value in refused.items()}
    return Invalid("; ".join(f"{name}: {words}" for name, words in fields.items()), fields)


def _refusal(name: str, value: object) -> str:
    if name not in _ACCEPTED:
        return _("there is no such setting; the settings are {names}").format(names=comma_list(list(_ACCEPTED)))
    accepted = translated(_ACCEPTED[name]).format(languages=comma_list(list(Language)))
    return _("{value} can't be used; {accepted}").format(value=shortened(value), accepted=accepted)
