"""Identify the person behind each interaction, with the roles they hold now rather than at an earlier click."""

from __future__ import annotations

from typing import Any

import discord

from bot.desk.access.actors import Actor, Asker


def person_id(user: discord.abc.Snowflake) -> str:
    """Return the desk's id of a Discord user."""
    return f"discord:{user.id}"


def asker_of(interaction: discord.Interaction[Any]) -> Asker:
    """Return who asks through a command, button or form, and where."""
    own = interaction.locale.value.partition("-")[0]
    return Asker(person_id(interaction.user), _text(interaction.guild_id), _text(interaction.channel_id), own)


def asker_of_message(message: discord.Message) -> Asker:
    """Return who asks through a message, and where."""
    return Asker(person_id(message.author), server_of(message), str(message.channel.id))


def server_of(message: discord.Message) -> str | None:
    """Return the id of the server of a message, even if the server couldn't be read. None in a direct message."""
    if message.guild is not None:
        return str(message.guild.id)
    return _text(getattr(message.channel, "guild_id", None))


def actor_of(interaction: discord.Interaction[Any], host_ids: frozenset[str]) -> Actor:
    """Return who wants to change something, with the roles that Discord sent along with this interaction."""
    member = interaction.user
    in_server = interaction.guild_id is not None
    return Actor(
        person=person_id(member),
        server=_text(interaction.guild_id),
        roles=frozenset(str(role.id) for role in getattr(member, "roles", ())),
        manages_server=in_server and interaction.permissions.manage_guild,
        is_host=str(member.id) in host_ids,
    )


def _text(snowflake: int | None) -> str | None:
    return None if snowflake is None else str(snowflake)
