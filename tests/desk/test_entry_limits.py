"""Test that every way in accepts what is at a limit and refuses what is over it, with the field's name."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from bot.desk.desk import Desk
from bot.desk.editing.drafts.draft import Destination, DraftRefused, draft_of, validate
from bot.desk.errors import DeskError, Invalid
from bot.facts import limits
from bot.facts.models import Action, Fact, Production
from bot.facts.packs.reading import PackForm, read_pack, write_pack
from bot.facts.places.gazetteer import Gazetteer
from bot.facts.problems import explain
from tests.desk.stock import HARBOUR, HOST, MARA, PIER, stocked

Made = Callable[[int], dict[str, Any]]


@dataclass(frozen=True)
class Case:
    """One limit: a function that makes fields of a size, the limit, and the field's name in words and as a column."""

    make: Made
    most: int
    words: str
    column: str
    thing: str = "fact"


def lines(count: int, word: str) -> list[str]:
    return [f"{word} {each}" for each in range(count)]


def number(unit: str) -> dict[str, Any]:
    return {"value": {"kind": "number", "amount": 2, "unit": unit}}


def sources(count: int) -> dict[str, Any]:
    return {"sources": [{"title": f"Paper {each}", "url": f"https://paper.example/{each}"} for each in range(count)]}


def announced(count: int) -> dict[str, Any]:
    return {"announced_dates": [{"date": f"{1960 + each}"} for each in range(count)]}


CASES = {
    "title": Case(lambda n: {"title": "x" * n}, limits.TITLE, "title", "text", "production"),
    "alias": Case(lambda n: {"aliases": ["x" * n]}, limits.TITLE, "other name 1", "phrasings", "production"),
    "aliases": Case(lambda n: {"aliases": lines(n, "name")}, limits.ALIASES, "other names", "phrasings", "production"),
    "text": Case(lambda n: {"text": "x" * n}, limits.TEXT, "text", "text"),
    "subject": Case(lambda n: {"subject": "x" * n}, limits.SUBJECT, "subject", "subject"),
    "topic": Case(lambda n: {"topic": "x" * n}, limits.ID, "topic", "topic"),
    "phrasing": Case(lambda n: {"phrasings": ["x" * n]}, limits.PHRASING, "phrasing", "phrasings"),
    "phrasings": Case(lambda n: {"phrasings": lines(n, "when")}, limits.PHRASINGS, "phrasings", "phrasings"),
    "counterexample": Case(
        lambda n: {"counterexamples": ["x" * n]}, limits.PHRASING, "counterexample", "counterexamples"
    ),
    "counterexamples": Case(
        lambda n: {"counterexamples": lines(n, "why")}, limits.COUNTEREXAMPLES, "counterexamples", "counterexamples"
    ),
    "sources": Case(sources, limits.SOURCES, "sources", "source_title"),
    "source title": Case(
        lambda n: {"sources": [{"title": "x" * n}]}, limits.SOURCE_TITLE, "title of source 1", "source_title"
    ),
    "link": Case(
        lambda n: {"sources": [{"title": "x", "url": "https://x.example/".ljust(n, "x")}]},
        limits.URL,
        "link of source 1",
        "source_url",
    ),
    "announced dates": Case(announced, limits.ANNOUNCED_DATES, "announced dates", "announced_dates"),
    "announced by": Case(
        lambda n: {"announced_dates": [{"date": "2026", "by": "x" * n}]}, limits.NAME, "announced", "announced_dates"
    ),
    "unit": Case(lambda n: number("x" * n), limits.UNIT, "unit", "value"),
    "person": Case(lambda n: {"value": {"kind": "person", "name": "x" * n}}, limits.NAME, "name", "value"),
    "role": Case(lambda n: {"value": {"kind": "person", "name": "Ada", "role": "x" * n}}, limits.NAME, "role", "value"),
    "place": Case(lambda n: {"value": {"kind": "place", "name": "x" * n}}, limits.NAME, "name", "value"),
    "region": Case(
        lambda n: {"value": {"kind": "date", "edtf": "2026", "region": "x" * n}}, limits.NAME, "region", "value"
    ),
}

FACT = {"id": "a-b", "production": "harbour", "topic": "crew", "text": "It is.", "phrasings": ["who"]}
FILM = {"id": "harbour", "title": "The Harbour"}


