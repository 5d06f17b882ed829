"""Open a desk from the settings. This is the only module that connects stores, engine and desk."""

from __future__ import annotations

import asyncio
import gc
import getpass
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from bot.answers.engine import Engine
from bot.answers.knowledge import Knowledge
from bot.data import lexicon_folder, places_folder, shipped_packs
from bot.desk.access.actors import Actor, Asker
from bot.desk.desk import Desk
from bot.desk.packs.seeding import commit_packs, read_packs
from bot.desk.runtime.clock import utc_now
from bot.desk.runtime.gc_pause import gc_off
from bot.desk.state.catalogue import Catalogue
from bot.facts.places.archive import Archive
from bot.logs import configure_logging
from bot.settings import Settings, SettingsError, load_settings
from bot.stores.opening import Stores, cache_of, open_stores, read_facts, tinydb_path
from bot.stores.protocol import Document, StoreError
from bot.stores.tinydb import FactSnapshot


def ready(*, log_level: str | None = None) -> Settings:
    """Load the settings and set up logging. ``log_level`` replaces the setting, unless that is DEBUG or ERROR.

    Raises:
        SettingsError: a setting is invalid.
    """
    settings = load_settings()
    try:
        tinydb_path(settings.store_url)
    except StoreError as fault:
        raise SettingsError(str(fault)) from fault
    secrets = [settings.discord_token.get_secret_value()] if settings.discord_token else []
    chosen = settings.log_level
    configure_logging(chosen if log_level is None or chosen in ("DEBUG", "ERROR") else log_level, secrets=secrets)
    return settings


@asynccontextmanager
async def open_desk(stores: Stores, *, load_packs: bool = True) -> AsyncIterator[Desk]:
    """Open a desk over stores, and close both at the end.

    Raises:
        DamagedData: a file that ships with Callsheet is missing or damaged.
    """
    try:
        with gc_off() as was_on:  # nearly everything that is made now stays, so looking for garbage finds none
            Archive(places_folder())  # report a missing file now, not when somebody first enters a place
            knowledge = await asyncio.to_thread(Knowledge.load, lexicon_folder(), stores.cache)
            desk = await Desk.open(stores, Engine(knowledge), packs=shipped_packs(), load_packs=load_packs)
            if was_on:
                gc.freeze()
    except BaseException:
        await stores.close()
        raise
    try:
        yield desk
    finally:
        await desk.close()


@asynccontextmanager
async def desk_of(settings: Settings, *, load_packs: bool = True) -> AsyncIterator[Desk]:
    """Open a desk over the stores that ``STORE_URL`` names.

    Raises:
        StoreError: a store can't be used; the message says what to do.
    """
    async with open_desk(
        await open_stores(settings.store_url, keep=settings.backup_keep), load_packs=load_packs
    ) as desk:
        yield desk


async def facts_for_reading(settings: Settings, *, load_packs: bool = True) -> FactSnapshot:
    """Read the last committed facts, for commands that change nothing. Another process may have the store open.

    Nothing on disk is locked or written. If the store is empty, the packs are loaded into memory.

    Raises:
        StoreError: the store can't be read; the message says what to do.
    """
    facts = await read_facts(settings.store_url)
    contents = await facts.load()
    if load_packs and not contents.facts and not contents.productions:
        await commit_packs(facts, await asyncio.to_thread(read_packs, shipped_packs()), utc_now())
    facts.seal()
    return facts


async def catalogue_for_reading(settings: Settings) -> Catalogue:
    """Load `facts_for_reading` into a catalogue. This is faster than opening a desk, which loads the engine."""
    return await catalogue_of(await facts_for_reading(settings))


async def catalogue_of(facts: FactSnapshot) -> Catalogue:
    """Load the facts of a snapshot into a catalogue."""
    contents = await facts.load()
    catalogue = Catalogue()
    catalogue.load(contents.productions, contents.facts)
    return catalogue


@asynccontextmanager
async def desk_for_reading(settings: Settings, *, load_packs: bool = True) -> AsyncIterator[Desk]:
    """Open a desk over `facts_for_reading`. Everything that it logs or counts is lost when it closes."""
    facts = await facts_for_reading(settings, load_packs=load_packs)
    async with open_desk(
        Stores(facts, UnwrittenDocuments(), facts.created, cache_of(settings.store_url)), load_packs=False
    ) as desk:
        yield desk


def freeze_gc() -> None:
    """Exclude everything that is in memory now from later garbage collections.

    Facts, index and word lists live as long as a running bot. Scanning them again would block the event loop for
    longer than an answer takes. There is no garbage to collect before: a collection here found none, and took as long
    as reading the index.
    """
    gc.freeze()


def person() -> str:
    """Return the id of the person at this command line, as in revisions."""
    try:
        name = getpass.getuser()
    except (OSError, KeyError, ImportError):
        name = "host"  # a container whose user has no name
    return "cli:" + "-".join(name.split())[:60]


def asker() -> Asker:
    """Return the asker at this command line."""
    return Asker(person())


def host() -> Actor:
    """Return the editor at this command line. Anyone who can write to the store is the host."""
    return Actor(person(), is_host=True)


class UnwrittenDocuments:
    """A document store in memory, so that questions from scripts are neither counted nor logged."""

    def __init__(self) -> None:
        self._collections: dict[str, dict[str, dict[str, Any]]] = {}

    async def get(self, collection: str, key: str) -> dict[str, Any] | None:
        """Return a copy of one document, or None."""
        found = self._collections.get(collection, {}).get(key)
        return None if found is None else dict(found)

    async def all(self, collection: str) -> dict[str, dict[str, Any]]:
        """Return copies of all documents of a collection by key."""
        return {key: dict(document) for key, document in self._collections.get(collection, {}).items()}

    async def put(self, collection: str, key: str, document: Document) -> None:
        """Add or replace one document."""
        self._collections.setdefault(collection, {})[key] = dict(document)

    async def delete(self, collection: str, key: str) -> bool:
        """Remove one document and return whether it existed."""
        return self._collections.get(collection, {}).pop(key, None) is not None

    async def close(self) -> None:
        """Do nothing: there is nothing to write."""
