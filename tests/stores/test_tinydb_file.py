"""Test the files of the TinyDB store: their layout, compatibility with plain TinyDB, and damage."""
# ruff: noqa: ASYNC240  # these files are small, so blocking is fine

from __future__ import annotations

import logging
import stat
import sys
from collections.abc import Callable
from pathlib import Path

import orjson
import pytest
from tinydb import TinyDB, where

from bot.stores.protocol import StoreDamaged, StoreTooNew
from bot.stores.tinydb import open_document_store, open_fact_store
from bot.stores.tinydb.database.migrations import FACTS, META, Migration, Schema
from bot.stores.tinydb.database.opened import open_file
from bot.stores.tinydb.database.storage import Tables
from bot.stores.tinydb.facts.store import check_facts
from bot.stores.tinydb.files.atomic import temporary
from tests.stores.making import FILM, fact, revision


@pytest.fixture
async def path(tmp_path: Path) -> Path:
    """Create and close a store of two facts, the first at its second revision."""
    path = tmp_path / "store.json"
    store = await open_fact_store(path)
    await store.commit([revision("one", text="Ünïcode 🎬"), revision("two")], [FILM])
    await store.commit([revision("one", 2)])
    await store.close()
    return path


def test_it_has_one_document_per_line_in_utf8(path: Path) -> None:
    lines = path.read_text("utf-8").splitlines()
    documents = [line for line in lines if line.startswith('"') and not line.endswith(":{")]
    assert len(documents) == 5  # metadata, the production, two facts, one earlier revision
    assert sum("Ünïcode 🎬" in line for line in lines) == 1
    assert lines[0] == '{"_callsheet":{'


def test_plain_tinydb_opens_and_queries_it(path: Path) -> None:
    with TinyDB(path, access_mode="r", encoding="utf-8") as db:
        assert db.tables() == {META, "productions", "facts", "history"}
        [found] = db.table("facts").search(where("fact")["id"] == "one")
        assert found["fact"]["revision"] == 2
        assert [document["fact"]["text"] for document in db.table("history")] == ["Ünïcode 🎬"]


async def test_a_file_written_by_plain_tinydb_opens(path: Path) -> None:
    with TinyDB(path, encoding="utf-8", indent=2, sort_keys=True) as db:
        db.table("facts").update(lambda document: document["fact"].update(text="by stock TinyDB"), doc_ids=[2])
    store = await open_fact_store(path)
    assert set((await store.load()).facts) == {fact("one", 2), fact("two", text="by stock TinyDB")}
    await store.commit([revision("two", 2)])
    await store.close()
    assert path.read_bytes().startswith(b'{"_callsheet":{\n"1":{')


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
async def test_only_its_owner_may_read_it_unless_they_change_its_mode(path: Path) -> None:
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.chmod(0o640)
    store = await open_fact_store(path)
    await store.commit([revision("three")])
    await store.close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


async def test_files_left_by_a_killed_write_are_removed_at_startup(path: Path) -> None:
    temporary(path).write_bytes(b'{"_callsheet":{\n"1":{"kin')
    store = await open_fact_store(path)
    assert not temporary(path).exists()
    assert len((await store.load()).facts) == 2
    await store.close()


