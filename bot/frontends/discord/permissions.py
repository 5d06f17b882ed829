"""Who may use a command: one decorator that hints to Discord and checks at run time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import discord
from discord import app_commands

from bot.desk.errors import NotAllowed
from bot.desk.permissions import Deed

T = TypeVar("T")

HINT = discord.Permissions(manage_guild=True)
"""Who sees moderators' commands until a server's admins choose otherwise (Server Settings, Integrations)."""

DEED = "__callsheet_deed__"


class Refused(app_commands.CheckFailure):
    """A person without the needed role used a command; ``original`` says who may."""

    def __init__(self, original: NotAllowed) -> None:
        super().__init__(str(original))
        self.original = original


def needs(deed: Deed) -> Callable[[T], T]:
    """Let a command, or an autocompletion, run only for those who may do the deed at that very moment.

    On a command of its own it also hints to Discord who should see it. In a group the hint is the group's business
    (``default_permissions=HINT``), because Discord ignores it on subcommands. An autocompletion offers nothing to
    those who may not: it needs this decorator of its own, because Discord does not run the command's check for it.
    """

    def check(interaction: discord.Interaction[Any]) -> bool:
        try:
            interaction.client.require(interaction, deed)
        except NotAllowed as refusal:
            raise Refused(refusal) from refusal
        return True

    def decorate(target: T) -> T:
        setattr(getattr(target, "callback", target), DEED, deed)
        return app_commands.default_permissions(HINT)(app_commands.check(check)(target))

    return decorate
