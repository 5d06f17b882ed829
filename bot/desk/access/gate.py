"""Check whether an actor has a permission, by the current settings of their server."""

from __future__ import annotations

from bot.desk.access.actors import Actor
from bot.desk.access.permissions import Permission, require, scope_for
from bot.desk.access.settings import SettingsDesk
from bot.desk.state.catalogue import Catalogue
from bot.facts.models import SHARED


class Gate:
    """Checks permissions and returns the scope in one call, so that no feature can forget either."""

    def __init__(self, settings: SettingsDesk, catalogue: Catalogue) -> None:
        self._settings = settings
        self._catalogue = catalogue

    def require(self, actor: Actor, permission: Permission) -> str:
        """Return the scope in which the actor has a permission.

        Raises:
            NotAllowed: they may not.
        """
        require(actor, permission, self._settings.of(actor.server))
        return scope_for(actor, permission)

    def require_for(self, actor: Actor, permission: Permission, fact_id: str) -> str:
        """Return the scope in which the actor has a permission for a fact.

        The host writes to the shared scope, unless the fact exists only in their server.

        Raises:
            NotAllowed: they may not.
        """
        scope = self.require(actor, permission)
        here = actor.scope
        if scope == SHARED and here != SHARED and self._catalogue.exact_version(fact_id, SHARED) is None:
            return here if self._catalogue.exact_version(fact_id, here) is not None else scope
        return scope
