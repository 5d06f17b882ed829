"""Route buttons, menus and forms to their handlers by the verb in the custom id, so that they survive a restart."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import discord
from discord import ui

from bot.desk.access.permissions import Permission
from bot.frontends.discord.shared.bot import CallsheetBot
from bot.frontends.discord.shared.errors import OutdatedControl
from bot.frontends.discord.shared.routing.custom_ids import parse
from bot.frontends.discord.shared.routing.signatures import CheckedInput, Kind, RawInput, Signature, read
from bot.messages import N_, translated

_KINDS = {2: Kind.BUTTON, 3: Kind.MENU, 5: Kind.ENTITIES, 6: Kind.ENTITIES, 7: Kind.ENTITIES, 8: Kind.ENTITIES}
"""Kinds of controls by Discord's component types."""

_OLD_MENU = N_("This menu is from an earlier version of me. Run the command again.")
_OLD = {
    Kind.BUTTON: N_("This button is from an earlier version of me. Run the command again."),
    Kind.MENU: _OLD_MENU,
    Kind.ENTITIES: _OLD_MENU,
    Kind.FORM: N_("This form is from an earlier version of me. Run the command again."),
}


@dataclass(frozen=True, slots=True)
class Tap:
    """A pressed button, a picked menu option or a submitted form.

    ``arguments`` come from the custom id, ``picked`` are a menu's values, and ``fields`` a form's fields by name. All
    are as the verb's signature declares them, so a handler doesn't have to check their number or type.
    """

    interaction: discord.Interaction[CallsheetBot]
    arguments: tuple[Any, ...] = ()
    picked: tuple[Any, ...] = ()
    fields: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


Handler = Callable[[Tap], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class _Route:
    handler: Handler
    signatures: tuple[Signature, ...]
    permission: Permission | None
    deferrable: bool

    def read(self, raw: RawInput) -> CheckedInput | None:
        return next((found for each in self.signatures if (found := read(each, raw)) is not None), None)


class Routes:
    """Registers handlers by verb. A cog adds its own in its constructor, with the required permission."""

    def __init__(self) -> None:
        self._routes: dict[str, _Route] = {}

    def add(
        self,
        verb: str,
        handler: Handler,
        *signatures: Signature,
        permission: Permission | None = None,
        deferrable: bool = False,
    ) -> None:
        """Route a verb to a handler, for people who have the permission at the moment of the tap.

        ``signatures`` are the ways to use the verb. Anything else comes from another version and doesn't reach the
        handler. ``deferrable`` means that people may be asked to wait in a burst. A handler that opens a form can't be
        deferred.

        Raises:
            ValueError: the verb exists already, or has no signature.
        """
        if verb in self._routes:
            raise ValueError(f"the verb {verb!r} is taken")
        if not signatures:
            raise ValueError(f"the verb {verb!r} needs a signature")
        self._routes[verb] = _Route(handler, signatures, permission, deferrable)

    @property
    def verbs(self) -> frozenset[str]:
        """Return every registered verb."""
        return frozenset(self._routes)

    def permissions(self) -> dict[str, Permission | None]:
        """Return the permission that each verb requires."""
        return {verb: route.permission for verb, route in self._routes.items()}

    def signatures(self) -> dict[str, tuple[Signature, ...]]:
        """Return the signatures of each verb."""
        return {verb: route.signatures for verb, route in self._routes.items()}

    async def follow(self, interaction: discord.Interaction[CallsheetBot], custom_id: str, raw: RawInput) -> None:
        """Check that the control fits its signature and that the person may use it, then run its handler.

        Errors end at the boundary, never higher. ``raw`` has no arguments yet: they are in the custom id.
        """
        target = parse(custom_id)
        try:
            await self._follow(interaction, target.verb, target.kind, raw, target.arguments)
        except Exception as error:  # noqa: BLE001 - the boundary: nothing above would tell the person
            where = target.verb if target.verb in self._routes else "an unknown control"
            await interaction.client.boundary.handle(interaction, error, where)

    async def _follow(
        self,
        interaction: discord.Interaction[CallsheetBot],
        verb: str,
        kind: str,
        raw: RawInput,
        arguments: tuple[str, ...],
    ) -> None:
        route = self._routes.get(verb) if kind == raw.kind else None
        found = route.read(RawInput(raw.kind, arguments, raw.picked, raw.fields)) if route is not None else None
        if route is None or found is None:
            raise OutdatedControl(translated(_OLD[raw.kind]))
        if route.permission is not None:
            interaction.client.require(interaction, route.permission)
        if not await interaction.client.admission.control(interaction, deferrable=route.deferrable):
            return
        await route.handler(Tap(interaction, found.arguments, found.picked, found.fields))


class RoutedButton(ui.Button[Any]):
    """A routed button. discord.py doesn't keep it; ``follow`` finds the handler, even after a restart."""


class RoutedMenu(ui.Select[Any]):
    """A routed menu."""


async def follow(routes: Routes, interaction: discord.Interaction[CallsheetBot]) -> bool:
    """Run the handler of the button, menu or form that was used. Return whether the interaction was one of these.

    discord.py would keep controls and forms in memory and forget them on a restart. Ours have everything in their
    custom id, so a restart doesn't lose what somebody has been typing for ten minutes.
    """
    data: dict[str, Any] = dict(interaction.data or {})
    if interaction.type is discord.InteractionType.modal_submit:
        raw = RawInput(Kind.FORM, fields=MappingProxyType(_fields(data.get("components"))))
    elif interaction.type is discord.InteractionType.component:
        kind = _KINDS.get(data.get("component_type", 0), Kind.BUTTON)
        raw = RawInput(kind, picked=tuple(str(each) for each in data.get("values") or ()))
    else:
        return False
    await routes.follow(interaction, str(data.get("custom_id", "")), raw)
    return True


def _fields(components: Any) -> dict[str, str]:
    """Read a form's fields by name. The chosen values of a select menu are joined, one per line."""
    found: dict[str, str] = {}
    for component in components if isinstance(components, list) else ():
        if not isinstance(component, dict):
            continue
        inner, name = component.get("component"), component.get("custom_id")
        if inner is not None:
            found |= _fields([inner])
        elif "components" in component:
            found |= _fields(component["components"])
        elif isinstance(name, str):
            value = component.get("value")
            chosen = component.get("values")
            listed = "\n".join(map(str, chosen)) if isinstance(chosen, list) else ""
            found[name] = listed if value is None else str(value)
    return found
