"""Admit interactions and messages in fair turns, so that a burst is answered late rather than not at all."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import discord

from bot.desk.errors import DeskError, Stopping, TooMany
from bot.desk.runtime.turn_taking import Turns
from bot.desk.runtime.turns import Late, Request, Verdict
from bot.frontends.discord.connection.retries import UNSENT
from bot.frontends.discord.shared.actors import person_id, server_of
from bot.frontends.discord.shared.errors import Boundary
from bot.messages import _

log = logging.getLogger(__name__)

RESPONSE_DEADLINE = 2.5
"""Seconds in which the first response must start. Discord allows three, by its own clock."""

PUBLIC, PRIVATE = {"deferred": "publicly"}, {"deferred": "privately"}
"""``extras`` of commands that may be deferred in a burst. They reply only through `send`, publicly or privately."""


class Admission:
    """Gives each interaction and message its turn."""

    def __init__(self, boundary: Boundary, turns: Turns | None = None) -> None:
        self.turns = Turns() if turns is None else turns
        self._boundary = boundary
        self._owed: set[int] = set()
        self._settled = asyncio.Event()

    async def command(self, interaction: discord.Interaction[Any]) -> bool:
        """Wait until a command or autocomplete may run. Return False if it was refused or is too late."""
        if interaction.type is discord.InteractionType.autocomplete:
            return await self._enter(interaction, Late.DROP)
        extras = interaction.command.extras if interaction.command is not None else {}
        how = extras.get("deferred")
        return await self._enter(interaction, Late.INSIST if how is None else Late.DEFER, private=how == "privately")

    async def control(self, interaction: discord.Interaction[Any], *, deferrable: bool) -> bool:
        """Wait until a button, menu or form may run. Return False if it was refused or is too late."""
        return await self._enter(interaction, Late.DEFER if deferrable else Late.INSIST)

    async def message(self, message: discord.Message) -> None:
        """Wait until a message may be answered. Messages have no deadline.

        Raises:
            TooMany: too many people are asking at once.
            asyncio.CancelledError: the bot is stopping.
        """
        verdict = await self.turns.take(Request(server_of(message) or "", person_id(message.author)))
        if (refusal := refusal_for(verdict)) is not None and verdict is not Verdict.STOP:
            raise refusal
        if verdict is not Verdict.ANSWER:
            raise asyncio.CancelledError

    def owes(self, interaction: discord.Interaction[Any]) -> bool:
        """Return whether the person was asked to wait in a burst and has no answer yet."""
        return interaction.id in self._owed

    def settle(self, interaction: discord.Interaction[Any]) -> None:
        """Record that the person got an answer, or that there is nothing more to do for them."""
        self._owed.discard(interaction.id)
        if not self._owed:
            self._settled.set()

    async def close(self, within: float) -> None:
        """Admit nobody else, and tell those who wait. Return when everyone who was asked to wait has been told.

        Give up after ``within`` seconds.
        """
        self.turns.close()
        if not self._owed:
            return
        self._settled.clear()
        try:
            async with asyncio.timeout(within):
                await self._settled.wait()
        except TimeoutError:
            log.warning("%d people wait for an answer that won't come, because the bot is stopping", len(self._owed))

    async def _enter(self, interaction: discord.Interaction[Any], late: Late, *, private: bool = True) -> bool:
        server, person = str(interaction.guild_id or ""), person_id(interaction.user)
        deadline = asyncio.get_running_loop().time() + RESPONSE_DEADLINE
        verdict = await self.turns.take(Request(server, person, deadline, late))
        if verdict is Verdict.DEFER:
            if not await _deferred(interaction, private):
                return False
            self._owed.add(interaction.id)
            verdict = await self.turns.take(Request(server, person))
        if (refusal := refusal_for(verdict)) is not None:
            await self._boundary.handle(interaction, refusal, "a burst")
        elif verdict is Verdict.DROP and late is not Late.DROP:
            log.warning("an interaction could not be answered in time, because too much came in at once")
        return verdict is Verdict.ANSWER


async def _deferred(interaction: discord.Interaction[Any], private: bool) -> bool:
    """Ask the person to wait. Return whether Discord accepted that."""
    thinking = interaction.type is discord.InteractionType.application_command
    try:
        await interaction.response.defer(ephemeral=private, thinking=thinking)
    except UNSENT as fault:
        log.warning("an interaction could not be deferred (%s)", fault)
        return False
    return True


def refusal_for(verdict: Verdict) -> DeskError | None:
    """Return the error that explains why a person gets no turn, or None."""
    match verdict:
        case Verdict.DECLINE:
            return TooMany(_("A lot of people are asking at once, and I can't keep up. Please ask again in a minute."))
        case Verdict.TOO_MANY:
            return TooMany(_("One moment, please: that was a lot at once."))
        case Verdict.STOP:
            return Stopping(_("I'm being restarted. Please ask again in a minute."))
        case _:
            return None
