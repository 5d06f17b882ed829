"""Send interactions that no message of the bot offers: outdated or forged controls, and data from faulty clients."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from simcord.actors import MemberActor
from simcord.builders import ChannelHandle
from simcord.results import InteractionResult

from bot.frontends.discord.shared.routing.signatures import Kind

_COMPONENT, _FORM = 3, 5
_TYPES = {Kind.BUTTON: 2, Kind.MENU: 3, Kind.ENTITIES: 6}


async def forge(
    person: MemberActor,
    channel: ChannelHandle,
    kind: Kind,
    custom_id: str,
    picked: tuple[str, ...] = (),
    fields: Mapping[str, str] | None = None,
) -> InteractionResult:
    """Use a control or submit a form with any custom id, picked values and fields."""
    if kind is Kind.FORM:
        typed = [
            {"type": 18, "component": {"type": 4, "custom_id": name, "value": value}}
            for name, value in (fields or {}).items()
        ]
        return await send_form(person, channel, {"custom_id": custom_id, "components": typed})
    data = {"custom_id": custom_id, "component_type": _TYPES[kind]}
    if kind is not Kind.BUTTON:
        data["values"] = list(picked)
    return await person._dispatch_interaction(_COMPONENT, channel, data)


async def send_form(person: MemberActor, channel: ChannelHandle, data: dict[str, Any]) -> InteractionResult:
    """Submit a form of any shape."""
    return await person._dispatch_interaction(_FORM, channel, data)
