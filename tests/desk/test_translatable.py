"""Test that every error and notice of the desk is translatable: the pseudo-language wraps it in ⟦⟧."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from bot.desk.access.actors import Actor, Asker
from bot.desk.asking.rate_limit import CAPACITY
from bot.desk.desk import Desk
from bot.desk.editing.drafts.draft import Draft, draft_of
from bot.desk.errors import DeskError
from bot.desk.moderation.outbox import NoticeKind
from bot.desk.moderation.suggestions import MAX_PER_DAY
from bot.facts import limits
from bot.messages import speaking
from tests.desk.stock import FAN, HARBOUR, HERE, HOST, KEEPER, MARA, OTTO, PIER, stocked
from tests.desk.test_entry_points import ENTRY_POINTS, EntryPoint
from tests.pseudo import Pseudo

ASKER = Asker("discord:5", server="10", channel="1")
FILM = Draft(production=HARBOUR.id, topic="story", text="A storm comes.")
LONG = "x" * 400

Verb = Callable[[Desk], Any]


def enter(entry_point: EntryPoint, actor: Actor, desk: Desk) -> Any:
    return entry_point(desk, actor)


async def preview(draft: Draft, desk: Desk) -> None:
    await desk.curating.preview(MARA, draft)


async def confirm_twice(desk: Desk) -> None:
    for _ in range(2):
        await desk.curating.confirm(MARA, PIER.id)


async def confirm_all_twice(desk: Desk) -> None:
    for _ in range(2):
        await desk.curating.confirm_all(MARA, [desk.catalogue.fact(each.id, HERE) for each in (PIER, KEEPER)])


async def undo_what_was_changed_again(desk: Desk) -> None:
    mine = await desk.curating.edit(MARA, draft_of(PIER).typed(text="The pier scene was filmed in Hull."))
    await desk.curating.edit(OTTO, draft_of(mine).typed(text="The pier scene was filmed in York."))
    await desk.undo.undo(MARA)


async def apply_an_outdated_report(desk: Desk) -> None:
    data = (await desk.packs.export(MARA)).data.replace(b"Whitby", b"Hull")
    plan = await desk.packs.report(MARA, data, "a.json")
    await desk.curating.edit(MARA, draft_of(PIER).typed(text="The pier scene was filmed in York."))
    await desk.packs.apply(MARA, plan.token)


async def propose(desk: Desk, text: str = "So.", source: str = "https://reel.example/a") -> None:
    await desk.suggesting.propose(FAN, text=text, source=source, production=HARBOUR.id)


async def propose_often(desk: Desk) -> None:
    for _ in range(MAX_PER_DAY + 1):
        await propose(desk)


async def propose_when_muted(desk: Desk) -> None:
    await desk.suggesting.mute(MARA, FAN.person)
    await propose(desk)


VERBS: dict[str, Verb] = {
    "ask about no such production": lambda desk: desk.asking.ask("who", ASKER, production="nowhere"),
    "ask about a misspelt production": lambda desk: desk.asking.ask("who", ASKER, production="salt harbr"),
    "ask too fast": lambda desk: [desk.asking.ask("who", ASKER) for _ in range(CAPACITY + 1)],
    "choose no fact": lambda desk: desk.asking.choose("nothing", ASKER),
    "an unknown reply was wrong": lambda desk: desk.asking.wrong("abc", ASKER),
    "wait for no question": lambda desk: desk.asking.tell_me("server:20/abc", ASKER),
    "wait for a gone question": lambda desk: desk.asking.tell_me(f"{HERE}/abc", ASKER),
    "edit without a base": lambda desk: desk.curating.edit(MARA, FILM),
    "edit without a change": lambda desk: desk.curating.edit(MARA, draft_of(PIER)),
    "edit an old revision": lambda desk: desk.curating.edit(
        MARA, FILM.typed(base=PIER.model_copy(update={"revision": 7}))
    ),
    "restore no revision": lambda desk: desk.curating.restore(MARA, PIER.id, 99),
    "restore the current revision": lambda desk: desk.curating.restore(MARA, PIER.id, 1),
    "withdraw the shared fact": lambda desk: desk.curating.withdraw(HOST, PIER.id),
    "withdraw no version": lambda desk: desk.curating.withdraw(MARA, PIER.id),
    "retire with a long reason": lambda desk: desk.curating.retire(MARA, PIER.id, LONG),
    "confirm twice": confirm_twice,
    "confirm all twice": confirm_all_twice,
    "undo what was changed again": undo_what_was_changed_again,
    "apply an outdated report": apply_an_outdated_report,
    "too many phrasings": lambda desk: desk.curating.add_phrasings(
        MARA, PIER.id, [f"question number {n}" for n in range(limits.PHRASINGS)]
    ),
    "a phrasing as a counterexample": lambda desk: desk.curating.add_counterexamples(MARA, PIER.id, PIER.phrasings),
    "history of no fact": lambda desk: desk.history.entries(MARA, "nothing"),
    "merge a fact with itself": lambda desk: desk.merging.merge(MARA, PIER.id, PIER.id),
    "undo nothing": lambda desk: desk.undo.undo(MARA),
    "redo nothing": lambda desk: desk.undo.redo(MARA),
    "a taken name": lambda desk: desk.productions.add(MARA, "Tide", "Nine Lanterns"),
    "the same names": lambda desk: desk.productions.edit(HOST, HARBOUR, HARBOUR.title, "\n".join(HARBOUR.aliases)),
    "another edit of a production": lambda desk: desk.productions.edit(
        MARA, HARBOUR.model_copy(update={"title": "Old"}), "Tide", ""
    ),
    "answer no question": lambda desk: desk.queue.answer(MARA, "abc", PIER.id),
    "reopen no question": lambda desk: desk.queue.reopen(MARA, "abc"),
    "propose nothing": lambda desk: propose(desk, text=" "),
    "propose too much": lambda desk: propose(desk, text="x" * 2000),
    "propose without a source": lambda desk: propose(desk, source=""),
    "propose too often": propose_often,
    "decide on no suggestion": lambda desk: desk.suggesting.approve(MARA, "abc"),
    "unmute nobody": lambda desk: desk.suggesting.unmute(MARA, "discord:8"),
    "propose when muted": propose_when_muted,
    "export nothing": lambda desk: desk.packs.export(MARA, own_only=True),
    "import too much": lambda desk: desk.packs.report(MARA, b"{}" * 10, "a.json", max_bytes=10),
    "import nonsense": lambda desk: desk.packs.report(MARA, b"\x00", "a.json"),
    "apply no report": lambda desk: desk.packs.apply(MARA, "abc"),
    "an unknown setting": lambda desk: desk.settings.change(MARA, {"nothing": 1}),
    "a wrong setting": lambda desk: desk.settings.change(MARA, {"language": "klingon"}),
}
"""Requests that the desk refuses."""


async def refusal(verb: Verb, desk: Desk) -> DeskError | None:
    """Return the error that a verb raises in the pseudo-language."""
    with speaking(Pseudo()):
        try:
            result = verb(desk)
            if inspect.isawaitable(result):
                await result
        except DeskError as error:
            return error
    return None


def untranslated(error: DeskError) -> list[str]:
    """Return the messages of an error that aren't wrapped, one for each line and field."""
    texts = [*str(error).splitlines(), *getattr(error, "fields", {}).values()]
    return [text for text in texts if "⟦" not in text]


