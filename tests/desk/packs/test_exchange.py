from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from bot.desk.desk import Desk
from bot.desk.errors import Conflict, Invalid, NotAllowed, NotFound, NothingToDo
from bot.desk.packs.exchange import MAX_BYTES, PackForm
from bot.facts.models import SHARED, Action, DateValue, State
from bot.facts.packs.reading import read_pack
from tests.desk.stock import (
    CURATOR,
    FACTS,
    FAN,
    FAR,
    HARBOUR,
    HERE,
    HOST,
    KEEPER,
    MARA,
    OTTO,
    PIER,
    RELEASE,
    THERE,
    stocked,
)


def pack(*facts: dict[str, Any], productions: tuple[dict[str, Any], ...] = ()) -> bytes:
    whole = {"format": "callsheet-pack", "version": 1, "id": "extra", "title": "Extra", "productions": productions}
    return json.dumps(whole | {"facts": facts}).encode()


def stunt(name: str = "salt-harbour-boats", **fields: Any) -> dict[str, Any]:
    return {
        "id": name,
        "production": "salt-harbour",
        "topic": "stunt",
        "text": "The boats were real.",
        "phrasings": ["were the boats real"],
        "sources": [{"title": "The Evening Reel"}],
    } | fields


# -- export


@pytest.mark.parametrize("form", PackForm)
async def test_an_export_reads_back_as_the_same_facts(empty_desk: Desk, form: PackForm) -> None:
    desk = await stocked(empty_desk)
    export = await desk.packs.export(HOST, form)
    reading = read_pack(export.data, export.name)
    assert export.name == f"callsheet-2026-11-22.{form}"
    assert reading.errors == ()
    assert (reading.facts, reading.productions) == (FACTS, (HARBOUR,))
    assert export.facts == 3


async def test_a_server_exports_all_visible_facts_or_only_its_own(empty_desk: Desk) -> None:
    desk = await stocked(empty_desk)
    await desk.curating.edit(MARA, (await desk.curating.draft(MARA, PIER.id)).typed(text="Ours."))
    await desk.curating.edit(FAR, (await desk.curating.draft(FAR, KEEPER.id)).typed(text="Theirs."))
    seen = read_pack((await desk.packs.export(MARA)).data, "a.json").facts
    assert {fact.id: fact.text for fact in seen} == {
        RELEASE.id: RELEASE.text,
        PIER.id: "Ours.",
        KEEPER.id: KEEPER.text,
    }
    own = read_pack((await desk.packs.export(MARA, own_only=True)).data, "a.json").facts
    assert [(fact.id, fact.scope) for fact in own] == [(PIER.id, SHARED)]
    assert b"server:" not in (await desk.packs.export(MARA)).data


async def test_an_empty_export_is_refused(empty_desk: Desk) -> None:
    desk = await stocked(empty_desk)
    with pytest.raises(NothingToDo):
        await desk.packs.export(MARA, own_only=True)
    with pytest.raises(NothingToDo):
        await desk.packs.export(MARA, production="Nine Lanterns")
    with pytest.raises(NotFound):
        await desk.packs.export(MARA, production="The Sugar Factory")


# -- import: the report


async def test_the_report_classifies_every_record_and_changes_nothing(empty_desk: Desk) -> None:
    desk = await stocked(empty_desk)
    await desk.curating.retire(HOST, KEEPER.id)
    before = await desk.store.load()
    plan = await desk.packs.report(
        HOST,
        pack(
            stunt(),
            stunt("salt-harbour-fire", production="unknown-film"),
            stunt("salt-harbour-storm", text=""),
            {"id": RELEASE.id, "production": "salt-harbour", "topic": "release", "text": RELEASE.text},
            {"id": PIER.id, "production": "salt-harbour", "topic": "location", "text": "Another pier."},
            {"id": KEEPER.id, "production": "salt-harbour", "topic": "cast", "text": "Somebody else."},
            productions=({"id": "third-film", "title": "Third Film"}, {"id": HARBOUR.id, "title": HARBOUR.title}),
        ),
        "extra.json",
    )
    assert [fact.id for fact in plan.added] == ["salt-harbour-boats"]
    assert [(each.before.id, each.after.text) for each in plan.changed] == [(PIER.id, "Another pier.")]
    assert {each.id: each.why.split(";")[0] for each in plan.skipped} == {
        RELEASE.id: "it already says this",
        KEEPER.id: "it is retired here",
    }
    assert sorted(problem.field for problem in plan.refused) == ["production", "text"]
    assert all("line" in problem.where and problem.remedy for problem in plan.refused)
    assert [each.id for each in plan.productions_added] == ["third-film"]
    assert plan.productions_changed == ()
    assert await desk.store.load() == before


