"""Send a panel to where it belongs: as a reply, in place of the tapped message, or privately."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import Any, TypeVar

import discord

from bot.frontends.discord.components.parts import Panel

T = TypeVar("T")

DEFER_AFTER = 1.5
"""Seconds after which a reply is deferred. Discord gives up after three."""


async def send(interaction: discord.Interaction[Any], panel: Panel, *, private: bool = False) -> None:
    """Reply to an interaction with a panel, or send a follow-up if it already has a reply.

    If the person was asked to wait, the panel replaces that message and is as private as it was.
    """
    response = interaction.response
    if not response.is_done():
        await response.send_message(view=panel, ephemeral=private)
    elif response.type is discord.InteractionResponseType.deferred_channel_message:
        await interaction.edit_original_response(view=panel)
    else:
        await interaction.followup.send(view=panel, ephemeral=private)
    interaction.client.admission.settle(interaction)


async def replace(interaction: discord.Interaction[Any], panel: Panel) -> None:
    """Replace the message whose control was used."""
    if interaction.response.is_done():
        await interaction.edit_original_response(view=panel)
    else:
        await interaction.response.edit_message(view=panel)
    interaction.client.admission.settle(interaction)


async def replace_own(interaction: discord.Interaction[Any], panel: Panel, owner: str | None = None) -> None:
    """Replace the tapped message if it is the person's own. Otherwise, send them a private panel.

    ``owner`` is the id of the message's owner, if the custom id contains it. By default, it is whoever used the command
    that the message replies to. A message without an owner is everyone's.
    """
    message = interaction.message
    if message is not None and owner is None and message.interaction_metadata is not None:
        owner = str(message.interaction_metadata.user.id)
    if message is None or (owner not in (None, str(interaction.user.id)) and not message.flags.ephemeral):
        await send(interaction, panel, private=True)
    else:
        await replace(interaction, panel)


async def continue_with(interaction: discord.Interaction[Any], panel: Panel) -> None:
    """Show the next step of something that one person does. It replaces the last step if that was private."""
    message = interaction.message
    if message is not None and message.flags.ephemeral:
        await replace(interaction, panel)
    else:
        await send(interaction, panel, private=True)


async def defer_if_slow(interaction: discord.Interaction[Any], work: Awaitable[T]) -> T:
    """Return the result of work that is usually quick. If it takes longer, defer the reply, privately."""
    task = asyncio.ensure_future(work)
    try:
        done, _ = await asyncio.wait((task,), timeout=DEFER_AFTER)
        if not done and not interaction.response.is_done():
            message = interaction.message
            in_place = message is not None and message.flags.ephemeral
            await interaction.response.defer(ephemeral=True, thinking=not in_place)
        return await task
    except asyncio.CancelledError:
        task.cancel()
        raise