@pytest.mark.skipif(sys.platform == "win32", reason="links take a privilege on Windows")
async def test_a_symlink_to_the_store_stays_a_symlink(path: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.json"
    link.symlink_to(path)
    store = await open_fact_store(link)
    await store.commit([revision("three")])
    await store.close()
    assert link.is_symlink()
    assert len(check_facts(path.read_bytes(), path).facts) == 3


def _edit(table: str, doc_id: str, change: Callable[[dict[str, object]], object]) -> Callable[[bytes], bytes]:
    def edit(data: bytes) -> bytes:
        tables = orjson.loads(data)
        change(tables[table][doc_id])
        return orjson.dumps(tables)

    return edit


DAMAGE: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "empty": (lambda _: b"", "it is empty"),
    "zeros": (lambda data: bytes(len(data)), "it is empty"),
    "cut short": (lambda data: data[: len(data) // 2], r"line \d+, byte \d+ is not JSON .*cut short"),
    "last byte gone": (lambda data: data[:-2], r"line \d+, byte \d+ is not JSON .*cut short"),
    "not UTF-8": (lambda data: data.replace(b"Film", b"F\xfflm"), r"byte \d+ \(line 5\) is not UTF-8"),
    "not JSON": (lambda data: data.replace(b'"two"', b"two"), r"line \d+, byte \d+ is not JSON"),
    "comma gone": (lambda data: data.replace(b"},\n", b"}\n", 1), "is not JSON"),
    "a list": (lambda _: b"[1]", "does not hold tables"),
    "a table that is none": (lambda _: b'{"facts": []}', 'table "facts" is not a JSON object'),
    "a document that is none": (
        lambda data: data.replace(b'"facts":{\n', b'"facts":{\n"7":"text",\n'),
        r'table "facts", document "7" \(line \d+\) is not a JSON object',
    ),
    "an id that is none": (lambda data: data.replace(b'"2":', b'"two":'), '"two" is not a document id'),
    "another program's": (lambda _: b'{"_default": {"1": {"a": 1}}}', "it isn't a Callsheet store"),
    "another kind": (lambda data: data.replace(b'"kind":"facts"', b'"kind":"documents"'), "check STORE_URL"),
    "no schema": (lambda data: data.replace(b'"schema":1', b'"schema":null'), "schema version None"),
    "other migrations": (lambda data: data.replace(b"0001-facts", b"0001-other"), "recorded migrations are"),
    "a table gone": (lambda data: data.replace(b'"history":{', b'"hist":{'), 'the table "history" is missing'),
    "an invalid fact": (
        lambda data: data.replace(b'"status":"confirmed"', b'"status":"perhaps"'),
        r'table "facts", document "1" \(line 8\) is not valid: fact.status: .*\'perhaps\'',
    ),
    "an unknown field": (lambda data: data.replace(b'"topic":', b'"tropic":'), "is not valid: fact.tropic|fact.topic"),
    "an invalid production": (
        lambda data: data.replace(b'"title":"A Film"', b'"title":""'),
        r'table "productions", document "1" \(line 5\) is not valid: title',
    ),
    "no fact in a revision": (_edit("history", "1", lambda document: document.pop("fact")), "is no revision of a fact"),
    "no place in the order": (_edit("facts", "1", lambda document: document.update(seq="3")), "has a seq"),
    "an editor that is no text": (_edit("history", "1", lambda document: document.update(by=7)), "that is no text"),
    "one place twice": (_edit("facts", "1", lambda document: document.update(seq=1)), "the same place in the order"),
    "a history with a gap": (
        lambda data: data.replace(b'"revision":2', b'"revision":3'),
        r'"one" in shared stands at revision 3, but the file holds \[1, 3\]',
    ),
    "a fact gone": (
        _edit("facts", "1", lambda document: document.update(fact={**document["fact"], "id": "uno"})),  # type: ignore[dict-item]
        "has a history, but is missing|stands at revision",
    ),
    "a fact twice": (
        lambda data: data.replace(b'"id":"two"', b'"id":"one"'),
        r'document "2" \(line 9\) is a second fact "one"',
    ),
}


@pytest.mark.parametrize("damage", DAMAGE)
async def test_a_damaged_file_is_refused_with_a_reason_and_stays_unchanged(path: Path, damage: str) -> None:
    spoil, message = DAMAGE[damage]
    spoiled = spoil(path.read_bytes())
    assert spoiled != path.read_bytes()
    path.write_bytes(spoiled)
    before = path.stat()
    with pytest.raises(StoreDamaged, match=message) as raised:
        await open_fact_store(path)
    assert str(path) in str(raised.value)
    assert "callsheet restore" in str(raised.value)
    after = path.stat()
    assert path.read_bytes() == spoiled
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert not (path.parent / "backups").exists()


async def test_a_damaged_old_revision_is_found_by_reading_and_by_verify(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace("Ünïcode 🎬".encode(), b""))
    store = await open_fact_store(path)
    with pytest.raises(StoreDamaged, match="a revision in the history is not valid"):
        await store.history("shared", "one")
    await store.close()
    with pytest.raises(StoreDamaged, match=r'table "history", document "1" \(line \d+\) is not valid: fact.text'):
        check_facts(path.read_bytes(), path)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b'"1":{"key":1,"document":{}}', "does not have the form"),
        (b'"1":{"key":"a","document":[]}', "does not have the form"),
        (b'"1":{"key":"a","document":{},"more":1}', "does not have the form"),
        (b'"1":{"key":"a","document":{}},\n"2":{"key":"a","document":{}}', "second document with the key 'a'"),
    ],
)
async def test_damaged_documents_are_refused_and_stay_unchanged(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "activity.json"
    store = await open_document_store(path)
    await store.close()
    spoiled = path.read_bytes().removesuffix(b"}\n") + b',\n"asked":{\n' + content + b"\n}}\n"
    path.write_bytes(spoiled)
    with pytest.raises(StoreDamaged, match=message):
        await open_document_store(path)
    assert path.read_bytes() == spoiled


async def test_a_file_of_a_newer_version_is_refused_and_stays_unchanged(path: Path) -> None:
    later = path.read_bytes().replace(b'"schema":1', b'"schema":9')
    path.write_bytes(later)
    with pytest.raises(StoreTooNew, match="has schema version 9; this program supports up to 1"):
        await open_fact_store(path)
    assert path.read_bytes() == later


def test_a_migration_is_applied_once_and_recorded_and_keeps_the_old_file(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    def shout(tables: Tables) -> None:
        for document in tables["facts"].values():
            document["fact"]["text"] = document["fact"]["text"].upper()

    later = Schema("facts", (*FACTS.migrations, Migration("0002-shout", shout)))
    before = path.read_bytes()
    caplog.set_level(logging.INFO)
    opened = open_file(path, later, check_facts)
    opened.close()
    [kept] = (path.parent / "backups").iterdir()
    assert kept.read_bytes() == before
    assert kept.name in caplog.text
    once = path.read_bytes()
    assert b"ONE, VERSION 2" in once
    meta = orjson.loads(once)[META]["1"]
    assert (meta["schema"], [record["name"] for record in meta["migrations"]]) == (
        2,
        ["0001-facts-with-history", "0002-shout"],
    )

    open_file(path, later, check_facts).close()
    assert path.read_bytes() == once
    assert len(list((path.parent / "backups").iterdir())) == 1


def test_a_migration_that_fails_changes_nothing(path: Path) -> None:
    def fail(tables: Tables) -> None:
        tables["facts"].clear()
        raise RuntimeError("half way")

    before = path.read_bytes()
    with pytest.raises(RuntimeError, match="half way"):
        open_file(path, Schema("facts", (*FACTS.migrations, Migration("0002-fail", fail))), check_facts)
    assert path.read_bytes() == before
    open_file(path, FACTS, check_facts).close()  # the lock is free
