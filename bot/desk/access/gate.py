"""Check whether an actor may perform an action, by the current settings of their server."""

from __future__ import annotations

from bot.desk.access.actors import Actor
from bot.desk.access.permissions import Deed, require, scope_for
from bot.desk.access.settings import SettingsDesk
from bot.desk.state.catalogue import Catalogue
from bot.facts.models import SHARED


class Gate:
    """Checks permissions and returns the scope in one call, so that no feature can forget either."""

    def __init__(self, settings: SettingsDesk, catalogue: Catalogue) -> None:
        self._settings = settings
        self._catalogue = catalogue

    def require(self, actor: Actor, deed: Deed) -> str:
        """Return the scope in which the actor may perform an action.

        Raises:
            NotAllowed: they may not.
        """
        require(actor, deed, self._settings.of(actor.server))
        return scope_for(actor, deed)

    def require_for(self, actor: Actor, deed: Deed, fact_id: str) -> str:
        """Return the scope in which the actor may perform an action on a fact.

        The host writes to the shared scope, unless the fact exists only in their server.

        Raises:
            NotAllowed: they may not.
        """
        scope = self.require(actor, deed)
        here = actor.scope
        if scope == SHARED and here != SHARED and self._catalogue.held(fact_id, SHARED) is None:
            return here if self._catalogue.held(fact_id, here) is not None else scope
        return scope
