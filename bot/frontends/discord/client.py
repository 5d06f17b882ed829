"""Run the bot on Discord: a discord.py client for one desk. It needs no privileged intents."""

from __future__ import annotations

import asyncio
import contextlib
import importlib
import logging
import pkgutil
import random
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import discord
from discord import app_commands
from discord.ext import commands
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.desk.desk import Desk
from bot.frontends.discord import features
from bot.frontends.discord.components.bot import FeatureBot
from bot.frontends.discord.components.more import More
from bot.frontends.discord.components.pager import PagedLists
from bot.frontends.discord.connection.command_sync import sync_if_changed
from bot.frontends.discord.connection.endpoints import discord_at
from bot.frontends.discord.connection.gateway import read_in_steps, skip_unreadable
from bot.frontends.discord.connection.retries import retry_requests, retrying_responses
from bot.frontends.discord.features.fact.drafting import Drafting
from bot.frontends.discord.shared.admission import Admission
from bot.frontends.discord.shared.bot import CallsheetBot
from bot.frontends.discord.shared.errors import Boundary
from bot.frontends.discord.shared.languages import CommandTranslator
from bot.frontends.discord.shared.routing.routes import Routes, follow
from bot.messages import N_, _, speak, translated

log = logging.getLogger(__name__)

_CLOSING = 1.0
"""Seconds for closing the connection. The process has two in total, and also has to flush its writes."""

_FORESEEN = (discord.DiscordException, aiohttp.ClientError, OSError, TimeoutError)
"""Errors of discord.py after which reconnecting is pointless."""

_TRIES, _CALM = 5, 60.0
"""Maximum number of reconnections in a row, and the seconds after which a connection counts as stable."""

_AUTHENTICATION_FAILED = 4004
"""The gateway's code for a token that was reset while the bot was running."""

_BAD_TOKEN = N_(
    "Discord doesn't accept this DISCORD_TOKEN. Copy it again: Discord Developer Portal, your application, "
    "Bot, Reset Token."
)


class CannotConnect(Exception):
    """Discord couldn't be reached, or refused the connection. The message says what to do.

    CannotConnect
    └── BadToken    Discord doesn't know the token
    """


class BadToken(CannotConnect):
    """Discord doesn't know the token."""


@dataclass(frozen=True, slots=True)
class DiscordConfig:
    """Says how to reach Discord. The addresses are None for the real one.

    ``host_ids`` are the Discord ids of the people who run this bot.
    """

    token: str = field(repr=False)
    api_url: str | None = None
    gateway_url: str | None = None
    host_ids: frozenset[str] = frozenset()


class BoundedTree(app_commands.CommandTree[CallsheetBot]):
    """Holds the commands. Their errors end at the bot's boundary."""

    async def interaction_check(self, interaction: discord.Interaction[CallsheetBot], /) -> bool:
        """Set the language for this task, and wait for a turn. Commands and autocomplete pass through here."""
        speak(interaction.client.translations_for(interaction))
        return await interaction.client.admission.command(interaction)

    async def on_error(
        self, interaction: discord.Interaction[CallsheetBot], error: app_commands.AppCommandError, /
    ) -> None:
        """Pass the error to the boundary."""
        name = interaction.command.qualified_name if interaction.command is not None else "a command"
        await interaction.client.boundary.handle(interaction, error, f"/{name}")