@pytest.mark.parametrize("name", VERBS)
async def test_a_refusal_is_translatable(empty_desk: Desk, name: str) -> None:
    error = await refusal(VERBS[name], await stocked(empty_desk))
    assert error is not None, "nothing was refused"
    assert untranslated(error) == []


@pytest.mark.parametrize("name", ENTRY_POINTS, ids=".".join)
async def test_refusals_of_entry_points_are_translatable(empty_desk: Desk, name: tuple[str, str]) -> None:
    desk = await stocked(empty_desk)
    _permission, entry_point = ENTRY_POINTS[name]
    for actor in (FAN, replace(FAN, server=None), MARA):
        error = await refusal(partial(enter, entry_point, actor), desk)
        assert error is None or untranslated(error) == [], str(error)


async def test_problems_with_drafts_are_translatable(empty_desk: Desk) -> None:
    desk = await stocked(empty_desk)
    wrong = [
        FILM.typed(production="nowhere"),
        FILM.typed(production="Salt Harbor"),
        FILM.typed(topic=""),
        FILM.typed(topic="storry"),
        FILM.typed(topic="x" * 400),
        FILM.typed(value="1", kind="colour"),
        FILM.typed(why=LONG),
        FILM.typed(announced_on="someday"),
        FILM.typed(phrasings="who sang", counterexamples="who sang"),
        FILM.typed(sources="https://reel.example/a | A title | not a day 2"),
    ]
    for draft in wrong:
        error = await refusal(partial(preview, draft), desk)
        assert error is not None, draft
        assert untranslated(error) == []


async def test_replies_are_translatable(empty_desk: Desk) -> None:
    desk = await stocked(empty_desk)
    with speaking(Pseudo()):
        unknown = desk.asking.ask("who wrote the music for salt harbour", ASKER)
        nothing = desk.asking.ask("xyzzy", ASKER)
        explained = desk.asking.explain("...", ASKER)
    for text in (unknown.notice, nothing.notice):
        assert text.startswith("⟦")
        assert text.endswith("⟧")
    assert explained.verdict


@pytest.mark.parametrize("kind", NoticeKind)
async def test_notices_and_stored_data_are_shown_in_the_readers_language(empty_desk: Desk, kind: NoticeKind) -> None:
    """They are stored as data, so they can be written in one language and read in another."""
    desk = await stocked(empty_desk)
    notice = await desk.notices.put(FAN.person, kind, scope=HERE, about="a storm", reason="no source")
    await desk.suggesting.propose(FAN, text="So.", source="https://reel.example/a", production=HARBOUR.id)
    await desk.curating.confirm(replace(MARA, person=FAN.person), PIER.id)
    desk.asking.ask("when does salt harbour come out", Asker(FAN.person, server="10", channel="1"))
    assert "⟦" not in notice.text
    with speaking(Pseudo()):
        assert notice.text.startswith("⟦")
        traces = await desk.people.my_data(FAN.person)
    assert len({trace.what for trace in traces}) >= 5
    assert [trace.what for trace in traces if not trace.what.startswith("⟦")] == []
    assert "⟦" not in str([await desk.documents.all(name) for name in ("notices", "suggestions")])
