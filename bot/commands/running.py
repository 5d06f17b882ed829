"""Run the bot on Discord, or in this terminal."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.exits import Exit, Refused
from bot.commands.output import write
from bot.messages import N_, _, translated

if TYPE_CHECKING:
    from bot.desk.desk import Desk
    from bot.frontends.terminal.screen import Screen
    from bot.settings import Settings

log = logging.getLogger(__name__)

_ENDING = tuple(
    signal_ for name in ("SIGINT", "SIGTERM", "SIGHUP") if (signal_ := getattr(signal, name, None)) is not None
)

NO_TOKEN = N_(
    "DISCORD_TOKEN isn't set, so the bot runs in your terminal. To run it on Discord, create an application in the "
    "Discord Developer Portal (discord.com/developers), copy its token under Bot, and write DISCORD_TOKEN=<token> "
    "into .env."
)


def start() -> None:
    """Start the bot, on Discord or in this terminal.

    It runs on Discord if DISCORD_TOKEN is set, and in this terminal otherwise.
    """
    from bot.commands.opening import ready

    if ready(log_level="WARNING").discord_token is not None:
        run()
        return
    write(translated(NO_TOKEN))
    chat()


def run() -> None:
    """Run the bot on Discord until Ctrl-C or SIGTERM."""
    from bot.commands.opening import ready
    from bot.settings import exposed_env_file

    settings = ready()
    if settings.discord_token is None:
        raise Refused(
            _(
                "DISCORD_TOKEN isn't set. Copy the token from the Discord Developer Portal (your application, Bot) and "
                "write DISCORD_TOKEN=... into .env. To talk with the bot here, run `callsheet chat`."
            ),
            Exit.TOKEN,
        )
    exposed = exposed_env_file()
    if exposed:
        log.warning("%s", exposed)
    token = settings.discord_token.get_secret_value()
    run_until_stopped(lambda: _on_discord(settings, token))


async def _on_discord(settings: Settings, token: str) -> None:
    from bot.commands.opening import desk_of, freeze_gc
    from bot.frontends.discord.client import BadToken, CannotConnect, DiscordConfig, run_bot

    config = DiscordConfig(
        token=token,
        api_url=settings.discord_api_url,
        gateway_url=settings.discord_gateway_url,
        host_ids=frozenset(map(str, settings.host_ids)),
    )
    async with desk_of(settings) as desk:
        freeze_gc()
        try:
            await run_bot(config, desk)
        except BadToken as fault:
            raise Refused(str(fault), Exit.TOKEN) from fault
        except CannotConnect as fault:
            raise Refused(str(fault), Exit.UNREACHABLE) from fault


def chat(
    production: Annotated[str | None, typer.Option(help=_("Talk about this production (its id or any name)."))] = None,
    spoilers: Annotated[bool, typer.Option(help=_("Show spoilers instead of covering them."))] = False,
) -> None:
    """Talk with the bot in this terminal. Questions can also come through a pipe, one per line."""
    from bot.commands.opening import ready
    from bot.frontends.terminal.screen import Screen

    settings = ready(log_level="WARNING")
    run_until_stopped(lambda: _in_terminal(settings, Screen(spoilers=spoilers), production))


async def _in_terminal(settings: Settings, screen: Screen, production: str | None) -> None:
    from bot.commands.opening import desk_of, freeze_gc

    async with desk_of(settings) as desk:
        freeze_gc()
        named = None if production is None else desk.catalogue.production(production).id
        await _conversation(desk, settings, screen, named)


async def _conversation(desk: Desk, settings: Settings, screen: Screen, production: str | None) -> None:
    from bot.commands.opening import asker
    from bot.frontends.terminal.chat import Chat
    from bot.frontends.terminal.reading import Lines, PipedLines, TypedLines, history_in

    lines: Lines
    if sys.stdin.isatty() and screen.is_terminal:
        history = history_in(_state_folder() if settings.chat_history == "on" else None)
        lines = TypedLines(lambda typed: conversation.complete(typed), history)
    else:
        lines = PipedLines(sys.stdin.fileno())
    conversation = Chat(desk, asker(), screen, lines, production)
    await conversation.run()


def _state_folder() -> Path:
    """Return this platform's folder for a user's history files."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "callsheet"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "callsheet"
    return Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state") / "callsheet"


def run_until_stopped(work: Callable[[], Awaitable[None]]) -> None:
    """Run ``work`` until it ends. Ctrl-C, SIGTERM or a closed terminal cancels it without an error."""
    asyncio.run(_stoppable(work))


async def _stoppable(work: Callable[[], Awaitable[None]]) -> None:
    loop = asyncio.get_running_loop()
    task = asyncio.ensure_future(work())
    stopped = False

    def stop() -> None:
        nonlocal stopped
        stopped = True
        task.cancel()
        # A second signal has its usual effect, for people who don't want to wait.
        for each in _ENDING:
            loop.remove_signal_handler(each)

    try:
        for each in _ENDING:
            loop.add_signal_handler(each, stop)
    except NotImplementedError:
        pass  # Windows has no signal handlers here, but Ctrl-C reaches asyncio.run, which cancels, too
    try:
        await task
    except asyncio.CancelledError:
        if not stopped:
            raise
