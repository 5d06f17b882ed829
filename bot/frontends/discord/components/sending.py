"""Send a panel where it belongs: as the answer, in the place of the message that was tapped, or to one person."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import Any, TypeVar

import discord

from bot.frontends.discord.components.parts import Panel

T = TypeVar("T")

PATIENCE = 1.5
"""Seconds after which Discord is told that an answer takes longer; it gives up after three."""


async def send(interaction: discord.Interaction[Any], panel: Panel, *, private: bool = False) -> None:
    """Answer an interaction with a panel; after it was answered already, follow up.

    Where the person was asked to wait, the panel takes the place of that, and is as private as that was.
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
    """Put a panel in the place of the message whose control was used."""
    if interaction.response.is_done():
        await interaction.edit_original_response(view=panel)
    else:
        await interaction.response.edit_message(view=panel)
    interaction.client.admission.settle(interaction)


async def turn(interaction: discord.Interaction[Any], panel: Panel, owner: str | None = None) -> None:
    """Replace the tapped message where it is the person's own, else show them a panel of their own.

    ``owner`` is the id of whom the message belongs to, where the custom id says; otherwise it belongs to whoever
    used the command that it answers. A message that nobody owns is everyone's.
    """
    message = interaction.message
    if message is not None and owner is None and message.interaction_metadata is not None:
        owner = str(message.interaction_metadata.user.id)
    if message is None or (owner not in (None, str(interaction.user.id)) and not message.flags.ephemeral):
        await send(interaction, panel, private=True)
    else:
        await replace(interaction, panel)


async def continue_with(interaction: discord.Interaction[Any], panel: Panel) -> None:
    """Show the next step of something that one person does, in the place of the last one where that was private."""
    message = interaction.message
    if message is not None and message.flags.ephemeral:
        await replace(interaction, panel)
    else:
        await send(interaction, panel, private=True)


async def patiently(interaction: discord.Interaction[Any], work: Awaitable[T]) -> T:
    """Return the result of work that is usually quick; where it takes longer, ask Discord to wait, privately."""
    task = asyncio.ensure_future(work)
    try:
        done, _ = await asyncio.wait((task,), timeout=PATIENCE)
        if not done and not interaction.response.is_done():
            message = interaction.message
            in_place = message is not None and message.flags.ephemeral
            await interaction.response.defer(ephemeral=True, thinking=not in_place)
        return await task
    except asyncio.CancelledError:
        task.cancel()
        raise
