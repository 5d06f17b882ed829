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

_LITTLE = 200 * 1024 * 1024
# Three parts of URL-safe base64; the middle and the last are of no fixed length.
_TOKEN = re.compile(r"[\w-]{18,}\.[\w-]{5,}\.[\w-]{20,}", re.ASCII)


class Mark(StrEnum):
    """The mark of a finding; only ``WRONG`` keeps the bot from working."""

    FINE = N_("ok")
    NOTE = N_("note")
    WARNING = N_("warn")
    WRONG = N_("WRONG")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was checked."""

    mark: Mark
    what: str
    said: str


def doctor() -> None:
    """Check that everything is set up correctly.

    Checks Python, packs, word lists, places, settings, token, .env, store, backups and disk. Nothing is changed.
    """
    wrong: Exit | None = None
    for finding, code in _findings():
        write(f"{translated(finding.mark):<5}  {translated(finding.what):<9} {finding.said}")
        if finding.mark is Mark.WRONG and wrong is None:
            wrong = code
    if wrong is not None:
        raise typer.Exit(wrong)


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
                wrong = ngettext(
                    "{file} has {count} problem; run callsheet facts check {file}",
                    "{file} has {count} problems; run callsheet facts check {file}",
                    found,
                )
                return Finding(Mark.WRONG, N_("packs"), wrong.format(file=path, count=found))
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
        wrong = _("the word lists can't be read: {reason}; install Callsheet again").format(reason=fault)
        return Finding(Mark.WRONG, N_("words"), wrong)
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
        wrong = _("{file} is missing or damaged; install Callsheet again").format(file=fault.path)
        return Finding(Mark.WRONG, N_("places"), wrong)
    return Finding(Mark.FINE, N_("places"), _("read from {folder}").format(folder=places_folder()))


def _token(settings: Settings) -> Finding:
    if settings.discord_token is None:
        return Finding(Mark.NOTE, N_("token"), _("DISCORD_TOKEN isn't set: `callsheet start` runs in the terminal"))
    if _TOKEN.fullmatch(settings.discord_token.get_secret_value()) is None:
        said = _("DISCORD_TOKEN doesn't look like a bot token (three parts separated by dots); copy it again")
        return Finding(Mark.NOTE, N_("token"), said)
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
    said = _("{count} facts in {file}, in use by {user}") if user else _("{count} facts in {file}")
    return Finding(Mark.FINE, N_("store"), said.format(count=len(contents.facts), file=path, user=user))


def _backups(settings: Settings) -> Finding:
    from bot.stores.opening import fact_backups

    backups = fact_backups(settings.store_url)
    found = backups.all()
    if not found:
        return Finding(Mark.NOTE, N_("backups"), _("none yet; `callsheet backup` makes one"))
    said = _("{count} in {folder}; the newest is {name}")
    return Finding(Mark.FINE, N_("backups"), said.format(count=len(found), folder=backups.folder, name=found[0].name))


def _disk(settings: Settings) -> Finding:
    import os

    folder = _path(settings).parent
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    if not os.access(folder, os.W_OK):
        wrong = _("{folder} isn't writable; give this user permission, or set STORE_URL").format(folder=folder)
        return Finding(Mark.WRONG, N_("disk"), wrong)
    free = shutil.disk_usage(folder).free
    said = _("{size:,} MiB free at {folder}").format(size=free // 1024 // 1024, folder=folder)
    return Finding(Mark.FINE if free > _LITTLE else Mark.NOTE, N_("disk"), said)


def _path(settings: Settings) -> Path:
    from bot.stores.opening import tinydb_path

    return tinydb_path(settings.store_url).expanduser().resolve()
