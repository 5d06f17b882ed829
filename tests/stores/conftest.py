"""Run the tests of stores on every kind of store, each in its own place."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from bot.stores.protocol import DocumentStore, FactStore
from bot.stores.tinydb import open_document_store, open_fact_store
from tests.stores.making import Place

KINDS = ("tinydb",)


@pytest.fixture(params=KINDS)
async def facts_place(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Place[FactStore]]:
    """Return a place for facts, in every kind of store."""
    openers: dict[str, Callable[[], Awaitable[FactStore]]] = {
        "tinydb": lambda: open_fact_store(tmp_path / "store.json"),
    }
    place = Place(openers[request.param])
    yield place
    await place.close()


@pytest.fixture(params=KINDS)
async def documents_place(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Place[DocumentStore]]:
    """Return a place for documents, in every kind of store."""
    openers: dict[str, Callable[[], Awaitable[DocumentStore]]] = {
        "tinydb": lambda: open_document_store(tmp_path / "store.activity.json"),
    }
    place = Place(openers[request.param])
    yield place
    await place.close()


@pytest.fixture
async def facts(facts_place: Place[FactStore]) -> FactStore:
    """Open an empty fact store."""
    return await facts_place.open()


@pytest.fixture
async def documents(documents_place: Place[DocumentStore]) -> DocumentStore:
    """Open an empty document store."""
    return await documents_place.open()