def walk(names: Iterable[str]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("case", [pytest.param(CASES[name], id=name) for name in names])


OF_PRODUCTIONS = [name for name, case in CASES.items() if case.thing == "production"]
TYPED = [name for name in CASES if name not in (*OF_PRODUCTIONS, "announced dates", "announced by")]
"""Fields in the form of a fact. Announced dates have their own test, because they are added one at a time."""


def fields_of(case: Case, count: int) -> dict[str, Any]:
    return (FILM if case.thing == "production" else FACT) | case.make(count)


@walk(CASES)
def test_a_model(case: Case) -> None:
    model: type[Fact | Production] = Production if case.thing == "production" else Fact
    model.model_validate(fields_of(case, case.most))
    with pytest.raises(ValidationError) as caught:
        model.model_validate(fields_of(case, case.most + 1))
    (problem,) = explain(caught.value)
    assert_named(problem.sentence(), case)
    assert case.words in problem.sentence()


def assert_named(sentence: str, case: Case) -> None:
    """Check that a message has the actual count and the limit."""
    assert f"{case.most + 1:,}" in sentence
    assert f"the limit is {case.most:,}" in sentence


@pytest.mark.parametrize("form", PackForm)
@walk(CASES)
def test_a_pack_of_each_form(case: Case, form: PackForm) -> None:
    within, over = (pack(case, count, form) for count in (case.most, case.most + 1))
    reading = read_pack(within, f"a.{form}")
    assert reading.errors == ()
    assert len(reading.productions) + len(reading.facts) == 1
    reading = read_pack(over, f"a.{form}")
    assert (reading.productions, reading.facts) == ((), ())
    (problem,) = reading.errors
    assert_named(str(problem), case)
    assert (
        f"row 2, {fields_of(case, 1)['id']}, column “{case.column}”" if form is PackForm.CSV else case.words
    ) in str(problem)


def pack(case: Case, count: int, form: PackForm) -> bytes:
    fields = fields_of(case, count)
    if form is PackForm.JSON:
        whole = {"format": "callsheet-pack", "version": 1, f"{case.thing}s": [fields]}
        return json.dumps(whole).encode()
    if form is PackForm.LINES:
        return json.dumps({"kind": case.thing, **fields}).encode()
    made = unlimited(case, fields)
    productions, facts = ([made], []) if isinstance(made, Production) else ([], [made])
    return write_pack(productions, facts, PackForm.CSV)


def unlimited(case: Case, fields: dict[str, Any]) -> Fact | Production:
    """Return a fact or production as a store may contain it, without limits. Only its topic must be set afterwards."""
    if case.thing == "production":
        return Production.stored(fields)
    return Fact.stored(fields | {"topic": "crew"}).model_copy(update={"topic": fields["topic"]})


@walk(TYPED)
def test_the_form_in_which_a_fact_is_edited(case: Case) -> None:
    base = Fact.model_validate(FACT)
    to = Destination("shared", date(2026, 11, 22), [Production.model_validate(FILM)], Gazetteer())
    within, over = (draft_of(unlimited_fact(case, count)) for count in (case.most, case.most + 1))
    if case.words == "topic":
        within, over = (replace(draft_of(base), topic="x" * count) for count in (case.most, case.most + 1))
    validate(replace(within, base=base), to)
    with pytest.raises(DraftRefused) as caught:
        validate(replace(over, base=base), to)
    assert_named(str(caught.value), case)


def unlimited_fact(case: Case, count: int) -> Fact:
    made = unlimited(case, fields_of(case, count))
    assert isinstance(made, Fact)
    return made


async def test_announcements_and_reasons_have_limits(empty_desk: Desk) -> None:
    desk = await stocked(empty_desk)
    draft = await desk.curating.draft(HOST, PIER.id)
    moved = draft.typed(announced_by="x" * (limits.NAME + 1), why="x" * (limits.REASON + 1), text="It moved.")
    with pytest.raises(DraftRefused) as caught:
        await desk.curating.edit(HOST, moved)
    assert caught.value.fields.keys() == {"announced_by", "why"}
    assert all("301 characters (the limit is 300)" in each for each in caught.value.fields.values())


@walk(OF_PRODUCTIONS)
async def test_the_form_of_a_production(empty_desk: Desk, case: Case) -> None:
    desk = await stocked(empty_desk)
    within, over = (fields_of(case, count) for count in (case.most, case.most + 1))
    with pytest.raises(Invalid) as caught:
        await desk.productions.edit(HOST, HARBOUR, over["title"], "\n".join(over.get("aliases", ())))
    assert_named(str(caught.value), case)
    await desk.productions.edit(HOST, HARBOUR, within["title"], "\n".join(within.get("aliases", ())))


async def test_suggestions_and_reasons(empty_desk: Desk) -> None:
    desk = await stocked(empty_desk)
    long = {"text": "x" * (limits.TEXT + 1), "source": "https://paper.example/1"}
    many = {"text": "It is.", "source": "\n".join(f"https://paper.example/{n}" for n in range(limits.SOURCES + 1))}
    for typed, expected in ((long, "1,501 characters (the limit is 1,500)"), (many, "11 (the limit is 10)")):
        with pytest.raises(Invalid, match=re.escape(expected)):
            await desk.suggesting.propose(MARA, production=HARBOUR.id, topic="cast", **typed)
    waits = await desk.suggesting.propose(
        MARA, text="x" * limits.TEXT, source=long["source"], production=HARBOUR.id, topic="cast"
    )
    before = await desk.store.load()
    too_long = "x" * (limits.REASON + 1)
    for refused in (
        desk.curating.retire(HOST, PIER.id, too_long),
        desk.curating.restore(HOST, PIER.id, 1, why=too_long),
        desk.suggesting.decline(MARA, waits.id, too_long),
    ):
        with pytest.raises(DeskError, match=r"301 characters \(the limit is 300\)"):
            await refused
    assert await desk.store.load() == before


def test_the_limits_leave_room_for_existing_data() -> None:
    """Existing data has up to 88 names of a film, and 64 phrasings and 51 counterexamples of a fact."""
    assert limits.ALIASES >= 2 * 88
    assert limits.PHRASINGS >= 2 * 64
    assert limits.COUNTEREXAMPLES >= 2 * 51


# -- stored data over the limits


OVER = {
    "phrasings": lines(limits.PHRASINGS + 5, "when"),
    "subject": "\u200b\u200b",
    "value": {"kind": "place", "name": "Nowhere", "country": "ZZ"},
}


async def test_other_fields_of_a_fact_over_the_limits_can_be_edited(empty_desk: Desk) -> None:
    desk = await stocked(empty_desk)
    stored_fact = Fact.stored(FACT | OVER | {"production": HARBOUR.id})
    await desk.ledger.commit([desk.ledger.revision(stored_fact, Action.ADD, "cli:host", "c-1", "")], [])
    draft = await desk.curating.draft(HOST, stored_fact.id)
    saved = await desk.curating.edit(HOST, draft.typed(text="It is so."))
    assert (saved.phrasings, saved.subject, saved.value) == (
        stored_fact.phrasings,
        stored_fact.subject,
        stored_fact.value,
    )
    more = f"{draft.phrasings}\nand one more"
    with pytest.raises(DraftRefused, match=r"there are 206 \(the limit is 200\); remove 6"):
        await desk.curating.edit(HOST, (await desk.curating.draft(HOST, stored_fact.id)).typed(phrasings=more))


async def test_a_production_with_too_many_names_can_be_renamed(empty_desk: Desk) -> None:
    desk = await stocked(empty_desk)
    many = Production.stored({"id": "tide", "title": "Tide", "aliases": lines(limits.ALIASES + 9, "tide")})
    await desk.ledger.commit([], [many])
    saved = await desk.productions.edit(HOST, many, "The Tide", "\n".join(many.aliases))
    assert (saved.title, saved.aliases) == ("The Tide", many.aliases)
    with pytest.raises(Invalid, match=r"there are 208 \(the limit is 200\); remove 8"):
        await desk.productions.edit(HOST, saved, "The Tide", "\n".join(many.aliases[1:]))


async def test_an_import_keeps_unmentioned_fields_over_the_limits(empty_desk: Desk) -> None:
    desk = await stocked(empty_desk)
    stored_fact = Fact.stored(FACT | OVER | {"production": HARBOUR.id})
    await desk.ledger.commit([desk.ledger.revision(stored_fact, Action.ADD, "cli:host", "c-1", "")], [])
    line = {"kind": "fact", "id": stored_fact.id, "production": HARBOUR.id, "topic": "crew", "fact": "It is so."}
    plan = await desk.packs.report(HOST, json.dumps(line).encode(), "a.jsonl")
    assert (plan.refused, [each.after.phrasings for each in plan.changed]) == ((), [stored_fact.phrasings])
