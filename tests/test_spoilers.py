"""Check that spoilers stay covered outside Discord, too: in the terminal and on the command line."""

from __future__ import annotations

import io
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from rich.console import Console

from bot.answers.engine import Engine
from bot.commands.exits import Exit
from bot.desk.access.actors import Asker
from bot.desk.desk import Desk
from bot.frontends.terminal.chat import Chat
from bot.frontends.terminal.screen import Screen
from bot.stores.opening import open_stores
from tests.frontends.discord.canary import CANARY, spoilt
from tests.frontends.discord.world import PRODUCTIONS
from tests.frontends.test_terminal import Typed
from tests.shipped import knowledge
from tests.test_cli import Callsheet, callsheet

__all__ = ["callsheet"]

RELEASE = "when does the lantern keepers come out"
SCENES = "scenes of the lantern keepers"

UNCOVERING = {"spoiler"}
"""Input with which a person asks to see the spoiler."""

TYPED = {
    "help": "/help",
    "production": "/production keepers",
    "productions": "/productions",
    "facts": "/facts",
    "sources": "/sources",
    "history": "/history",
    "wrong": "/wrong",
}


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    path = tmp_path / "spoilt.json"
    head = {"format": "callsheet-pack", "version": 1, "id": "spoilt", "title": "Spoilt", "productions": PRODUCTIONS}
    path.write_text(json.dumps(head | {"facts": spoilt()}), encoding="utf-8")
    return path


@pytest.fixture
async def desk(tmp_path: Path, pack: Path) -> AsyncIterator[Desk]:
    stores = await open_stores(f"tinydb:///{tmp_path / 'store.json'}")
    desk = await Desk.open(stores, Engine(knowledge()), packs=[pack])
    yield desk
    await desk.close()


async def talk(desk: Desk, *lines: str, spoilers: bool = False) -> tuple[Chat, str]:
    out = io.StringIO()
    screen = Screen(Console(file=out, highlight=False, markup=False, emoji=False), spoilers=spoilers)
    chat = Chat(desk, Asker("cli:test"), screen, Typed(lines))
    await chat.run()
    return chat, out.getvalue()


async def test_a_conversation_in_the_terminal(desk: Desk) -> None:
    chat, printed = await talk(desk, RELEASE, *TYPED.values(), SCENES, "1", *TYPED.values(), "who composed it")
    assert CANARY not in printed.casefold()
    assert "I know this, but it's a major spoiler for The Lantern Keepers." in printed
    assert "a spoiler about The Lantern Keepers" in printed, "what is asked back"
    assert set(chat._commands) == set(TYPED) | UNCOVERING, "walk the new command here, too"
    for begun in ("", "wh", "when does", CANARY):
        assert CANARY not in str(chat.complete(begun)).casefold()


async def test_people_who_ask_for_spoilers_see_them(desk: Desk) -> None:
    _, printed = await talk(desk, RELEASE, "/spoiler", "/sources", "/history")
    assert f"{CANARY} papers" in printed
    assert f"{CANARY} ill" in printed
    _, printed = await talk(desk, RELEASE, "/facts", spoilers=True)
    assert printed.casefold().count(CANARY) > len(spoilt())


def test_what_the_command_line_prints(callsheet: Callsheet, pack: Path) -> None:
    assert callsheet("facts", "import", str(pack)).code == Exit.DONE
    questions = pack.with_name("questions.txt")
    questions.write_text(f"{RELEASE}\n{SCENES}\nwho composed it\n", encoding="utf-8")
    for arguments in (
        ("ask", RELEASE),
        ("ask", SCENES),
        ("ask", "--explain", RELEASE),
        ("ask", "--json", RELEASE),
        ("ask", "--json", "--explain", RELEASE),
        ("ask", "--json", SCENES),
        ("ask", "--batch", str(questions)),
        ("ask", "--json", "--batch", str(questions)),
        ("facts", "list"),
        ("facts", "list", "--production", "quiet-comet"),
        ("facts", "history", "keepers-ending"),
        ("facts", "import", str(pack)),
        ("facts", "import", "--dry-run", str(pack)),
        ("doctor",),
    ):
        ended = callsheet(*arguments)
        assert CANARY not in (ended.out + ended.err).casefold(), arguments
        assert ended.out, arguments
    [reply] = callsheet("ask", "--json", RELEASE).objects
    assert reply["text"] == "a spoiler about The Lantern Keepers (release)"


@pytest.mark.parametrize(
    "arguments",
    [
        ("ask", "--spoilers", RELEASE),
        ("ask", "--json", "--spoilers", RELEASE),
        ("facts", "list", "--spoilers"),
        ("facts", "list", "--json"),
        ("facts", "history", "--spoilers", "keepers-ending"),
        ("facts", "history", "--json", "keepers-ending"),
        ("facts", "export"),
    ],
)
def test_the_host_can_print_spoilers(callsheet: Callsheet, pack: Path, arguments: tuple[str, ...]) -> None:
    callsheet("facts", "import", str(pack))
    assert CANARY in callsheet(*arguments).out.casefold()
