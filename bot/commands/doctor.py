"""Check that everything the bot needs is there, and say what to do if it isn't."""

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
from bot.messages import N_, _, ngettext, translated

if TYPE_CHECKING:
    from bot.settings import Settings

_LOW_SPACE = 200 * 1024 * 1024
# Three parts of URL-safe base64. The middle and last parts have no fixed length.
_TOKEN = re.compile(r"[\w-]{18,}\.[\w-]{5,}\.[\w-]{20,}", re.ASCII)


class Mark(StrEnum):
    """The mark of a finding. Only ``WRONG`` keeps the bot from working."""

    FINE = N_("ok")
    NOTE = N_("note")
    WARNING = N_("warn")
    WRONG = N_("WRONG")


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of one check."""

    mark: Mark
    what: str
    message: str


def doctor() -> None:
    """Check that everything is set up correctly.

    Checks Python, packs, word lists, places, settings, token, .env, store, backups and disk. Nothing is changed.
    """
    failed: Exit | None = None
    for finding, code in _findings():
        write(f"{translated(finding.mark):<5}  {translated(finding.what):<9} {finding.message}")
        if finding.mark is Mark.WRONG and failed is None:
            failed = code
    if failed is not None:
        raise typer.Exit(failed)


def _findings() -> Iterator[tuple[Finding, Exit]]:
    from bot.commands.opening import ready
    from bot.settings import SettingsError, exposed_env_file

    yield _python(), Exit.REFUSED
    for look in (_packs, _lexicon, _places):
        yield look(), Exit.REFUSED
    try:
        settings = ready(log_level="ERROR")
    except SettingsError as fault:
        for line in str(fault).splitlines():
            yield Finding(Mark.WRONG, N_("settings"), line), Exit.SETTINGS
        return
    yield Finding(Mark.FINE, N_("settings"), _("all are valid")), Exit.SETTINGS
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
    return Finding(
        Mark.FINE if tried else Mark.NOTE,
        "Python",
        version if tried else _("{version} is untested").format(version=version),
    )


def _packs() -> Finding:
    from bot.data import shipped_packs
    from bot.facts.packs.reading import PackError, read_pack

    facts = 0
    try:
        packs = shipped_packs()
        for path in packs:
            reading = read_pack(path.read_bytes(), path.name)
            if reading.errors:
                found = len(reading.errors)
                message = ngettext(
                    "{file} has {count} problem; run callsheet facts check {file}",
                    "{file} has {count} problems; run callsheet facts check {file}",
                    found,
                )
                return Finding(Mark.WRONG, N_("packs"), message.format(file=path, count=found))
            facts += len(reading.facts)
    except (OSError, PackError) as fault:
        return Finding(Mark.WRONG, N_("packs"), str(fault))
    return Finding(Mark.FINE, N_("packs"), _("{packs} with {facts} facts").format(packs=len(packs), facts=facts))


def _lexicon() -> Finding:
    from bot.answers.knowledge import Knowledge
    from bot.data import lexicon_folder

    try:
        Knowledge.load(lexicon_folder())
    except (OSError, ValueError, LookupError) as fault:
        message = _("the word lists can't be read: {reason}; install Callsheet again").format(reason=fault)
        return Finding(Mark.WRONG, N_("words"), message)
    return Finding(Mark.FINE, N_("words"), _("read from {folder}").format(folder=lexicon_folder()))


def _places() -> Finding:
    from bot.data import DamagedData, places_folder
    from bot.facts.countries import country_names
    from bot.facts.places.archive import Archive

    try:
        archive = Archive(places_folder())
        archive.verify()
        country_names()
    except DamagedData as fault:
        message = _("{file} is missing or damaged; install Callsheet again").format(file=fault.path)
        return Finding(Mark.WRONG, N_("places"), message)
    return Finding(Mark.FINE, N_("places"), _("read from {folder}").format(folder=places_folder()))


def _token(settings: Settings) -> Finding:
    if settings.discord_token is None:
        return Finding(Mark.NOTE, N_("token"), _("DISCORD_TOKEN isn't set: `callsheet start` runs in the terminal"))
    if _TOKEN.fullmatch(settings.discord_token.get_secret_value()) is None:
        message = _("DISCORD_TOKEN doesn't look like a bot token (three parts separated by dots); copy it again")
        return Finding(Mark.NOTE, N_("token"), message)
    return Finding(Mark.FINE, N_("token"), _("looks like one; only Discord knows whether it is valid"))


async def _store(settings: Settings) -> Finding:
    from bot.stores.opening import lock_holder, read_facts, verify
    from bot.stores.protocol import StoreError

    path = _path(settings)
    if not path.exists():
        return Finding(
            Mark.NOTE, N_("store"), _("none at {file} yet; the first start creates it from the packs").format(file=path)
        )
    try:
        await verify(settings.store_url)
        contents = await (await read_facts(settings.store_url)).load()
    except StoreError as fault:
        return Finding(Mark.WRONG, N_("store"), str(fault))
    user = lock_holder(settings.store_url)
    message = _("{count} facts in {file}, in use by {user}") if user else _("{count} facts in {file}")
    return Finding(Mark.FINE, N_("store"), message.format(count=len(contents.facts), file=path, user=user))


def _backups(settings: Settings) -> Finding:
    from bot.stores.opening import fact_backups

    backups = fact_backups(settings.store_url)
    found = backups.all()
    if not found:
        return Finding(Mark.NOTE, N_("backups"), _("none yet; `callsheet backup` makes one"))
    message = _("{count} in {folder}; the newest is {name}")
    return Finding(
        Mark.FINE, N_("backups"), message.format(count=len(found), folder=backups.folder, name=found[0].name)
    )


def _disk(settings: Settings) -> Finding:
    import os

    folder = _path(settings).parent
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    if not os.access(folder, os.W_OK):
        message = _("{folder} isn't writable; give this user permission, or set STORE_URL").format(folder=folder)
        return Finding(Mark.WRONG, N_("disk"), message)
    free = shutil.disk_usage(folder).free
    message = _("{size:,} MiB free at {folder}").format(size=free // 1024 // 1024, folder=folder)
    return Finding(Mark.FINE if free > _LOW_SPACE else Mark.NOTE, N_("disk"), message)


def _path(settings: Settings) -> Path:
    from bot.stores.opening import tinydb_path

    return tinydb_path(settings.store_url).expanduser().resolve()
