"""Where buttons, selects and forms lead: a verb in the custom id, so that all of them outlive a restart."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import discord
from discord import ui

from bot.desk.permissions import Deed
from bot.frontends.discord.errors import Stale
from bot.frontends.discord.ids import parse

if TYPE_CHECKING:
    from bot.frontends.discord.client import CallsheetBot


@dataclass(frozen=True, slots=True)
class Tap:
    """A button pressed, a choice made or a form sent.

    ``arguments`` come from the custom id, ``picked`` are a select's values, ``fields`` a form's by their names.
    """

    interaction: discord.Interaction[CallsheetBot]
    arguments: tuple[str, ...] = ()
    picked: tuple[str, ...] = ()
    fields: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


Handler = Callable[[Tap], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class _Route:
    handler: Handler
    deed: Deed | None


class Routes:
    """The handlers by verb. A cog adds its own in its constructor; what needs a role names its deed."""

    def __init__(self) -> None:
        self._routes: dict[str, _Route] = {}

    def add(self, verb: str, handler: Handler, deed: Deed | None = None) -> None:
        """Let a verb lead to a handler, for those who may do the deed at the moment of the tap."""
        if verb in self._routes:
            raise ValueError(f"the verb {verb!r} is taken")
        self._routes[verb] = _Route(handler, deed)

    @property
    def verbs(self) -> frozenset[str]:
        """Every verb that leads somewhere."""
        return frozenset(self._routes)

    def deeds(self) -> dict[str, Deed | None]:
        """Every verb, and what it takes."""
        return {verb: route.deed for verb, route in self._routes.items()}

    async def follow(self, tap: Tap, verb: str) -> None:
        """Check that the person may, and do what the verb says. Errors end at the boundary, never higher."""
        bot = tap.interaction.client
        try:
            route = self._routes.get(verb)
            if route is None:
                raise Stale("This button is from an earlier version of me. Run the command again for a fresh one.")
            if route.deed is not None:
                bot.require(tap.interaction, route.deed)
            await route.handler(tap)
        except Exception as error:  # noqa: BLE001 - the boundary: nothing above would tell the person
            await bot.boundary.handle(tap.interaction, error, verb)


class Press(ui.DynamicItem[ui.Button[Any]], template=re.compile(r"b:[a-z][a-z0-9-]*(?::[^:]*)*")):
    """Any button of ours, also one sent before a restart."""

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Press:
        """Wrap the button as it came; its custom id says all."""
        assert isinstance(item, ui.Button)
        return cls(item)

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Follow the verb."""
        target = parse(self.custom_id)
        await interaction.client.routes.follow(Tap(interaction, target.arguments), target.verb)


class Pick(ui.DynamicItem[ui.Select[Any]], template=re.compile(r"s:[a-z][a-z0-9-]*(?::[^:]*)*")):
    """Any select menu of ours, also one sent before a restart."""

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Pick:
        """Wrap the menu as it came; its custom id and values say all."""
        assert isinstance(item, ui.Select)
        return cls(item)

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Follow the verb with what was picked."""
        target = parse(self.custom_id)
        tap = Tap(interaction, target.arguments, picked=tuple(self.item.values))
        await interaction.client.routes.follow(tap, target.verb)


async def follow_form(interaction: discord.Interaction[CallsheetBot]) -> bool:
    """Follow the verb of a form that was sent; whether it was one of ours.

    discord.py keeps forms in memory and forgets them at a restart. Ours say all in their custom id, so that
    what somebody typed for ten minutes is not lost when the bot restarts meanwhile.
    """
    data: dict[str, Any] = dict(interaction.data or {})
    custom_id = str(data.get("custom_id", ""))
    if interaction.type is not discord.InteractionType.modal_submit or not custom_id.startswith("f:"):
        return False
    target = parse(custom_id)
    tap = Tap(interaction, target.arguments, fields=MappingProxyType(_fields(data.get("components", []))))
    await interaction.client.routes.follow(tap, target.verb)
    return True


def _fields(components: list[dict[str, Any]]) -> dict[str, str]:
    """What a form's fields hold by their names; of a select, the chosen values one a line."""
    found: dict[str, str] = {}
    for component in components:
        inner = component.get("component")
        if inner is not None:
            found |= _fields([inner])
        elif "components" in component:
            found |= _fields(component["components"])
        elif "custom_id" in component:
            value = component.get("value")
            found[component["custom_id"]] = "\n".join(component.get("values") or []) if value is None else str(value)
    return found
