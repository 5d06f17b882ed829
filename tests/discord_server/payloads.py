"""What Discord says, as plain dictionaries in its own shapes."""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

Payload = dict[str, Any]

DISCORD_EPOCH = 1_420_070_400_000
"""The first moment of 2015, in milliseconds: snowflakes count from there."""

MEMBER_PERMISSIONS = 1 << 10 | 1 << 11 | 1 << 31
"""View channels, send messages, use commands."""

MANAGE_SERVER = 1 << 5

TEXT_CHANNEL, DM_CHANNEL = 0, 1

FILE_LIMIT = 10 * 1024 * 1024


class Snowflakes:
    """New ids, which say when they were made, as discord.py reads from them."""

    def __init__(self) -> None:
        self._count = itertools.count()

    def __call__(self) -> str:
        """The next id."""
        since = int(time.time() * 1000) - DISCORD_EPOCH
        return str(since << 22 | next(self._count) & 0x3FFFFF)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody on Discord; ``permissions`` are those in every server, ``dm`` the channel with the bot."""

    id: str
    name: str
    dm: str
    bot: bool = False
    permissions: int = MEMBER_PERMISSIONS


def user(person: Person) -> Payload:
    """A user."""
    return {
        "id": person.id,
        "username": person.name,
        "global_name": None,
        "discriminator": "0",
        "avatar": None,
        "bot": person.bot,
        "public_flags": 0,
    }


def member(person: Person, roles: Iterable[str] = ()) -> Payload:
    """A member of the server, without the user, as messages carry it."""
    return {
        "roles": list(roles),
        "joined_at": "2024-01-01T00:00:00+00:00",
        "premium_since": None,
        "nick": None,
        "avatar": None,
        "deaf": False,
        "mute": False,
        "pending": False,
        "flags": 0,
    }


def interacting_member(person: Person, roles: Iterable[str] = ()) -> Payload:
    """A member with user and permissions, as interactions carry it."""
    return member(person, roles) | {"user": user(person), "permissions": str(person.permissions)}


def application(application_id: str, name: str, owner: Person) -> Payload:
    """The bot's application."""
    return {
        "id": application_id,
        "name": name,
        "icon": None,
        "description": "",
        "summary": "",
        "verify_key": "0" * 64,
        "flags": 0,
        "bot_public": True,
        "bot_require_code_grant": False,
        "owner": user(owner),
        "team": None,
        "interactions_endpoint_url": None,
        "integration_types_config": {"0": {}, "1": {}},
    }


def text_channel(channel_id: str, guild_id: str, name: str) -> Payload:
    """A text channel of a server."""
    return {
        "id": channel_id,
        "guild_id": guild_id,
        "type": TEXT_CHANNEL,
        "name": name,
        "position": 0,
        "permission_overwrites": [],
        "parent_id": None,
        "topic": None,
        "nsfw": False,
        "rate_limit_per_user": 0,
        "last_message_id": None,
    }


def dm_channel(person: Person) -> Payload:
    """The direct messages between a person and the bot."""
    return {"id": person.dm, "type": DM_CHANNEL, "last_message_id": None, "recipients": [user(person)], "flags": 0}


def guild(guild_id: str, name: str, owner: Person, channels: list[Payload], me: Person) -> Payload:
    """A server as GUILD_CREATE brings it."""
    everyone = {
        "id": guild_id,
        "name": "@everyone",
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "position": 0,
        "permissions": str(MEMBER_PERMISSIONS),
        "managed": False,
        "mentionable": False,
        "flags": 0,
    }
    return {
        "id": guild_id,
        "name": name,
        "icon": None,
        "owner_id": owner.id,
        "verification_level": 0,
        "default_message_notifications": 1,
        "explicit_content_filter": 0,
        "roles": [everyone],
        "emojis": [],
        "stickers": [],
        "features": [],
        "mfa_level": 0,
        "nsfw_level": 0,
        "premium_tier": 0,
        "preferred_locale": "en-US",
        "joined_at": "2024-01-01T00:00:00+00:00",
        "large": False,
        "unavailable": False,
        "member_count": 2,
        "voice_states": [],
        "members": [member(me) | {"user": user(me)}],
        "channels": channels,
        "threads": [],
        "presences": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "soundboard_sounds": [],
    }


def message(message_id: str, channel_id: str, author: Person, content: str = "", **more: Any) -> Payload:
    """A message; ``more`` holds what only some messages have."""
    return {
        "id": message_id,
        "channel_id": channel_id,
        "author": user(author),
        "content": content,
        "timestamp": datetime.now(UTC).isoformat(),
        "edited_timestamp": None,
        "tts": False,
        "mention_everyone": False,
        "mentions": [],
        "mention_roles": [],
        "attachments": [],
        "embeds": [],
        "pinned": False,
        "type": 0,
        "flags": 0,
        "components": [],
    } | more


def ready(session_id: str, me: Person, application_id: str, guild_ids: Iterable[str], resume_url: str) -> Payload:
    """READY, with the servers still to come."""
    return {
        "v": 10,
        "user": user(me) | {"verified": True, "mfa_enabled": False, "email": None, "flags": 0},
        "guilds": [{"id": each, "unavailable": True} for each in guild_ids],
        "session_id": session_id,
        "resume_gateway_url": resume_url,
        "application": {"id": application_id, "flags": 0},
        "private_channels": [],
    }


def interaction(kind: int, interaction_id: str, token: str, application_id: str, data: Payload) -> Payload:
    """An interaction, without who and where."""
    return {
        "id": interaction_id,
        "application_id": application_id,
        "type": kind,
        "token": token,
        "version": 1,
        "data": data,
        "locale": "en-US",
        "entitlements": [],
        "attachment_size_limit": FILE_LIMIT,
    }
