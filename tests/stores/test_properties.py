"""Compare stores with a simple model: any commits, rejections and restarts, in any order."""

from __future__ import annotations

import asyncio
import json
import tempfile
from collections.abc import Coroutine
from pathlib import Path
from typing import Any, TypeVar

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from tinydb import TinyDB

from bot.facts.models import Revision
from bot.stores.protocol import RevisionConflict
from bot.stores.tinydb import TinyDBDocumentStore, TinyDBFactStore, open_document_store, open_fact_store
from bot.stores.tinydb.database.loading import parse_tables
from tests.stores.making import revision

T = TypeVar("T")

ids = st.sampled_from(["one", "two", "three"])
scopes = st.sampled_from(["shared", "server:1"])
editors = st.sampled_from(["cli:ann", "cli:bob"])
texts = st.text(min_size=1, max_size=60).map(str.strip).filter(bool)
slips = st.sampled_from([0, 0, 0, 0, 0, -1, 1])
batches = st.lists(st.tuples(scopes, ids, slips, editors, texts), min_size=1, max_size=4)


class Looped(RuleBasedStateMachine):
    """Provides an event loop and a temporary folder for one run."""

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "store.json"

    def run_(self, work: Coroutine[Any, Any, T]) -> T:
        return self.loop.run_until_complete(work)

    def finish(self) -> None:
        self.run_(self.loop.shutdown_default_executor())
        self.loop.close()
        self.folder.cleanup()


class FactStoreAgainstAList(Looped):
    """Compares a fact store with a plain list of all revisions."""

    def __init__(self) -> None:
        super().__init__()
        self.oracle: list[Revision] = []
        self.changes = 0
        self.store: TinyDBFactStore = self.run_(open_fact_store(self.path))

    def held(self, scope: str, fact_id: str, among: list[Revision]) -> int:
        return max((old.fact.revision for old in among if old.fact.key == (scope, fact_id)), default=0)

    @rule(batch=batches)
    def commit(self, batch: list[tuple[str, str, int, str, str]]) -> None:
        self.changes += 1
        wanted = list(self.oracle)
        conflict = False
        revisions = []
        for scope, fact_id, slip, by, text in batch:
            number = self.held(scope, fact_id, wanted) + 1 + slip
            if number < 1:
                continue
            conflict = conflict or slip != 0
            one = revision(fact_id, number, scope=scope, by=by, text=text, change=f"change-{self.changes}")
            revisions.append(one)
            wanted.append(one)
        if conflict:
            with pytest.raises(RevisionConflict):
                self.run_(self.store.commit(revisions))
        else:
            self.run_(self.store.commit(revisions))
            self.oracle = wanted

    @rule(by=editors)
    def redact(self, by: str) -> None:
        count = self.run_(self.store.redact(by, "somebody"))
        assert count == sum(1 for one in self.oracle if one.by == by)
        self.oracle = [one.model_copy(update={"by": "somebody"}) if one.by == by else one for one in self.oracle]

    @rule()
    def remove_scope(self) -> None:
        count = self.run_(self.store.remove_scope("server:1"))
        assert count == len({one.fact.key for one in self.oracle if one.fact.scope == "server:1"})
        self.oracle = [one for one in self.oracle if one.fact.scope != "server:1"]

    @rule()
    def reopen(self) -> None:
        self.run_(self.store.close())
        self.store = self.run_(open_fact_store(self.path))

    @rule(scope=st.none() | scopes, by=st.none() | editors | st.just("somebody"), limit=st.integers(0, 6))
    def latest(self, scope: str | None, by: str | None, limit: int) -> None:
        found = [one for one in reversed(self.oracle) if scope in (None, one.fact.scope) and by in (None, one.by)]
        assert self.run_(self.store.latest(scope=scope, by=by, limit=limit)) == tuple(found[:limit])

    @rule(scope=scopes, fact_id=ids)
    def history(self, scope: str, fact_id: str) -> None:
        found = tuple(one for one in self.oracle if one.fact.key == (scope, fact_id))
        assert self.run_(self.store.history(scope, fact_id)) == found

    @rule(number=st.integers(0, 20))
    def change(self, number: int) -> None:
        found = tuple(one for one in self.oracle if one.change == f"change-{number}")
        assert self.run_(self.store.change(f"change-{number}")) == found

    @invariant()
    def the_newest_revision_of_each_fact_is_current(self) -> None:
        newest = {one.fact.key: one.fact for one in self.oracle}
        facts = self.run_(self.store.load()).facts
        assert {fact.key: fact for fact in facts} == newest
        assert len(facts) == len(newest)

    def teardown(self) -> None:
        self.run_(self.store.close())
        with TinyDB(self.path, access_mode="r", encoding="utf-8") as stock:
            documents = [*stock.table("facts"), *stock.table("history")]
        assert sorted(document["fact"]["text"] for document in documents) == sorted(
            one.fact.text for one in self.oracle
        )
        self.finish()


