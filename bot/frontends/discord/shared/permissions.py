"""Restrict who may use a command, with one decorator that both tells Discord and checks at run time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import discord
from discord import app_commands

from bot.desk.access.permissions import Permission
from bot.desk.errors import NotAllowed

T = TypeVar("T")

HINT = discord.Permissions(manage_guild=True)
"""Who sees moderators' commands, until a server's admins choose otherwise (Server Settings, Integrations)."""

PERMISSION = "__callsheet_permission__"


def in_servers_of_the_bot(target: T) -> T:
    """Offer a command in servers that installed the bot, and to the host in direct messages.

    People who installed it only for themselves don't get it, because curating is a server's business.
    """
    installed = app_commands.allowed_installs(guilds=True, users=False)(target)
    return app_commands.allowed_contexts(guilds=True, dms=True, private_channels=False)(installed)


class Refused(app_commands.CheckFailure):
    """A person without the required role used a command. ``original`` says who may."""

    def __init__(self, original: NotAllowed) -> None:
        super().__init__(str(original))
        self.original = original


def needs(permission: Permission) -> Callable[[T], T]:
    """Let only people who have the permission at that moment run a command or an autocomplete.

    A top-level command is also hidden from others, and outside the bot's servers. For a group, do that on the group
    itself (``default_permissions=HINT``, `in_servers_of_the_bot`), because Discord ignores it on subcommands.
    Autocomplete needs its own decorator, because Discord doesn't run the command's check for it.
    """

    def check(interaction: discord.Interaction[Any]) -> bool:
        try:
            interaction.client.require(interaction, permission)
        except NotAllowed as refusal:
            raise Refused(refusal) from refusal
        return True

    def decorate(target: T) -> T:
        setattr(getattr(target, "callback", target), PERMISSION, permission)
        hinted = app_commands.default_permissions(HINT)(app_commands.check(check)(target))
        return in_servers_of_the_bot(hinted)

    return decorate
