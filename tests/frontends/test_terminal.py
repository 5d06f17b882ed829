"""Test the conversation in a terminal: what is shown, numbers and commands, and how it ends."""

from __future__ import annotations

import asyncio
import io
import os
from collections.abc import AsyncIterator, Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from bot.answers.engine import Engine
from bot.answers.knowledge import Knowledge
from bot.desk.access.actors import Asker
from bot.desk.asking.question_log import Standing
from bot.desk.desk import Desk
from bot.facts.models import (
    SHARED,
    Action,
    AnnouncedDate,
    DateValue,
    Fact,
    PlaceValue,
    Production,
    Revision,
    Source,
    Spoiler,
)
from bot.frontends.terminal.chat import Chat
from bot.frontends.terminal.reading import MAX_LINE, PipedLines, history_in
from bot.frontends.terminal.screen import Screen
from bot.messages import speaking
from bot.plain import harmless, one_line
from bot.stores.opening import open_stores
from tests import shipped
from tests.desk.breaking import BREAKING, BreakingEngine
from tests.pseudo import Pseudo, untranslated

PRODUCTION = Production(id="harbour-lights", title="Harbour Lights", aliases=("harbor lights",))
FACTS = (
    Fact(
        id="harbour-release",
        production="harbour-lights",
        topic="release",
        text="Harbour Lights opens on 3 May 2030.",
        value=DateValue(edtf="2030-05-03", region="Norway"),
        announced_dates=(AnnouncedDate(date="2029-11-02", announced="2028-01"), AnnouncedDate(date="2030-05-03")),
        phrasings=("when does harbour lights come out",),
        sources=(Source.stored({"title": "Studio\x1b[2J", "url": "https://example.org/harbour", "date": "2028-01"}),),
    ),
    Fact(
        id="harbour-pier",
        production="harbour-lights",
        topic="location",
        subject="pier chase",
        text="The pier chase was filmed in Bergen.",
        value=PlaceValue(name="Bergen", country="NO", latitude=60.39, longitude=5.32, approximate=True),
        phrasings=("where was the pier chase of harbour lights filmed",),
    ),
    Fact(
        id="harbour-ending",
        production="harbour-lights",
        topic="story",
        subject="ending",
        text="The lighthouse keeper turns out to be the captain.",
        spoiler=Spoiler.MAJOR,
        phrasings=("how does harbour lights end",),
    ),
)


class Typed:
    """Lines prepared in advance, as if typed in a terminal or piped."""

    def __init__(self, lines: Iterable[str], *, typed: bool = False) -> None:
        self._lines = iter(lines)
        self.typed = typed

    async def next(self) -> str | None:
        """Return the next line."""
        return next(self._lines, None)


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return shipped.knowledge()


@pytest.fixture
async def desk(tmp_path: Path, knowledge: Knowledge) -> AsyncIterator[Desk]:
    stores = await open_stores(f"tinydb:///{tmp_path / 'store.json'}")
    desk = await Desk.open(stores, Engine(knowledge))
    revisions: list[Revision] = [desk.ledger.revision(fact, Action.ADD, "cli:test", "first") for fact in FACTS]
    await desk.ledger.commit(revisions, [PRODUCTION])
    yield desk
    await desk.close()


async def _talk(desk: Desk, *lines: str, spoilers: bool = False, production: str | None = None) -> str:
    """Return what a reader of the pipe sees of a conversation, without the greeting."""
    out = io.StringIO()
    screen = Screen(Console(file=out, highlight=False, markup=False, emoji=False), spoilers=spoilers)
    await Chat(desk, Asker("cli:test"), screen, Typed(lines), production).run()
    return out.getvalue().partition("\n")[2]