class DocumentStoreAgainstADict(Looped):
    """Compares a document store with a dict of dicts."""

    values = st.recursive(
        st.none()
        | st.booleans()
        | st.integers(-(1 << 53), 1 << 53)
        | st.floats(allow_nan=False, allow_infinity=False)
        | st.text(max_size=10),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
        max_leaves=6,
    )
    collections = st.sampled_from(["asked", 'a "quoted":{ name\n'])
    keys = st.sampled_from(["a", "b", "c", ""])

    def __init__(self) -> None:
        super().__init__()
        self.oracle: dict[str, dict[str, Any]] = {}
        self.store: TinyDBDocumentStore = self.run_(open_document_store(self.path))

    @rule(collection=collections, key=keys, document=st.dictionaries(st.text(max_size=5), values, max_size=3))
    def put(self, collection: str, key: str, document: dict[str, Any]) -> None:
        self.run_(self.store.put(collection, key, document))
        self.oracle.setdefault(collection, {})[key] = document

    @rule(collection=collections, key=keys)
    def delete(self, collection: str, key: str) -> None:
        there = key in self.oracle.get(collection, {})
        assert self.run_(self.store.delete(collection, key)) is there
        self.oracle.get(collection, {}).pop(key, None)

    @rule()
    def reopen(self) -> None:
        self.run_(self.store.close())
        self.store = self.run_(open_document_store(self.path))

    @invariant()
    def all_documents_are_as_put_in_insertion_order(self) -> None:
        for collection in ("asked", 'a "quoted":{ name\n'):
            found = self.run_(self.store.all(collection))
            assert list(found.items()) == list(self.oracle.get(collection, {}).items())
            for key, document in found.items():
                assert self.run_(self.store.get(collection, key)) == document

    def teardown(self) -> None:
        self.run_(self.store.close())
        self.finish()


TestFactStore = FactStoreAgainstAList.TestCase
TestFactStore.settings = settings(max_examples=25, stateful_step_count=20, deadline=None)
TestDocumentStore = DocumentStoreAgainstADict.TestCase
TestDocumentStore.settings = settings(max_examples=25, stateful_step_count=20, deadline=None)

documents = st.dictionaries(st.text(max_size=8), st.text(max_size=12) | st.integers(0, 9), max_size=3)
tables = st.dictionaries(
    st.text(max_size=8), st.dictionaries(st.integers(0, 99).map(str), documents, max_size=4), min_size=1, max_size=3
)


@settings(max_examples=100, deadline=None)
@given(tables=tables, compact=st.booleans())
def test_tables_read_the_same_in_any_layout(tables: dict[str, dict[str, dict[str, Any]]], compact: bool) -> None:
    by_line = b",\n".join(
        orjson.dumps(name)
        + b":{\n"
        + b",\n".join(orjson.dumps(doc_id) + b":" + orjson.dumps(document) for doc_id, document in table.items())
        + (b"\n}" if table else b"}")
        for name, table in tables.items()
    )
    other = json.dumps(tables, indent=None if compact else 2).encode()
    path = Path("store.json")
    assert parse_tables(b"{" + by_line + b"}\n", path) == parse_tables(other, path) == tables
