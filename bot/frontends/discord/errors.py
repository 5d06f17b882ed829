"""Where errors become words: what the desk refuses is said as it is, the rest is logged under a reference."""

from __future__ import annotations

import logging
import math
import secrets
from typing import Any

import discord
from discord import app_commands

from bot.desk.errors import DeskError
from bot.frontends.discord.steady import UNSENT
from bot.frontends.discord.text import clipped
from bot.stores.protocol import StoreError, StoreUnwritable

log = logging.getLogger(__name__)

_UNKNOWN_INTERACTION = 10062
_ALREADY_ACKNOWLEDGED = 40060
_GONE = frozenset({_UNKNOWN_INTERACTION, 10008, 10003, 10015, 50027})
"""Discord's codes for an interaction, message, channel or token that is no more: there is nobody left to tell."""

_LONGEST = 1900


class Stale(Exception):
    """A button, menu or form that this version of the bot no longer knows; the message says what to do."""


def words_for(error: BaseException) -> str | None:
    """What the person is told of an error that they can understand; None for a fault of this program."""
    match error:
        case DeskError() | Stale():
            return str(error)
        case StoreUnwritable():
            return f"That could not be saved, so nothing was changed. {error}"
        case StoreError():
            return str(error)
        case app_commands.CommandOnCooldown():
            return f"One at a time, please: try that again in {_duration(error.retry_after)}."
        case app_commands.NoPrivateMessage():
            return "This works in a server only."
        case app_commands.CommandNotFound() | app_commands.CommandSignatureMismatch():
            return "This command has just changed. Reload Discord (Ctrl+R, or restart the app) and try it again."
        case app_commands.TransformerError():
            return f"I could not read {clipped(str(error.value), 100)!r} there. Choose one of the suggestions."
        case _:
            return None


class Boundary:
    """Every command, button, select and form ends here when something goes wrong."""

    async def handle(self, interaction: discord.Interaction[Any], error: BaseException, where: str) -> None:
        """Tell the person what happened, privately; log what is this program's fault, with the same reference."""
        cause = cause_of(error)
        if interaction.client.is_closed():
            log.warning("%s: not answered, because the bot is stopping", where)
            return
        if isinstance(cause, discord.HTTPException) and cause.code in _GONE | {_ALREADY_ACKNOWLEDGED}:
            log.warning("%s: nobody left to answer (%s)", where, cause)
            return
        words = words_for(cause)
        if words is None:
            reference = secrets.token_hex(3)
            log.error("%s failed, reference %s", where, reference, exc_info=cause)
            words = (
                "Sorry, something went wrong on my side. Nothing was lost; please try again. "
                f"If it stays, give a moderator this reference: `{reference}`"
            )
        await _tell(interaction, words, where)

    def report(self, error: BaseException, where: str) -> str:
        """Log a fault that happened outside an interaction; returns the reference under which it stands."""
        reference = secrets.token_hex(3)
        log.error("%s failed, reference %s", where, reference, exc_info=error)
        return reference


async def _tell(interaction: discord.Interaction[Any], words: str, where: str) -> None:
    if interaction.type is discord.InteractionType.autocomplete:
        return
    try:
        if interaction.response.is_done():
            await interaction.followup.send(clipped(words, _LONGEST), ephemeral=True)
        else:
            await interaction.response.send_message(clipped(words, _LONGEST), ephemeral=True)
    except UNSENT as fault:
        log.warning("%s: could not tell the person (%s)", where, fault)


def cause_of(error: BaseException) -> BaseException:
    """The error behind discord.py's wrappers."""
    original = getattr(error, "original", None)
    return original if isinstance(original, BaseException) else error


def _duration(seconds: float) -> str:
    whole = max(1, math.ceil(seconds))
    if whole < 90:
        return f"{whole} second{'s' if whole != 1 else ''}"
    minutes = math.ceil(whole / 60)
    return f"{minutes} minutes" if minutes < 90 else f"{math.ceil(minutes / 60)} hours"
