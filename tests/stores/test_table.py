"""Compare our TinyDB table with TinyDB's own, and check that it returns copies."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tinydb import TinyDB, where
from tinydb.storages import MemoryStorage
from tinydb.table import Document, Table

from bot.stores.tinydb.database.storage import LineStorage
from bot.stores.tinydb.database.table import LineDB

NOWHERE = Path("never-written.json")

numbers = st.integers(0, 4)
steps = st.one_of(
    st.tuples(st.just("insert"), numbers),
    st.tuples(st.just("insert_two"), numbers),
    st.tuples(st.just("insert_as"), numbers),
    st.tuples(st.just("update"), numbers),
    st.tuples(st.just("update_ids"), numbers),
    st.tuples(st.just("update_all"), numbers),
    st.tuples(st.just("upsert"), numbers),
    st.tuples(st.just("remove"), numbers),
    st.tuples(st.just("remove_ids"), numbers),
    st.tuples(st.just("truncate"), numbers),
)


def apply(table: Table, step: str, number: int) -> object:
    match step:
        case "insert":
            return table.insert({"n": number})
        case "insert_two":
            return table.insert_multiple([{"n": number}, {"n": number, "second": True}])
        case "insert_as":
            return table.insert(Document({"n": number}, number + 20))
        case "update":
            return table.update({"seen": True}, where("n") == number)
        case "update_ids":
            return table.update(lambda document: document.update(m=number), doc_ids=[number, 99])
        case "update_all":
            return table.update({"all": number})
        case "upsert":
            return table.upsert({"n": number, "up": True}, where("n") == number)
        case "remove":
            return table.remove(where("n") == number)
        case "remove_ids":
            return table.remove(doc_ids=[number])
        case _:
            table.truncate()
            return None


def outcome(table: Table, step: str, number: int) -> object:
    try:
        return apply(table, step, number)
    except ValueError as fault:
        return str(fault)


@settings(max_examples=150, deadline=None)
@given(st.lists(steps, max_size=12), st.integers(0, 12))
def test_it_behaves_like_tinydbs_own_table(given_steps: list[tuple[str, int]], mark: int) -> None:
    storage = LineStorage(NOWHERE)
    ours, theirs = LineDB(storage).lines("t"), TinyDB(storage=MemoryStorage).table("t")
    for step, number in given_steps:
        assert outcome(ours, step, number) == outcome(theirs, step, number)
        assert [(document.doc_id, document) for document in ours] == [
            (document.doc_id, document) for document in theirs
        ]
        assert ours.search(where("n") == number) == theirs.search(where("n") == number)
        assert len(ours) == len(theirs)
        assert ours.contains(doc_id=number) == theirs.contains(doc_id=number)


@settings(max_examples=300, deadline=None)
@given(st.lists(steps, max_size=6), st.lists(steps, max_size=6))
def test_a_rollback_restores_everything(kept: list[tuple[str, int]], undone: list[tuple[str, int]]) -> None:
    storage = LineStorage(NOWHERE)
    table = LineDB(storage).lines("t")
    for step, number in kept:
        outcome(table, step, number)
    before, mark = list(storage.lines("t").items()), storage.savepoint()
    for step, number in undone:
        outcome(table, step, number)
    storage.rollback(mark)
    assert list(storage.lines("t").items()) == before


def test_returned_documents_are_copies() -> None:
    table = LineDB(LineStorage(NOWHERE)).lines("t")
    table.insert({"list": [1]})
    for found in (table.search(where("list").exists()), table.all(), [table.get(doc_id=1)]):
        assert isinstance(found[0], Document)
        found[0]["list"].append(2)
    assert table.all() == [{"list": [1]}]


def test_a_whole_database_can_be_dropped_and_rolled_back() -> None:
    storage = LineStorage(NOWHERE)
    db = LineDB(storage)
    assert db.tables() == set()
    db.table("a").insert({"n": 1})
    db.table("b").insert({"n": 2})
    mark = storage.savepoint()
    db.drop_table("a")
    assert db.tables() == {"b"}
    db.drop_tables()
    assert db.tables() == set()
    storage.rollback(mark)
    assert db.tables() == {"a", "b"}
    assert db.table("a").all() == [{"n": 1}]


def test_values_that_json_cannot_represent_are_refused_before_staging() -> None:
    storage = LineStorage(NOWHERE)
    table = LineDB(storage).lines("t")
    with pytest.raises(ValueError, match="cannot be stored as JSON"):
        table.insert_multiple([{"fine": 1}, {"not": {1, 2}}])
    assert storage.savepoint() == 0
    assert len(table) == 0


def test_an_updater_sees_the_documents_it_added() -> None:
    table = LineDB(LineStorage(NOWHERE)).lines("t")
    table.insert({"n": 1})

    def change(documents: dict[int, Any]) -> None:
        documents[7] = {"n": 2}
        assert (list(documents), len(documents)) == ([1, 7], 2)
        documents[1] = {"n": 3}
        assert (list(documents), len(documents)) == ([1, 7], 2)
        del documents[7]
        assert (list(documents), len(documents)) == ([1], 1)

    table._update_table(change)
    assert table.all() == [{"n": 3}]
