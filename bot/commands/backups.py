"""Back up and restore the store."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.exits import Exit, Refused
from bot.commands.output import write
from bot.messages import _

if TYPE_CHECKING:
    from bot.stores.tinydb.database.backups import Backups


def backup() -> None:
    """Back up the store and print the copies' paths. Works while the bot is running."""
    from bot.commands.opening import ready
    from bot.stores.opening import back_up

    settings = ready(log_level="WARNING")
    for path in asyncio.run(back_up(settings.store_url, keep=settings.backup_keep)):
        write(str(path))


def restore(
    file: Annotated[
        Path | None, typer.Argument(help=_("The backup to restore. Without it, the backups are listed."))
    ] = None,
    latest: Annotated[bool, typer.Option(help=_("Restore the newest backup of the facts."))] = False,
) -> None:
    """Replace the store with a backup. The replaced file is kept. Stop the bot first."""
    from bot.commands.opening import ready
    from bot.stores.opening import document_backups, fact_backups

    if file is not None and latest:
        raise Refused(_("Give either a FILE or --latest."), Exit.USAGE)
    url = ready(log_level="WARNING").store_url
    facts, documents = fact_backups(url), document_backups(url)
    if file is None and not latest:
        _list(facts, documents)
        return
    if file is None:
        found = facts.all()
        if not found:
            raise _none_in(facts)
        file = found[0]
    kind = documents if ".activity-" in file.name else facts
    aside = kind.restore(file)
    message = _("Restored {file}. The previous store is kept as {kept}.") if aside else _("Restored {file}.")
    write(message.format(file=file, kept=aside))


def _none_in(facts: Backups) -> Refused:
    message = _("There is no backup in {folder} yet; `callsheet backup` makes one.")
    return Refused(message.format(folder=facts.folder))


def _list(facts: Backups, documents: Backups) -> None:
    found = (*facts.all(), *documents.all())
    if not found:
        raise _none_in(facts)
    for path in found:
        write(str(path))