async def test_fields_that_a_file_does_not_mention_stay_unchanged(empty_desk: Desk) -> None:
    desk = await stocked(empty_desk)
    line = {"kind": "fact", "id": PIER.id, "production": "salt-harbour", "topic": "location", "fact": "Another pier."}
    plan = await desk.packs.report(HOST, json.dumps(line).encode(), "a.jsonl")
    after = plan.changed[0].after
    assert (after.text, after.phrasings, after.value) == ("Another pier.", PIER.phrasings, PIER.value)
    cleared = await desk.packs.report(HOST, json.dumps(line | {"phrasings": []}).encode(), "a.jsonl")
    assert cleared.changed[0].after.phrasings == ()


async def test_a_missing_column_changes_nothing_and_an_empty_cell_clears_a_field(empty_desk: Desk) -> None:
    desk = await stocked(empty_desk)
    fact = await desk.curating.add_counterexamples(HOST, PIER.id, ["who built the pier"])
    row = f"id,production,topic,text{{}}\n{PIER.id},salt-harbour,location,Another pier.{{}}\n"
    plan = await desk.packs.report(HOST, row.format("", "").encode(), "a.csv")
    assert plan.changed[0].after == fact.model_copy(update={"text": "Another pier.", "revision": 1})
    sheet = row.format(",phrasings,counterexamples,source_title,value", ",,,,")
    after = (await desk.packs.report(HOST, sheet.encode(), "a.csv")).changed[0].after
    assert (after.phrasings, after.counterexamples, after.sources, after.value) == ((), (), (), None)
    short = row.format(",phrasings,counterexamples", ",where is it")
    after = (await desk.packs.report(HOST, short.encode(), "a.csv")).changed[0].after
    assert (after.phrasings, after.counterexamples) == (("where is it",), ())


async def test_a_changed_date_is_added_to_the_announced_dates(empty_desk: Desk) -> None:
    desk = await stocked(empty_desk)
    moved = {
        "id": RELEASE.id,
        "production": "salt-harbour",
        "topic": "release",
        "text": RELEASE.text,
        "value": {"kind": "date", "edtf": "2027-10-08"},
    }
    plan = await desk.packs.report(HOST, pack(moved), "a.json")
    after = plan.changed[0].after
    assert after.value == DateValue(edtf="2027-10-08")
    assert [(each.date, each.by) for each in after.announced_dates] == [
        ("2027-05-21", None),
        ("2027-10-08", "pack extra"),
    ]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", "empty"),
        (b"PK\x03\x04" + b"x" * 50, "zip"),
        (b"x" * (MAX_BYTES + 1), "MB"),
        (b'{"a": ' * 5000, "nested"),
        ("fact,é".encode("latin-1"), "UTF-8"),
        (b'{"format": "another"}', "pack"),
    ],
    ids=["empty", "zip", "large", "deep", "latin-1", "other"],
)
async def test_a_file_that_is_not_a_pack_is_refused(empty_desk: Desk, data: bytes, expected: str) -> None:
    with pytest.raises(Invalid, match=expected):
        await empty_desk.packs.report(HOST, data, "a.json")


# -- import: applying it


async def test_an_import_is_one_change_that_can_be_undone(empty_desk: Desk) -> None:
    desk = await stocked(empty_desk)
    data = pack(
        stunt(),
        {"id": PIER.id, "production": "salt-harbour", "topic": "location", "text": "Another pier."},
        productions=({"id": HARBOUR.id, "title": "The Salt Harbor"},),
    )
    plan = await desk.packs.report(HOST, data, "extra.json")
    change = await desk.packs.apply(HOST, plan.token)
    assert {each.action for each in change.revisions} == {Action.IMPORT}
    assert len(await desk.store.change(change.id)) == 2
    assert desk.catalogue.fact(PIER.id).text == "Another pier."
    assert desk.catalogue.production(HARBOUR.id).title == "The Salt Harbor"
    assert desk.catalogue.production(HARBOUR.id).aliases == HARBOUR.aliases

    await desk.undo.undo(HOST)
    assert desk.catalogue.fact(PIER.id).text == PIER.text
    assert desk.catalogue.production(HARBOUR.id) == HARBOUR
    held = desk.catalogue.exact_version("salt-harbour-boats", SHARED)
    assert held is not None
    assert held.state is State.RETIRED

    await desk.undo.redo(HOST)
    assert desk.catalogue.fact("salt-harbour-boats").text == "The boats were real."
    assert desk.catalogue.production(HARBOUR.id).title == "The Salt Harbor"


async def test_a_servers_import_only_affects_that_server(empty_desk: Desk) -> None:
    desk = await stocked(empty_desk)
    data = pack(
        stunt(scope="shared"),
        {"id": PIER.id, "production": "salt-harbour", "topic": "location", "text": "Ours.", "scope": "server:20"},
        productions=({"id": HARBOUR.id, "title": "Our Harbour"},),
    )
    await desk.packs.apply(MARA, (await desk.packs.report(MARA, data, "a.json")).token)
    assert desk.catalogue.fact(PIER.id, HERE).text == "Ours."
    assert desk.catalogue.production(HARBOUR.id, HERE).title == "Our Harbour"
    for scope in (SHARED, THERE):
        assert desk.catalogue.fact(PIER.id, scope) == PIER
        assert desk.catalogue.find_fact("salt-harbour-boats", scope) is None
        assert desk.catalogue.production(HARBOUR.id, scope) == HARBOUR