class CallsheetClient(FeatureBot):
    """Connects one desk to Discord. Features are in ``features``; each has ``async def setup(bot)``."""

    def __init__(self, desk: Desk, host_ids: frozenset[str] = frozenset()) -> None:
        super().__init__(
            command_prefix=commands.when_mentioned,
            help_command=None,
            intents=unprivileged(),
            tree_cls=BoundedTree,
            allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=True),
            allowed_installs=app_commands.AppInstallationType(guild=True, user=True),
            allowed_mentions=discord.AllowedMentions.none(),
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
        )
        retry_requests(self.http)
        read_in_steps(self.http)
        skip_unreadable(self._connection.parsers)
        self.desk = desk
        self.host_ids = host_ids
        self.boundary = Boundary()
        self.admission = Admission(self.boundary)
        self.routes = Routes()
        self.lists = PagedLists(self.routes)
        self.more = More(self.routes)
        self.drafting = Drafting(self.routes, desk)

    async def setup_hook(self) -> None:
        """Add every feature, and publish the commands if they changed."""
        for setup in feature_setups():
            await setup(self)
        await self.tree.set_translator(CommandTranslator())
        try:
            await sync_if_changed(self.tree, self.desk.documents, self.application_id or 0, Route.BASE)
        except discord.HTTPException as fault:
            # The commands published before still work, and being online matters more than the newest descriptions.
            log.error("the commands could not be published, those published before stay: %s", fault)

    async def connect(self, *, reconnect: bool = True) -> None:
        """Stay connected. Raises ``CannotConnect`` if the very first connection fails.

        discord.py would retry that, too, but it needs data from the first connection to resume. Data that it can't read
        at all ends its loop. Then we start the loop again, a few times in a row.
        """
        tries = 0
        while True:
            begun = self.loop.time()
            try:
                await super().connect(reconnect=reconnect)
                break
            except _FORESEEN:
                raise
            except Exception as fault:
                if getattr(self, "ws", None) is None:
                    raise CannotConnect(
                        _("Discord's gateway can't be reached at {address}.").format(
                            address=DiscordWebSocket.DEFAULT_GATEWAY
                        )
                    ) from fault
                tries = 1 if self.loop.time() - begun > _CALM else tries + 1
                if tries > _TRIES or self.is_closed():
                    raise
                log.warning("the connection to Discord failed (%s); connecting anew", type(fault).__name__)
                await self._leave_session(tries)

    async def _leave_session(self, tries: int) -> None:
        with contextlib.suppress(Exception):
            await self.ws.close(code=4000)
        await asyncio.sleep(min(30.0, 2.0**tries) * random.uniform(0.5, 1.0))

    async def on_ready(self) -> None:
        """Log that the bot is connected. This happens again after each new session."""
        log.info("connected to Discord as %s, in %d servers", self.user, len(self.guilds))

    async def on_interaction(self, interaction: discord.Interaction[CallsheetBot]) -> None:
        """Route buttons, menus and forms. discord.py has already dispatched commands."""
        speak(self.translations_for(interaction))
        await follow(self.routes, interaction)

    async def on_message(self, message: discord.Message, /) -> None:
        """Ignore prefix commands. ``features.ask.messages`` answers free text."""

    async def on_error(self, event_method: str, /, *args: Any, **kwargs: Any) -> None:
        """Log an error in an event handler, under a reference."""
        error = sys.exc_info()[1]
        if error is not None and not self.is_closed():
            self.boundary.report(error, event_method)


def unprivileged() -> discord.Intents:
    """Return the intents for servers and for messages to the bot. None of them needs Discord's approval."""
    return discord.Intents(guilds=True, guild_messages=True, dm_messages=True)


def feature_setups() -> list[Callable[[FeatureBot], Awaitable[None]]]:
    """List the ``setup`` functions of all modules in ``features`` and its folders, in order of their names."""
    names = (module.name for module in pkgutil.walk_packages(features.__path__, f"{features.__name__}."))
    modules = [importlib.import_module(name) for name in sorted(names)]
    return [module.setup for module in modules if hasattr(module, "setup")]


async def run_bot(config: DiscordConfig, desk: Desk) -> None:
    """Run the bot until it is cancelled, then close the connection. The caller closes the desk.

    Raises:
        BadToken: Discord doesn't know the token.
        CannotConnect: Discord can't be reached, or refuses the connection for another reason.
    """
    with discord_at(config.api_url, config.gateway_url), retrying_responses():
        bot = CallsheetClient(desk, config.host_ids)
        try:
            await bot.start(config.token)
        except discord.LoginFailure as fault:
            raise BadToken(translated(_BAD_TOKEN)) from fault
        except (TimeoutError, aiohttp.ClientError, OSError) as fault:
            raise CannotConnect(
                _("Discord can't be reached at {address}: {reason}.").format(
                    address=Route.BASE, reason=fault or type(fault).__name__
                )
            ) from fault
        except discord.HTTPException as fault:
            # Only the status, because a proxy that blocks us replies with a whole page.
            raise CannotConnect(
                _("Discord refused the connection: it answered {status} {reason}.").format(
                    status=fault.status, reason=fault.response.reason
                )
            ) from fault
        except discord.ConnectionClosed as fault:
            if fault.code == _AUTHENTICATION_FAILED:
                raise BadToken(translated(_BAD_TOKEN)) from fault
            raise CannotConnect(_("Discord ended the connection with code {code}.").format(code=fault.code)) from fault
        except (discord.GatewayNotFound, discord.PrivilegedIntentsRequired) as fault:
            raise CannotConnect(_("Discord refused the connection: {reason}").format(reason=fault)) from fault
        finally:
            await _close(bot)


async def _close(bot: FeatureBot) -> None:
    try:
        async with asyncio.timeout(_CLOSING):
            await bot.admission.close(_CLOSING / 2)
            await bot.close()
    except TimeoutError:
        log.warning("Discord didn't close the connection within %.1f s; leaving anyway", _CLOSING)