async def test_an_answer_shows_all_details(desk: Desk) -> None:
    shown = await _talk(desk, "when does harbour lights come out")
    assert "> when does harbour lights come out" in shown
    assert "Harbour Lights opens on 3 May 2030." in shown
    assert "Date       in " in shown
    assert "Norway" in shown
    assert "2 November 2029" in shown
    assert "Confirmed" in shown
    assert "https://example.org/harbour" in shown
    assert "January 2028" in shown


async def test_the_reply_promises_only_what_moderators_will_see(desk: Desk) -> None:
    unknown = "who composed the music of harbour lights"
    assert "passed your question on to the moderators" in await _talk(desk, unknown)
    assert "The moderators will see it" in await _talk(desk, unknown, "/wrong")
    assert "moderators" not in await _talk(desk, "good morning to you")
    for question in desk.question_log.open(SHARED):
        await desk.question_log.close(question.key, Standing.DISMISSED)
    dismissed = await _talk(desk, unknown, "/wrong")
    assert "Thank you." in dismissed
    assert "moderators" not in dismissed


async def test_an_engine_error_gets_an_apology_and_the_next_question_is_answered(
    tmp_path: Path, knowledge: Knowledge
) -> None:
    stores = await open_stores(f"tinydb:///{tmp_path / 'other.json'}")
    desk = await Desk.open(stores, BreakingEngine(knowledge))
    revisions: list[Revision] = [desk.ledger.revision(fact, Action.ADD, "cli:test", "first") for fact in FACTS]
    await desk.ledger.commit(revisions, [PRODUCTION])
    shown = await _talk(desk, f"where is the {BREAKING}", "when does harbour lights come out")
    await desk.close()
    assert "Sorry, something went wrong on my side" in shown
    assert "Harbour Lights opens on 3 May 2030." in shown


async def test_control_characters_never_reach_the_terminal(desk: Desk) -> None:
    shown = await _talk(desk, "when does \x1b[31mharbour lights\x07 come out", "/\x1b]0;title\x07", "\u202e\x9b5n")
    assert not set(shown) & set("\x1b\x07\x9b\u202e")


async def test_a_place_is_shown_with_coordinates(desk: Desk) -> None:
    shown = await _talk(desk, "where was the pier chase of harbour lights filmed")
    assert "Bergen" in shown
    assert "about 60.390, 5.320" in shown


async def test_spoilers_are_covered_until_asked_for(desk: Desk) -> None:
    covered = await _talk(desk, "how does harbour lights end")
    assert "lighthouse keeper" not in covered
    assert "Type /spoiler to see it" in covered
    assert "lighthouse keeper" in await _talk(desk, "how does harbour lights end", "/spoiler")
    assert "lighthouse keeper" in await _talk(desk, "how does harbour lights end", spoilers=True)
    assert "lighthouse keeper" not in await _talk(desk, "/production harbour lights", "/facts")


async def test_an_unknown_question_is_admitted(desk: Desk) -> None:
    assert "don't know" in await _talk(desk, "who invented the bicycle")


async def test_a_number_picks_a_choice(desk: Desk) -> None:
    text = "Quiet Engines opens on 7 June 2030."
    other = FACTS[0].model_copy(
        update={
            "id": "quiet-release",
            "production": "quiet-engines",
            "text": text,
            "value": DateValue(edtf="2030-06-07", region="Norway"),
            "announced_dates": (),
            "phrasings": ("when does quiet engines come out",),
        }
    )
    revision = desk.ledger.revision(other, Action.ADD, "cli:test", "second")
    await desk.ledger.commit([revision], [Production(id="quiet-engines", title="Quiet Engines")])
    shown = await _talk(desk, "release date", "9", "2", "2")
    assert "  1 " in shown
    assert "Type a number from 1 to 2" in shown
    assert (text in shown) is not (FACTS[0].text in shown)


async def test_a_number_without_choices_is_a_question(desk: Desk) -> None:
    assert "Type a number" not in await _talk(desk, "7")


