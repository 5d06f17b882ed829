"""Open the stores that a URL names, or explain what is wrong with the URL."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from bot.messages import N_, _, translated
from bot.stores.cache import FileCache
from bot.stores.protocol import DocumentStore, FactStore, StoreError
from bot.stores.tinydb import FactSnapshot, open_document_store, open_fact_store, read_fact_store
from bot.stores.tinydb.database.backups import KEEP, Backups, Check
from bot.stores.tinydb.database.loading import read_file
from bot.stores.tinydb.documents import check_documents
from bot.stores.tinydb.facts.store import verify_facts
from bot.stores.tinydb.files.lock import holder

_URLS = N_("write tinydb:///data/store.json (relative to the working folder) or tinydb:////srv/store.json (absolute)")


@dataclass(frozen=True, slots=True)
class Stores:
    """Both stores of one installation. ``created`` tells whether the fact store's file is new.

    ``cache`` is where what is computed from the facts is kept for the next start.
    """

    facts: FactStore
    documents: DocumentStore
    created: bool
    cache: FileCache | None = None

    async def close(self) -> None:
        """Close both stores, the second even if closing the first raises."""
        try:
            await self.documents.close()
        finally:
            await self.facts.close()


def tinydb_path(url: str) -> Path:
    """Return the file that a ``tinydb:`` URL names. Three slashes start a relative path, four an absolute one.

    Raises:
        StoreError: it isn't such a URL; the message says what to write.
    """
    scheme, colon, rest = url.strip().partition(":")
    if not colon:
        raise _bad_url(_("STORE_URL {url!r} has no scheme"), url)
    if scheme.split("+")[0].lower() in ("postgresql", "postgres"):
        raise _bad_url(_("PostgreSQL isn't supported yet"), url)
    if scheme.lower() != "tinydb":
        raise _bad_url(_("STORE_URL {url!r} names an unknown kind of store"), url)
    form = re.fullmatch(r"///([^?#]+)", rest)
    if form is None:
        raise _bad_url(_("STORE_URL {url!r} doesn't name a file"), url)
    path = unquote(form[1])
    if path.endswith(("/", "\\")) or "\0" in path:
        raise _bad_url(_("STORE_URL {url!r} names a folder, not a file in it"), url)
    return Path(path)


def _bad_url(problem: str, url: str) -> StoreError:
    return StoreError(_("{problem}; {remedy}").format(problem=problem.format(url=url), remedy=translated(_URLS)))


def documents_path(facts: Path) -> Path:
    """Return the file for the documents: ``store.activity.json`` beside ``store.json``."""
    return facts.with_name(f"{facts.stem}.activity.json")


def cache_of(url: str) -> FileCache:
    """Return the cache of the store that a URL names: the folder ``store.cache`` beside ``store.json``."""
    path = tinydb_path(url).expanduser().resolve()
    return FileCache(path.with_name(f"{path.stem}.cache"), path)


async def open_stores(url: str, *, create: bool = True, keep: int = KEEP) -> Stores:
    """Open the stores that a URL names. With ``create``, missing ones are created.

    ``keep`` is the number of backups to keep of each.

    Raises:
        StoreError: the URL is wrong, or a file is damaged or in use; the message says what to do. Nothing stays open.
    """
    path = tinydb_path(url)
    facts = await open_fact_store(path, create=create, keep=keep)
    try:
        documents = await open_document_store(documents_path(path), keep=keep)
    except BaseException:
        await facts.close()
        raise
    return Stores(facts, documents, facts.created, cache_of(url))


async def read_facts(url: str) -> FactSnapshot:
    """Return a snapshot of the last committed facts, even while another process has the store open.

    It is empty if there is no store. Nothing on disk is locked, created, migrated or written.

    Raises:
        StoreError: the URL is wrong, or the file can't be read; the message says what to do.
    """
    return await read_fact_store(tinydb_path(url))


def lock_holder(url: str) -> str | None:
    """Describe the process that has the store open, or return None."""
    return holder(tinydb_path(url).expanduser().resolve())


def fact_backups(url: str, *, keep: int = KEEP) -> Backups:
    """Return the backups of the fact store, to list, write or restore them. Its methods block."""
    return Backups(tinydb_path(url).expanduser().resolve(), verify_facts, keep=keep)


def document_backups(url: str, *, keep: int = KEEP) -> Backups:
    """Return the backups of the document store. Its methods block."""
    return Backups(documents_path(tinydb_path(url)).expanduser().resolve(), check_documents, keep=keep)


async def verify(url: str) -> None:
    """Check both files completely, including old revisions. Works while another process has them open.

    Raises:
        StoreError: there is no store, or it is damaged; the message names the first problem.
    """
    path = tinydb_path(url).expanduser().resolve()
    await asyncio.to_thread(_verify, path, verify_facts)
    if documents_path(path).exists():
        await asyncio.to_thread(_verify, documents_path(path), check_documents)


def _verify(path: Path, check: Check) -> None:
    try:
        data, _stamp = read_file(path)
    except FileNotFoundError as fault:
        raise StoreError(_("there is no store at {file}; check STORE_URL").format(file=path)) from fault
    check(data, path)


async def back_up(url: str, *, keep: int = KEEP) -> tuple[Path, ...]:
    """Back up both stores and return the paths of the backups. Works while another process has them open.

    Only the newest ``keep`` backups of each store are kept.

    Raises:
        StoreError: there is no store, it is damaged, or the backup can't be written.
    """
    written = [await asyncio.to_thread(fact_backups(url, keep=keep).write)]
    if documents_path(tinydb_path(url)).exists():
        written.append(await asyncio.to_thread(document_backups(url, keep=keep).write))
    return tuple(written)
