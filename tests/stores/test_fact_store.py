"""Test what every fact store guarantees."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.facts.limits import ALIASES, PHRASINGS, TEXT
from bot.facts.models import Action, DateValue, NumberValue, PlaceValue, Production, Revision, Source, State
from bot.stores.protocol import Contents, FactStore, RevisionConflict, StoreError
from tests.stores.making import FILM, NOON, Place, fact, revision

SERVER = "server:1"


async def test_a_new_store_is_empty(facts: FactStore) -> None:
    assert await facts.load() == Contents()
    assert await facts.history("shared", "a-fact") == ()
    assert await facts.change("nothing") == ()
    assert await facts.latest() == ()


async def test_commits_are_read_back_now_and_after_a_restart(facts_place: Place[FactStore]) -> None:
    rich = revision(
        "rich",
        value=DateValue(edtf="2026?", region="US"),
        announced_dates=[{"date": "2025-05", "announced": "2024"}, {"date": "2026?", "by": "the studio"}],
        sources=[Source(title="A paper", url="https://example.org/a", date="2024-02")],
        phrasings=["when is it out?", "¿cuándo?"],
        spoiler="minor",
        status="reported",
        checked_on="2026-11-20",
        subject="release",
    )
    place = revision("place", value=PlaceValue(name="Kuchkino", country="RU", latitude=55.75, longitude=37.6173))
    store = await facts_place.open()
    await store.commit([rich, place], [FILM])
    expected = Contents((FILM,), (rich.fact, place.fact))
    assert await store.load() == expected
    store = await facts_place.open()
    assert await store.load() == expected
    assert await store.history("shared", "rich") == (rich,)


async def test_history_is_oldest_first_and_load_returns_the_newest(facts_place: Place[FactStore]) -> None:
    store = await facts_place.open()
    for number in (1, 2, 3):
        await store.commit([revision("a-fact", number)])
    for _ in range(2):
        assert [found.fact.text for found in await store.history("shared", "a-fact")] == [
            "a-fact, version 1",
            "a-fact, version 2",
            "a-fact, version 3",
        ]
        assert (await store.load()).facts == (fact("a-fact", 3),)
        store = await facts_place.open()


@pytest.mark.parametrize("number", [1, 3, 9])
async def test_a_revision_conflict_rejects_the_whole_batch(facts_place: Place[FactStore], number: int) -> None:
    store = await facts_place.open()
    await store.commit([revision("held")])
    with pytest.raises(RevisionConflict, match="Nothing was written") as raised:
        await store.commit([revision("other"), revision("held", number)], [FILM])
    assert raised.value.current == fact("held")
    for _ in range(2):
        assert await store.load() == Contents((), (fact("held"),))
        assert await store.history("shared", "other") == ()
        assert len(await store.latest()) == 1
        store = await facts_place.open()


async def test_the_first_revision_of_a_fact_is_1(facts: FactStore) -> None:
    with pytest.raises(RevisionConflict, match="its revision must be 1, not 2") as raised:
        await facts.commit([revision("a-fact", 2)])
    assert raised.value.current is None


async def test_of_two_concurrent_edits_one_gets_a_conflict(facts: FactStore) -> None:
    await facts.commit([revision()])
    ann, bob = (revision(number=2, text=f"says {name}", by=f"cli:{name}") for name in ("ann", "bob"))
    outcomes = await asyncio.gather(facts.commit([ann]), facts.commit([bob]), return_exceptions=True)
    [conflict] = [outcome for outcome in outcomes if outcome is not None]
    assert isinstance(conflict, RevisionConflict)
    assert (await facts.load()).facts == (conflict.current,)


async def test_a_batch_may_contain_several_revisions_of_one_fact(facts: FactStore) -> None:
    await facts.commit([revision(number=1), revision(number=2), revision(number=3)])
    assert (await facts.load()).facts == (fact(number=3),)
    assert len(await facts.history("shared", "a-fact")) == 3


async def test_the_same_id_in_two_scopes_is_two_facts(facts: FactStore) -> None:
    own = revision(scope=SERVER, text="this server knows better")
    withdrawn = revision(number=2, scope=SERVER, state=State.WITHDRAWN)
    await facts.commit([revision(), own])
    await facts.commit([withdrawn])
    assert set((await facts.load()).facts) == {fact(), withdrawn.fact}
    assert await facts.history(SERVER, "a-fact") == (own, withdrawn)
    assert await facts.history("shared", "a-fact") == (revision(),)
    assert await facts.history("server:2", "a-fact") == ()


async def test_a_production_with_the_same_scope_and_id_is_replaced(facts_place: Place[FactStore]) -> None:
    store = await facts_place.open()
    await store.commit([], [FILM])
    renamed, own = Production(id="a-film", title="Renamed"), Production(id="a-film", title="Ours", scope=SERVER)
    await store.commit([], [renamed, own])
    for _ in range(2):
        assert (await store.load()).productions == (renamed, own)
        store = await facts_place.open()


async def test_revisions_are_found_by_their_change(facts: FactStore) -> None:
    together = [revision("one", change="import"), revision("two", change="import")]
    await facts.commit(together)
    await facts.commit([revision("three")])
    assert await facts.change("import") == tuple(together)


async def test_a_large_change_is_read_back_in_order(facts_place: Place[FactStore]) -> None:
    store = await facts_place.open()
    many = tuple(revision(f"fact-{number}", change="import") for number in range(300))
    await store.commit(many)
    assert await store.change("import") == many
    store = await facts_place.open()
    assert await store.change("import") == many
    assert [found.id for found in (await store.load()).facts] == [found.fact.id for found in many]


async def test_latest_is_newest_first_and_filters_by_scope_and_editor(facts_place: Place[FactStore]) -> None:
    store = await facts_place.open()
    await store.commit([revision("one"), revision("two", by="cli:bob")])
    await store.commit([revision("three", scope=SERVER), revision("one", 2, by="cli:bob")])
    for _ in range(2):
        assert _names(await store.latest()) == ["one 2", "three 1", "two 1", "one 1"]
        assert _names(await store.latest(limit=2)) == ["one 2", "three 1"]
        assert _names(await store.latest(limit=0)) == []
        assert _names(await store.latest(scope=SERVER)) == ["three 1"]
        assert _names(await store.latest(scope="shared", limit=1)) == ["one 2"]
        assert _names(await store.latest(by="cli:bob")) == ["one 2", "two 1"]
        assert _names(await store.latest(by="cli:ann", scope="shared")) == ["one 1"]
        assert _names(await store.latest(by="nobody")) == []
        store = await facts_place.open()


def _names(revisions: tuple[Revision, ...]) -> list[str]:
    return [f"{found.fact.id} {found.fact.revision}" for found in revisions]


async def test_redact_replaces_one_editor_everywhere(facts_place: Place[FactStore]) -> None:
    store = await facts_place.open()
    await store.commit([revision("one", by="discord:7"), revision("two", by="discord:8")])
    await store.commit([revision("one", 2, by="discord:8"), revision("two", 2, by="discord:7")])
    await store.commit([revision("three", by="a member who left")])
    before = await store.load()
    assert await store.redact("discord:7", "a member who left") == 2
    for _ in range(2):
        assert await store.latest(by="discord:7") == ()
        assert _names(await store.latest(by="a member who left")) == ["three 1", "two 2", "one 1"]
        assert [found.by for found in await store.history("shared", "one")] == ["a member who left", "discord:8"]
        assert await store.load() == before
        store = await facts_place.open()
    assert await store.redact("discord:7", "a member who left") == 0


async def test_remove_scope_removes_one_server_with_its_history(facts_place: Place[FactStore]) -> None:
    store = await facts_place.open()
    here, there = "server:1", "server:2"
    own = FILM.model_copy(update={"scope": here})
    for scope in (here, there, "shared"):
        await store.commit([revision("one", scope=scope, change="first"), revision("two", scope=scope)])
        await store.commit([revision("one", 2, scope=scope, by="cli:bob")], [FILM.model_copy(update={"scope": scope})])
    assert own in (await store.load()).productions
    assert await store.remove_scope(here) == 2
    for _ in range(2):
        contents = await store.load()
        assert {found.scope for found in contents.facts} == {there, "shared"}
        assert {found.scope for found in contents.productions} == {there, "shared"}
        assert len(contents.facts) == 4
        assert await store.history(here, "one") == ()
        assert await store.latest(scope=here) == ()
        assert len(await store.history(there, "one")) == 2
        assert {found.fact.scope for found in await store.change("first")} == {there, "shared"}
        assert len(await store.latest(by="cli:bob")) == 2
        store = await facts_place.open()
    assert await store.remove_scope(here) == 0
    await store.commit([revision("one", scope=here)])
    with pytest.raises(ValueError, match="never removed"):
        await store.remove_scope("shared")


async def test_values_that_would_not_read_back_are_refused(facts: FactStore) -> None:
    broken = revision().model_copy(update={"fact": fact().model_copy(update={"text": "half a pair: \ud83d"})})
    invalid = revision().model_copy(update={"fact": fact().model_copy(update={"id": "Not A Slug"})})
    money = NumberValue.model_construct(kind="number", amount=1.0, upper=float("inf"), unit="USD", approximate=False)
    infinite = revision().model_copy(update={"fact": fact().model_copy(update={"value": money})})
    for refused in (broken, invalid, infinite):
        with pytest.raises(ValueError, match=r"stored as JSON|read back|utf-8"):
            await facts.commit([revision("other"), refused])
    assert await facts.load() == Contents()
    await facts.commit([revision()])


async def test_any_text_reads_back_unchanged(facts_place: Place[FactStore]) -> None:
    odd = ["a\0b", "🎬 dé\u0301jà", "\u202ertl\u200b", '"},\n"2":{', "\u2028line\x85", "<@1> **bold**", "\x7f\ufeff"]
    store = await facts_place.open()
    await store.commit([revision(f"fact-{number}", text=f"-{text}-") for number, text in enumerate(odd)])
    store = await facts_place.open()
    assert [found.text for found in (await store.load()).facts] == [f"-{text}-" for text in odd]


async def test_a_store_with_values_over_the_input_limits_opens(facts_place: Place[FactStore]) -> None:
    aliases = [f"name {number}" for number in range(ALIASES + 1)]
    film = Production.stored({"id": "a-film", "title": "\u200b\u200b", "aliases": aliases})
    more: dict[str, Any] = {
        "phrasings": [f"when {number}" for number in range(PHRASINGS + 1)],
        "text": "x" * (TEXT + 1),
    }
    place = {"kind": "place", "name": "\u3164", "country": "ZZ", "latitude": 1, "longitude": 2}
    store = await facts_place.open()
    await store.commit([revision(subject="x" * 300, value=place, **more)], [film])
    store = await facts_place.open()
    held = await store.load()
    assert held.productions == (film,)
    assert (len(held.facts[0].text), len(held.facts[0].phrasings)) == (TEXT + 1, PHRASINGS + 1)


async def test_cancelling_the_caller_does_not_interrupt_the_commit(facts_place: Place[FactStore]) -> None:
    store = await facts_place.open()
    task = asyncio.ensure_future(store.commit([revision(f"fact-{number}") for number in range(50)]))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await store.commit([revision("later")])
    for _ in range(2):
        assert len((await store.load()).facts) == 51
        store = await facts_place.open()


async def test_close_writes_pending_commits(facts_place: Place[FactStore]) -> None:
    store = await facts_place.open()
    waiting = [asyncio.ensure_future(store.commit([revision(f"fact-{number}")])) for number in range(20)]
    await asyncio.sleep(0)
    await store.close()
    assert await asyncio.gather(*waiting) == [None] * 20
    store = await facts_place.open()
    assert len((await store.load()).facts) == 20


async def test_a_closed_store_refuses_commits_and_may_be_closed_again(facts: FactStore) -> None:
    await facts.close()
    await facts.close()
    with pytest.raises(StoreError, match="closed"):
        await facts.commit([revision()])


async def test_own_commits_are_not_watched(facts: FactStore) -> None:
    seen: list[Contents] = []
    facts.watch(seen.append)
    await facts.commit([revision()], [FILM])
    assert seen == []


async def test_backup_returns_a_new_path(facts: FactStore) -> None:
    await facts.commit([revision()])
    first, second = await facts.backup(), await facts.backup()
    assert first != second


async def test_all_fields_of_a_revision_are_stored(facts_place: Place[FactStore]) -> None:
    merged = Revision(
        change="tidy",
        fact=fact("old", state=State.MERGED, merged_into="new"),
        action=Action.MERGE,
        by="discord:12",
        at=NOON,
        why="the same stunt",
    )
    store = await facts_place.open()
    await store.commit([merged])
    store = await facts_place.open()
    assert await store.history("shared", "old") == (merged,)