async def test_a_report_is_applied_once_by_its_owner(empty_desk: Desk) -> None:
    desk = await stocked(empty_desk)
    plan = await desk.packs.report(MARA, pack(stunt()), "a.json")
    for actor in (OTTO, FAR, HOST):
        with pytest.raises(NotFound):
            await desk.packs.apply(actor, plan.token)
    outcomes = await asyncio.gather(*(desk.packs.apply(MARA, plan.token) for _ in range(3)), return_exceptions=True)
    assert sum(not isinstance(outcome, Exception) for outcome in outcomes) == 1
    empty = await desk.packs.report(MARA, pack(stunt()), "a.json")
    assert empty.empty
    with pytest.raises(NothingToDo):
        await desk.packs.apply(MARA, empty.token)


CHANGES = {
    "edited": "“The Salt Harbour · pier scene”",
    "added": "“The Salt Harbour · stunt”",
    "renamed": "“The Salt Harbour”",
}
"""Changes between report and import, and what the refusal names."""


@pytest.mark.parametrize("change_made", CHANGES)
async def test_an_import_does_not_overwrite_changes_since_its_report(empty_desk: Desk, change_made: str) -> None:
    desk = await stocked(empty_desk)
    data = pack(
        stunt(),
        {"id": PIER.id, "production": "salt-harbour", "topic": "location", "text": "Another pier."},
        productions=({"id": HARBOUR.id, "title": "The Salt Harbor"},),
    )
    plan = await desk.packs.report(HOST, data, "a.json")
    if change_made == "edited":
        await desk.curating.edit(HOST, (await desk.curating.draft(HOST, PIER.id)).typed(text="Mine."))
    elif change_made == "added":
        other = await desk.packs.report(HOST, pack(stunt()), "b.json")
        await desk.packs.apply(HOST, other.token)
    else:
        await desk.ledger.commit([], [HARBOUR.model_copy(update={"title": "Renamed"})])
    before = await desk.store.load()
    with pytest.raises(Conflict, match=f"Somebody changed {CHANGES[change_made]} since .*: import the file again"):
        await desk.packs.apply(HOST, plan.token)
    assert await desk.store.load() == before


async def test_only_moderators_may_import_and_export(empty_desk: Desk) -> None:
    desk = await stocked(empty_desk)
    await desk.settings.change(MARA, {"curator_roles": ("77",)})
    plan = await desk.packs.report(MARA, pack(stunt()), "a.json")
    for actor in (FAN, CURATOR):
        with pytest.raises(NotAllowed):
            await desk.packs.report(actor, pack(stunt()), "a.json")
        with pytest.raises(NotAllowed):
            await desk.packs.apply(actor, plan.token)
        with pytest.raises(NotAllowed):
            await desk.packs.export(actor)


@pytest.mark.parametrize(("count", "more"), [(1, ""), (3, ""), (4, " and 1 more"), (6, " and 3 more")])
async def test_a_conflict_names_three_of_the_changed_facts(empty_desk: Desk, count: int, more: str) -> None:
    desk = await stocked(empty_desk)
    data = pack(*(stunt(f"boats-{number}", subject=f"boat {number}") for number in range(count)))
    first, second = [await desk.packs.report(HOST, data, "a.json") for _ in range(2)]
    await desk.packs.apply(HOST, first.token)
    with pytest.raises(Conflict, match=f"{more} since the report") as refused:
        await desk.packs.apply(HOST, second.token)
    assert [f"boat {number}" in str(refused.value) for number in range(count)] == [
        number < 3 for number in range(count)
    ]
    assert ("more" in str(refused.value)) == bool(more)


async def test_a_record_that_contradicts_the_existing_fact_is_refused_with_its_place(empty_desk: Desk) -> None:
    desk = await stocked(empty_desk)
    moved = stunt(RELEASE.id, topic="release", announced_dates=[{"date": "2027-05-21"}, {"date": "2027-09-01"}])
    data = pack(stunt(), moved)
    plan = await desk.packs.report(HOST, data, "a.json")
    assert [each.id for each in plan.added] == ["salt-harbour-boats"]
    assert [(problem.where, problem.record) for problem in plan.refused] == [("fact 2 in line 1", RELEASE.id)]


async def test_the_latest_twenty_reports_can_be_applied(empty_desk: Desk) -> None:
    desk = await stocked(empty_desk)
    plans = [await desk.packs.report(HOST, pack(stunt(f"boats-{number}")), "a.json") for number in range(21)]
    with pytest.raises(NotFound):
        await desk.packs.apply(HOST, plans[0].token)
    await desk.packs.apply(HOST, plans[1].token)
    assert desk.catalogue.find_fact("boats-1") is not None