async def test_a_production_can_be_chosen_and_dropped(desk: Desk) -> None:
    shown = await _talk(desk, "/production harbor lights", "when does it come out", "/production", "/production ???")
    assert "let's talk about Harbour Lights." in shown
    assert "opens on 3 May 2030" in shown
    assert "ask about any film or show" in shown
    assert "no production “???”" in shown


async def test_commands_are_about_the_last_answer(desk: Desk) -> None:
    shown = await _talk(desk, "/sources", "when does harbour lights come out", "/sources", "/history", "/wrong")
    assert "Ask me something first" in shown
    assert shown.count("https://example.org/harbour") == 2
    assert "1. 2 November 2029" in shown
    assert "Thank you" in shown


async def test_an_explanation_has_columns_and_factors(desk: Desk) -> None:
    reply = desk.asking.ask("where was the pier chase filmed in harbour lights", Asker("me"), explain=True)
    explanation = reply.answer.explanation
    assert explanation is not None
    out = io.StringIO()
    Screen(Console(file=out, width=400, color_system=None)).explanation(explanation)
    lines = out.getvalue().splitlines()
    rows = [line for line in lines if line.startswith("  ") and not line.strip()[0].isdigit()]
    labels = [*(name for name, _ in explanation.understood), "Verdict"]
    values = [*(value for _, value in explanation.understood), explanation.verdict]
    assert [row.strip() for row in rows] == [
        f"{label:<{len('productions named') + 2}}{value}" for label, value in zip(labels, values, strict=True)
    ]
    best = next(line for line in lines if "harbour-pier" in line)
    assert "production match 1.00" in best
    assert "+" not in best


async def test_lists_and_help(desk: Desk) -> None:
    shown = await _talk(
        desk, "/productions", "/facts", "/production harbour-lights", "/facts location", "/help", "/dance"
    )
    assert "Harbour Lights (harbour-lights)" in shown
    assert "About which film or show?" in shown
    assert "The pier chase was filmed in Bergen." in shown
    assert "no command /dance" in shown
    for command in ("production", "productions", "facts", "sources", "history", "spoiler", "wrong", "quit"):
        assert f"/{command}" in shown


async def test_quit_ends_the_conversation(desk: Desk) -> None:
    assert "bicycle" not in await _talk(desk, "/quit", "who invented the bicycle")


async def test_tab_completes_commands_and_questions(desk: Desk) -> None:
    chat = Chat(desk, Asker("cli:test"), Screen(Console(file=io.StringIO())), Typed(()))
    assert chat.complete("/pro") == ["/production", "/productions"]
    assert "when does harbour lights come out" in chat.complete("when does harb")


async def _piped(data: bytes) -> list[str]:
    read, write = os.pipe()
    lines = PipedLines(read)
    writing = asyncio.create_task(asyncio.to_thread(_write, write, data))
    found = []
    while (line := await lines.next()) is not None:
        found.append(line)
    await writing
    os.close(read)
    return found


def _write(descriptor: int, data: bytes) -> None:
    with open(descriptor, "wb") as stream:
        stream.write(data)


@pytest.mark.parametrize(
    ("data", "lines"),
    [
        (b"", []),
        (b"one", ["one"]),
        (b"one\r\n\ntwo\n", ["one", "", "two"]),
        (b"\xff\n", ["\N{REPLACEMENT CHARACTER}"]),
        (b"x" * (3 * MAX_LINE) + b"\nnext", ["x" * MAX_LINE, "next"]),
        (b"q\n" * 5000, ["q"] * 5000),
    ],
)
async def test_piped_lines_are_complete_and_limited(data: bytes, lines: list[str]) -> None:
    assert await _piped(data) == lines


def test_history_is_private_and_optional(tmp_path: Path) -> None:
    history_in(tmp_path / "state").append_string("a question")
    file = tmp_path / "state" / "chat-history"
    assert "a question" in file.read_text(encoding="utf-8")
    assert file.stat().st_mode & 0o077 == 0
    (tmp_path / "file").touch()
    history_in(tmp_path / "file" / "state").append_string("kept in memory")


