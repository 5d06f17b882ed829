"""Test store URLs: which file they name, and the errors for invalid ones."""
# ruff: noqa: ASYNC240  # these files are small, so blocking is fine

from __future__ import annotations

from pathlib import Path

import pytest

from bot.stores.opening import documents_path, fact_backups, open_stores, tinydb_path, verify
from bot.stores.protocol import StoreDamaged, StoreError
from tests.stores.making import revision


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("tinydb:///data/store.json", "data/store.json"),
        ("tinydb:////srv/store.json", "/srv/store.json"),
        ("TINYDB:///store.json", "store.json"),
        (" tinydb:///with%20space/störe.json ", "with space/störe.json"),
        ("tinydb:///./store.json", "store.json"),
        ("tinydb:///~/store.json", "~/store.json"),
        ("tinydb:///C:/bots/store.json", "C:/bots/store.json"),
    ],
)
def test_three_slashes_are_relative_four_absolute(url: str, path: str) -> None:
    assert tinydb_path(url) == Path(path)


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("", "has no scheme"),
        ("data/store.json", "has no scheme"),
        ("tinydb:data/store.json", "doesn't name a file"),
        ("tinydb://data/store.json", "doesn't name a file"),
        ("tinydb:///", "doesn't name a file"),
        ("tinydb:///store.json?mode=ro", "doesn't name a file"),
        ("tinydb:///data/", "names a folder"),
        ("tinydb:///da%00ta", "names a folder"),
        ("sqlite:///store.db", "names an unknown kind of store"),
        ("postgresql://localhost/callsheet", "PostgreSQL isn't supported yet"),
        ("postgres://localhost/callsheet", "PostgreSQL isn't supported yet"),
        ("postgresql+asyncpg://localhost/callsheet", "PostgreSQL isn't supported yet"),
    ],
)
async def test_invalid_urls_are_explained(url: str, message: str) -> None:
    with pytest.raises(StoreError, match=message) as raised:
        await open_stores(url)
    assert "tinydb:///data/store.json" in str(raised.value)


def test_documents_are_next_to_the_facts() -> None:
    assert documents_path(Path("data/store.json")) == Path("data/store.activity.json")


async def test_created_tells_a_new_store_from_an_existing_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    stores = await open_stores("tinydb:///new/folder/store.json")
    assert stores.created
    await stores.facts.commit([revision()])
    await stores.documents.put("asked", "a", {})
    await stores.close()
    folder = tmp_path / "new" / "folder"
    assert {"store.json", "store.activity.json"} <= {path.name for path in folder.iterdir()}
    stores = await open_stores(f"tinydb:///{folder / 'store.json'}")
    assert not stores.created
    assert len((await stores.facts.load()).facts) == 1
    await stores.close()


async def test_a_required_store_is_not_created(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="there is no store at"):
        await open_stores(f"tinydb:///{tmp_path / 'none' / 'store.json'}", create=False)
    assert list(tmp_path.iterdir()) == []


async def test_nothing_stays_open_if_the_documents_are_damaged(tmp_path: Path) -> None:
    url = f"tinydb:///{tmp_path / 'store.json'}"
    (tmp_path / "store.activity.json").write_text("garbage")
    for _ in range(2):  # a leftover lock would fail the second attempt
        with pytest.raises(StoreDamaged, match=r"store\.activity\.json is damaged"):
            await open_stores(url)


async def test_verify_checks_both_files_while_they_are_in_use(tmp_path: Path) -> None:
    url = f"tinydb:///{tmp_path / 'store.json'}"
    with pytest.raises(StoreError, match="there is no store at"):
        await verify(url)
    stores = await open_stores(url)
    await stores.facts.commit([revision(), revision(number=2)])
    await stores.documents.put("asked", "a", {})
    await verify(url)
    await stores.close()
    activity, facts = tmp_path / "store.activity.json", tmp_path / "store.json"
    activity.write_bytes(activity.read_bytes().replace(b'"key"', b'"kea"'))
    with pytest.raises(StoreDamaged, match=r"activity\.json is damaged"):
        await verify(url)
    facts.write_bytes(facts.read_bytes().replace(b"a-fact, version 1", b""))  # an old revision without its text
    with pytest.raises(StoreDamaged, match='table "history", document "1"'):
        await verify(url)


async def test_an_open_store_keeps_the_given_number_of_backups(tmp_path: Path) -> None:
    url = f"tinydb:///{tmp_path / 'store.json'}"
    stores = await open_stores(url, keep=2)
    written = [await stores.facts.backup() for _ in range(4)]
    await stores.close()
    assert [str(path) for path in fact_backups(url).all()] == written[:1:-1]


FACTS_OF_1 = """{"_callsheet":{
"1":{"kind":"facts","schema":1,"migrations":[{"name":"0001-facts-with-history","at":"2026-11-28T15:05:37+00:00"}]}
},
"productions":{
"1":{"id":"harbour","title":"Harbour","scope":"shared"}
},
"facts":{
},
"history":{
}}
"""
DOCUMENTS_OF_1 = """{"_callsheet":{
"1":{"kind":"documents","schema":1,"migrations":[{"name":"0001-collections","at":"2026-11-28T15:05:37+00:00"}]}
},
"asked":{
"1":{"key":"a","document":{"n":1}}
}}
"""


async def test_files_of_the_first_version_can_be_read(tmp_path: Path) -> None:
    (tmp_path / "store.json").write_text(FACTS_OF_1, encoding="utf-8")
    (tmp_path / "store.activity.json").write_text(DOCUMENTS_OF_1, encoding="utf-8")
    url = f"tinydb:///{tmp_path / 'store.json'}"
    await verify(url)
    stores = await open_stores(url)
    assert [each.title for each in (await stores.facts.load()).productions] == ["Harbour"]
    assert await stores.documents.all("asked") == {"a": {"n": 1}}
    await stores.close()
    assert (tmp_path / "store.json").read_text(encoding="utf-8") == FACTS_OF_1
    assert (tmp_path / "store.activity.json").read_text(encoding="utf-8") == DOCUMENTS_OF_1
