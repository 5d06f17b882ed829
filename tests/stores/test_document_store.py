"""Test what every document store guarantees."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.stores.protocol import DocumentStore, StoreError
from tests.stores.making import Place


async def test_a_missing_document_is_none(documents: DocumentStore) -> None:
    assert await documents.get("asked", "a") is None
    assert await documents.all("asked") == {}
    assert await documents.delete("asked", "a") is False


async def test_a_document_is_stored_replaced_and_removed(documents_place: Place[DocumentStore]) -> None:
    store = await documents_place.open()
    await store.put("settings", "1", {"spoilers": True, "roles": ["7"], "none": None, "float": 0.5, "deep": {"a": {}}})
    await store.put("settings", "2", {})
    await store.put("settings", "1", {"spoilers": False})
    for _ in range(2):
        assert await store.all("settings") == {"1": {"spoilers": False}, "2": {}}
        assert await store.get("settings", "1") == {"spoilers": False}
        store = await documents_place.open()
    assert await store.delete("settings", "1") is True
    assert await store.delete("settings", "1") is False
    store = await documents_place.open()
    assert await store.all("settings") == {"2": {}}


async def test_collections_are_separate(documents: DocumentStore) -> None:
    await documents.put("asked", "a", {"in": "asked"})
    await documents.put("follows", "a", {"in": "follows"})
    await documents.delete("asked", "a")
    assert await documents.get("follows", "a") == {"in": "follows"}


async def test_documents_are_in_insertion_order(documents_place: Place[DocumentStore]) -> None:
    store = await documents_place.open()
    for key in ("c", "a", "b", "d"):
        await store.put("asked", key, {"key": key})
    await store.put("asked", "a", {"again": True})
    await store.delete("asked", "c")
    await store.put("asked", "c", {"anew": True})
    for _ in range(2):
        assert list(await store.all("asked")) == ["a", "b", "d", "c"]
        store = await documents_place.open()


async def test_documents_are_copied_in_and_out(documents: DocumentStore) -> None:
    given: dict[str, Any] = {"list": [1]}
    await documents.put("asked", "a", given)
    given["list"].append(2)
    first = await documents.get("asked", "a")
    assert first == {"list": [1]}
    first["list"].append(3)
    listed = await documents.all("asked")
    listed["a"]["list"].append(4)
    del listed["a"]
    assert await documents.get("asked", "a") == {"list": [1]}


async def test_concurrent_puts_are_all_stored(documents_place: Place[DocumentStore]) -> None:
    store = await documents_place.open()
    await asyncio.gather(*(store.put("asked", str(number), {"number": number}) for number in range(200)))
    store = await documents_place.open()
    assert await store.all("asked") == {str(number): {"number": number} for number in range(200)}


@pytest.mark.parametrize(
    "document",
    [
        {"when": datetime(2026, 1, 1, tzinfo=UTC)},
        {"half": "\ud83d"},
        {1: "a number for a name"},
        {"nan": float("nan")},
        {"deep": [{"inf": float("inf")}]},
        {"set": {1}},
        {"big": 1 << 70},
        ["no mapping"],
    ],
)
async def test_values_that_json_cannot_represent_are_refused(documents: DocumentStore, document: Any) -> None:
    await documents.put("asked", "a", {"kept": None})
    with pytest.raises(ValueError, match=r"stored as JSON|not finite|is a mapping"):
        await documents.put("asked", "a", document)
    assert await documents.all("asked") == {"a": {"kept": None}}


@pytest.mark.parametrize(("collection", "key"), [("", "a"), ("_callsheet", "1"), ("asked", "\ud83d"), ("\ud83d", "a")])
async def test_invalid_names_are_refused(documents: DocumentStore, collection: str, key: str) -> None:
    with pytest.raises(ValueError, match=r"cannot name|stored as JSON"):
        await documents.put(collection, key, {})


async def test_a_closed_store_refuses_puts_and_may_be_closed_again(documents: DocumentStore) -> None:
    await documents.close()
    await documents.close()
    with pytest.raises(StoreError, match="closed"):
        await documents.put("asked", "a", {})
