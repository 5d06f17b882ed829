from __future__ import annotations

from pathlib import Path

import pytest

from bot.answers.engine import Engine
from bot.answers.knowledge import Knowledge
from bot.data import shipped_packs
from bot.desk.desk import Desk
from bot.desk.errors import Invalid
from bot.facts.models import SHARED, Action
from bot.facts.packs.reading import write_pack
from bot.stores.opening import Stores, open_stores
from tests.desk.samples import FAN, MODERATOR, SetClock, fact, production


def pack(folder: Path, name: str, *ids: str) -> Path:
    path = folder / f"{name}.json"
    facts = [fact(each, phrasings=("when does harbour open",)) for each in ids]
    path.write_bytes(write_pack([production()], facts, pack=name, title=name))
    return path


async def test_an_empty_store_is_filled_from_the_packs(
    stores: Stores, engine: Engine, clock: SetClock, tmp_path: Path
) -> None:
    paths = [pack(tmp_path, "first", "a", "b"), pack(tmp_path, "second", "c")]
    desk = await Desk.open(stores, engine, packs=paths, clock=clock)
    assert [each.id for each in desk.catalogue.facts()] == ["a", "b", "c"]
    history = await stores.facts.history(SHARED, "c")
    assert [(each.by, each.action, each.at) for each in history] == [("pack:second", Action.IMPORT, clock())]
    first = (await stores.facts.history(SHARED, "a"))[0].change
    assert {each.fact.id for each in await stores.facts.change(first)} == {"a", "b"}
    await desk.close()


async def test_a_store_with_facts_is_not_filled(
    stores: Stores, engine: Engine, knowledge: Knowledge, tmp_path: Path
) -> None:
    desk = await Desk.open(stores, engine, packs=[pack(tmp_path, "first", "a")])
    again = await Desk.open(stores, Engine(knowledge), packs=[pack(tmp_path, "second", "c")])
    assert [each.id for each in again.catalogue.facts()] == ["a"]
    await desk.close()


async def test_load_packs_false_leaves_the_store_empty(stores: Stores, engine: Engine, tmp_path: Path) -> None:
    desk = await Desk.open(stores, engine, packs=[pack(tmp_path, "first", "a")], load_packs=False)
    assert desk.catalogue.facts() == ()
    await desk.close()


async def test_packs_with_the_same_fact_are_refused_before_anything_is_written(
    stores: Stores, engine: Engine, tmp_path: Path
) -> None:
    with pytest.raises(Invalid, match=r"“a” is in both first\.json and second\.json"):
        await Desk.open(stores, engine, packs=[pack(tmp_path, "first", "a"), pack(tmp_path, "second", "a")])
    assert (await stores.facts.load()).facts == ()


async def test_a_broken_pack_is_refused_with_its_problems(stores: Stores, engine: Engine, tmp_path: Path) -> None:
    path = pack(tmp_path, "broken", "a")
    path.write_text(path.read_text().replace('"text"', '"txet"'))
    with pytest.raises(Invalid, match=r"broken\.json has"):
        await Desk.open(stores, engine, packs=[path])
    assert (await stores.facts.load()).facts == ()


async def test_closing_writes_queued_documents_and_may_be_repeated(tmp_path: Path, knowledge: Knowledge) -> None:
    url = f"tinydb:///{tmp_path / 'kept.json'}"
    desk = await Desk.open(await open_stores(url), Engine(knowledge), packs=[pack(tmp_path, "first", "a")])
    desk.question_log.note("who paints the harbour", FAN.scope, FAN.person)
    desk.popularity.count(FAN.scope, "a", "when does harbour open")
    await desk.settings.change(MODERATOR, {"language": "fr"})
    await desk.close()
    await desk.close()
    again = await Desk.open(await open_stores(url), Engine(knowledge))
    assert [each.text for each in again.question_log.open(FAN.scope)] == ["who paints the harbour"]
    assert again.popularity.top_facts(FAN.scope) == [("a", 1)]
    assert again.settings.of("10").language == "fr"
    await again.close()


async def test_the_shipped_packs_open(desk: Desk) -> None:
    held = desk.catalogue.facts()
    assert len(shipped_packs()) >= 1
    assert (await desk.digests.of_scope("server:1")).changed == ()  # what came with the program is no news
    assert held
    assert all(desk.catalogue.find_production(each.production) for each in held)