@given(st.text())
def test_harmless_is_idempotent(text: str) -> None:
    shown = harmless(text)
    assert harmless(shown) == shown
    assert all(character.isprintable() or character not in "\x1b\x07\x08\x7f\x9b\r" for character in shown)
    assert "\n" not in one_line(text)


@given(st.text(st.characters(categories=["L", "N", "P", "Zs"])))
def test_ordinary_text_stays_unchanged(text: str) -> None:
    assert harmless(text) == text


async def test_a_terminal_wraps_between_words_and_keeps_links_whole(desk: Desk) -> None:
    out = io.StringIO()
    screen = Screen(Console(file=out, width=40, force_terminal=True, color_system=None))
    link = "https://example.org/" + "a-long-way/" * 8
    fact = desk.catalogue.facts(SHARED)[0]
    source = Source(title="A gazette with a long name that fills a line", url=link)
    long = fact.model_copy(update={"text": "Word " * 30 + "end.", "sources": (source,)})
    screen.card(desk.asking.show(long, SHARED), uncovered=True)
    lines = out.getvalue().splitlines()
    assert any(line.strip() == link for line in lines)
    words = {word for line in lines for word in line.split()}
    assert {"gazette", "fills", "line"} <= words
    assert all(len(line) <= 40 for line in lines if link not in line)


DATA = (
    *(fact.text for fact in FACTS),
    *(text for fact in FACTS for text in (fact.id, fact.topic, *(source.url or "" for source in fact.sources))),
    *(harmless(source.title) for fact in FACTS for source in fact.sources),
    *("https://example.org/second", "https://example.org/third", "Second", "Third"),
    *(PRODUCTION.title, PRODUCTION.id),
    *("Norway", "Bergen"),
    *(f"/{name}" for name in ("productions", "production", "facts", "sources", "history", "spoiler", "wrong", "quit")),
)
"""Text that is the same in every language: facts, titles, names and commands."""

TALKS = {
    "answers": ("when does harbour lights come out", "/sources", "/history", "/wrong", "/facts"),
    "a place": ("where was the pier chase of harbour lights filmed", "/sources", "/history"),
    "a spoiler": ("how does harbour lights end", "/facts", "/spoiler", "/sources"),
    "nothing known": ("who invented the bicycle", "/wrong", "who composed the music of harbour lights", "/wrong"),
    "choices": ("release date", "9", "1"),
    "commands": ("/help", "/productions", "/production harbour lights", "/facts", "/facts story", "/facts cast"),
    "refusals": ("/dance", "/facts", "/sources", "/history", "/spoiler", "/wrong", "/production ???", "/production"),
}


@pytest.mark.parametrize("talk", TALKS)
async def test_every_message_is_translatable(desk: Desk, talk: str) -> None:
    sources = tuple(Source(title=name, url=f"https://example.org/{name.lower()}") for name in ("Second", "Third"))
    moved = (AnnouncedDate(date="2028-05-05"), *FACTS[0].announced_dates)
    changed = FACTS[0].model_copy(
        update={"announced_dates": moved, "sources": FACTS[0].sources + sources, "revision": 2}
    )
    other = FACTS[0].model_copy(
        update={"id": "quiet-release", "production": "quiet-engines", "announced_dates": (), "sources": ()}
    )
    edit = desk.ledger.revision(changed, Action.EDIT, "cli:test", "")
    add = desk.ledger.revision(other, Action.ADD, "cli:test", "")
    await desk.ledger.commit([edit, add], [Production(id="quiet-engines", title="Quiet Engines")])
    with speaking(Pseudo()):
        shown = await _talk(desk, *TALKS[talk])
    lines = [line for line in shown.splitlines() if not line.startswith("> ")]
    assert [line for line in lines if untranslated(line, (*DATA, "Quiet Engines", "quiet-engines"))] == []
    assert "⟦" in shown
