"""``doctor``: whether everything that the bot needs is there, and what to do where it is not."""

from __future__ import annotations

import asyncio
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from bot.commands.exits import Exit
from bot.commands.output import write

if TYPE_CHECKING:
    from bot.settings import Settings

_LITTLE = 200 * 1024 * 1024
# Three parts of URL-safe base64; the middle and the last are of no fixed length.
_TOKEN = re.compile(r"[\w-]{18,}\.[\w-]{5,}\.[\w-]{20,}", re.ASCII)


class Mark(StrEnum):
    """How a finding is marked; only ``WRONG`` keeps the bot from working."""

    FINE = "ok"
    NOTE = "note"
    WARNING = "warn"
    WRONG = "WRONG"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    mark: Mark
    what: str
    said: str


def doctor() -> None:
    """Look at settings, token, .env, store, packs, word lists, Python and disk; changes nothing."""
    wrong: Exit | None = None
    for finding, code in _findings():
        write(f"{finding.mark:<5}  {finding.what:<9} {finding.said}")
        if finding.mark is Mark.WRONG and wrong is None:
            wrong = code
    if wrong is not None:
        raise typer.Exit(wrong)


def _findings() -> Iterator[tuple[Finding, Exit]]:
    from bot.commands.opening import ready
    from bot.settings import SettingsError, exposed_env_file

    yield _python(), Exit.REFUSED
    for look in (_packs, _lexicon):
        yield look(), Exit.REFUSED
    try:
        settings = ready(log_level="ERROR")
    except SettingsError as fault:
        for line in str(fault).splitlines():
            yield Finding(Mark.WRONG, "settings", line), Exit.SETTINGS
        return
    yield Finding(Mark.FINE, "settings", "all can be used"), Exit.SETTINGS
    yield _token(settings), Exit.TOKEN
    exposed = exposed_env_file()
    if exposed:
        yield Finding(Mark.WARNING, ".env", exposed), Exit.SETTINGS
    yield asyncio.run(_store(settings)), Exit.STORE
    checks: tuple[Callable[[Settings], Finding], ...] = (_backups, _disk)
    for check in checks:
        yield check(settings), Exit.STORE


def _python() -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    tried = (3, 11) <= sys.version_info < (3, 14)
    return Finding(Mark.FINE if tried else Mark.NOTE, "Python", version if tried else f"{version}, not tried yet")


def _packs() -> Finding:
    from bot.data import shipped_packs
    from bot.facts.packs.reading import PackError, read_pack

    facts = 0
    try:
        packs = shipped_packs()
        for path in packs:
            reading = read_pack(path.read_bytes(), path.name)
            if reading.errors:
                return Finding(Mark.WRONG, "packs", f"{path} has {len(reading.errors)} problems: callsheet facts check")
            facts += len(reading.facts)
    except (OSError, PackError) as fault:
        return Finding(Mark.WRONG, "packs", str(fault))
    return Finding(Mark.FINE, "packs", f"{len(packs)} with {facts} facts")


def _lexicon() -> Finding:
    from bot.answers.knowledge import Knowledge
    from bot.data import lexicon_folder

    try:
        Knowledge.load(lexicon_folder())
    except (OSError, ValueError, LookupError) as fault:
        return Finding(Mark.WRONG, "words", f"the word lists cannot be read: {fault}; install Callsheet again")
    return Finding(Mark.FINE, "words", f"read from {lexicon_folder()}")


def _token(settings: Settings) -> Finding:
    if settings.discord_token is None:
        return Finding(Mark.NOTE, "token", "DISCORD_TOKEN is not set: `callsheet start` talks in the terminal")
    if _TOKEN.fullmatch(settings.discord_token.get_secret_value()) is None:
        said = "DISCORD_TOKEN does not look like a bot's token (three parts with dots between); copy it again"
        return Finding(Mark.NOTE, "token", said)
    return Finding(Mark.FINE, "token", "has the form of one; only Discord can tell whether it is right")


async def _store(settings: Settings) -> Finding:
    from bot.stores.opening import read_facts, user_of, verify
    from bot.stores.protocol import StoreError

    path = _path(settings)
    if not path.exists():
        return Finding(Mark.NOTE, "store", f"none at {path} yet; the first start makes one from the packs")
    try:
        await verify(settings.store_url)
        contents = await (await read_facts(settings.store_url)).load()
    except StoreError as fault:
        return Finding(Mark.WRONG, "store", str(fault))
    user = user_of(settings.store_url)
    said = f"{len(contents.facts)} facts in {path}"
    return Finding(Mark.FINE, "store", f"{said}, in use by {user}" if user else said)


def _backups(settings: Settings) -> Finding:
    from bot.stores.opening import fact_backups

    backups = fact_backups(settings.store_url)
    found = backups.all()
    if not found:
        return Finding(Mark.NOTE, "backups", "none yet; `callsheet backup` makes one")
    return Finding(Mark.FINE, "backups", f"{len(found)} in {backups.folder}, the newest {found[0].name}")


def _disk(settings: Settings) -> Finding:
    import os

    folder = _path(settings).parent
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    if not os.access(folder, os.W_OK):
        return Finding(Mark.WRONG, "disk", f"{folder} cannot be written; give this user permission, or set STORE_URL")
    free = shutil.disk_usage(folder).free
    said = f"{free // 1024 // 1024:,} MiB free at {folder}"
    return Finding(Mark.FINE if free > _LITTLE else Mark.NOTE, "disk", said)


def _path(settings: Settings) -> Path:
    from bot.stores.opening import tinydb_path

    return tinydb_path(settings.store_url).expanduser().resolve()
