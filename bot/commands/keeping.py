"""``backup`` and ``restore``: copies of the store, and the way back."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.exits import Exit, Refused
from bot.commands.output import write

if TYPE_CHECKING:
    from bot.stores.tinydb.database.backups import Backups


def backup() -> None:
    """Back up the store, also while the bot is running; prints where the copies lie."""
    from bot.commands.opening import ready
    from bot.stores.opening import back_up

    settings = ready(log_level="WARNING")
    for path in asyncio.run(back_up(settings.store_url, keep=settings.backup_keep)):
        write(str(path))


def restore(
    file: Annotated[
        Path | None, typer.Argument(help="The backup to restore; without it, the backups are listed.")
    ] = None,
    latest: Annotated[bool, typer.Option(help="Restore the newest backup of the facts.")] = False,
) -> None:
    """Put a backup in the store's place; what stood there is kept. Stop the bot first."""
    from bot.commands.opening import ready
    from bot.stores.opening import document_backups, fact_backups

    if file is not None and latest:
        raise Refused("Give either a FILE or --latest.", Exit.USAGE)
    url = ready(log_level="WARNING").store_url
    facts, documents = fact_backups(url), document_backups(url)
    if file is None and not latest:
        _list(facts, documents)
        return
    if file is None:
        found = facts.all()
        if not found:
            raise Refused(f"There is no backup in {facts.folder} yet; `callsheet backup` makes one.")
        file = found[0]
    kind = documents if ".activity-" in file.name else facts
    aside = kind.restore(file)
    write(f"Restored {file}." + (f" What was there before is kept as {aside}." if aside else ""))


def _list(facts: Backups, documents: Backups) -> None:
    found = (*facts.all(), *documents.all())
    if not found:
        raise Refused(f"There is no backup in {facts.folder} yet; `callsheet backup` makes one.")
    for path in found:
        write(str(path))
