"""Explain errors to people. The desk's errors are shown as they are; others are logged under a reference."""

from __future__ import annotations

import errno
import logging
import math
import secrets
from typing import Any

import discord
from discord import app_commands

from bot.desk.errors import DeskError
from bot.frontends.discord.connection.retries import UNSENT
from bot.frontends.discord.shared.markdown import clipped_markup, escaped, escaped_line
from bot.messages import _, ngettext
from bot.stores.protocol import RevisionConflict, StoreError, StoreUnwritable

log = logging.getLogger(__name__)

_UNKNOWN_INTERACTION = 10062
_ALREADY_ACKNOWLEDGED = 40060
_GONE = frozenset({_UNKNOWN_INTERACTION, 10008, 10003, 10015, 50027})
"""Discord's codes for an interaction, message, channel or token that no longer exists: nobody is left to reply to."""

_LONGEST = 1900


class OutdatedControl(Exception):
    """A button, menu or form that this version of the bot doesn't know. The message says what to do."""


def words_for(error: BaseException) -> str | None:
    """Explain an error in words that the person understands, as markup. Return None for a bug of ours.

    Error messages contain what people typed and what the store contains, so all of it is escaped here, and only here.
    No error may bring its own markup.
    """
    match error:
        case DeskError() | OutdatedControl():
            return escaped(str(error), _LONGEST)
        case RevisionConflict():
            # Its message is for the host, because it names the fact by its id.
            return _("Somebody else changed this at the same moment. Nothing was changed; please try again.")
        case StoreError():
            # Its message is for the host, because it names files and folders of their machine.
            return _unsaved(error)
        case app_commands.CommandOnCooldown():
            return _("Too fast. Try that again in {time}.").format(time=_duration(error.retry_after))
        case app_commands.NoPrivateMessage():
            return _("This only works in a server.")
        case app_commands.CommandNotFound() | app_commands.CommandSignatureMismatch():
            return _("This command has just changed. Reload Discord (Ctrl+R, or restart the app) and try it again.")
        case app_commands.TransformerError():
            typed = escaped_line(str(error.value), 100)
            return _("I can't use “{typed}” there. Choose one of the suggestions.").format(typed=typed)
        case _:
            return None


def _unsaved(error: StoreError) -> str:
    if not isinstance(error, StoreUnwritable):
        return _("I can't reach my store right now. Nothing was changed.")
    cause = error.__cause__
    number = cause.errno if isinstance(cause, OSError) else None
    if number in (errno.ENOSPC, errno.EDQUOT):
        return _("I couldn't save that, because my host's disk is full. Nothing was changed.")
    if number in (errno.EROFS, errno.EACCES, errno.EPERM):
        return _("I couldn't save that, because I'm not allowed to write to my host's disk. Nothing was changed.")
    return _("I couldn't save that, because something is wrong with my host's disk. Nothing was changed.")


class Boundary:
    """Handles every error of commands, buttons, menus and forms."""

    async def handle(self, interaction: discord.Interaction[Any], error: BaseException, where: str) -> None:
        """Explain an error to the person. If it is a bug of ours, log it under a reference that the person sees, too.

        The reply is private. If the person was asked to wait in a burst, it replaces "thinking".
        """
        try:
            await self._handle(interaction, cause_of(error), where)
        finally:
            interaction.client.admission.settle(interaction)

    async def _handle(self, interaction: discord.Interaction[Any], cause: BaseException, where: str) -> None:
        if interaction.client.is_closed():
            log.warning("%s: not answered, because the bot is stopping", where)
            return
        if isinstance(cause, discord.HTTPException) and cause.code in _GONE | {_ALREADY_ACKNOWLEDGED}:
            log.warning("%s: nobody left to answer (%s)", where, cause)
            return
        await _tell(interaction, self.words(cause, where), where)

    def words(self, error: BaseException, where: str) -> str:
        """Return an error's explanation as markup. What the host has to know is logged under the reference in it."""
        known = words_for(error)
        if known is None:
            reference = self.report(error, where)
            return _(
                "Sorry, something went wrong on my side. Nothing was lost; please try again. "
                "If it happens again, give a moderator this reference: {reference}"
            ).format(reference=f"`{reference}`")
        if not isinstance(error, StoreError) or isinstance(error, RevisionConflict):
            return known
        reference = secrets.token_hex(3)
        log.error("%s could not reach the store, reference %s: %s", where, reference, error)
        return _("{message} Reference: {reference}").format(message=known, reference=f"`{reference}`")

    def report(self, error: BaseException, where: str) -> str:
        """Log an error outside an interaction, and return its reference."""
        reference = secrets.token_hex(3)
        log.error("%s failed, reference %s", where, reference, exc_info=error)
        return reference


async def _tell(interaction: discord.Interaction[Any], words: str, where: str) -> None:
    if interaction.type is discord.InteractionType.autocomplete:
        return
    thinking = interaction.response.type is discord.InteractionResponseType.deferred_channel_message
    try:
        if thinking and interaction.client.admission.owes(interaction):
            # After a follow-up, Discord would show "thinking" for another quarter of an hour.
            await interaction.edit_original_response(content=clipped_markup(words, 2000))
        elif interaction.response.is_done():
            await interaction.followup.send(clipped_markup(words, 2000), ephemeral=True)
        else:
            await interaction.response.send_message(clipped_markup(words, 2000), ephemeral=True)
    except UNSENT as fault:
        log.warning("%s: could not tell the person (%s)", where, fault)


def cause_of(error: BaseException) -> BaseException:
    """Return the error inside discord.py's wrappers."""
    original = getattr(error, "original", None)
    return original if isinstance(original, BaseException) else error


def _duration(seconds: float) -> str:
    whole = max(1, math.ceil(seconds))
    if whole < 90:
        return ngettext("{count} second", "{count} seconds", whole).format(count=whole)
    minutes = math.ceil(whole / 60)
    if minutes < 90:
        return ngettext("{count} minute", "{count} minutes", minutes).format(count=minutes)
    hours = math.ceil(minutes / 60)
    return ngettext("{count} hour", "{count} hours", hours).format(count=hours)
