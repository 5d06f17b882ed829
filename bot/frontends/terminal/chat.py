"""A conversation in the terminal: questions, numbered choices, and a few commands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType

from bot.answers.answer import Choice
from bot.desk.access.actors import Asker
from bot.desk.asking.replies import Reply
from bot.desk.cards.card import Card
from bot.desk.desk import Desk
from bot.desk.errors import DeskError
from bot.frontends.terminal.reading import Lines
from bot.frontends.terminal.screen import Screen
from bot.plain import one_line

GREETING = "Ask about a film or a show. /help says what else there is; /quit, or Ctrl-D, ends."


@dataclass(slots=True)
class _Last:
    """What the last reply left behind for commands to refer to."""

    reply: Reply | None = None
    cards: tuple[Card, ...] = ()
    choices: tuple[Choice, ...] = ()
    uncovered: bool = False


class Chat:
    """One person's conversation with the desk."""

    def __init__(self, desk: Desk, asker: Asker, screen: Screen, lines: Lines, production: str | None = None) -> None:
        self._desk = desk
        self._asker = asker
        self._screen = screen
        self._lines = lines
        self._production = production
        self._last = _Last()
        self._commands: MappingProxyType[str, Callable[[str], None]] = MappingProxyType(
            {
                "help": self._help,
                "production": self._choose_production,
                "productions": self._list_productions,
                "facts": self._list_facts,
                "sources": self._show_sources,
                "history": self._show_history,
                "spoiler": self._uncover,
                "wrong": self._wrong,
            }
        )

    async def run(self) -> None:
        """Converse until the lines end or ``/quit``."""
        self._screen.say(GREETING, style="dim")
        while (line := await self._lines.next()) is not None:
            typed = line.strip()
            if not typed:
                continue
            if not self._lines.typed:
                self._screen.gap()
                self._screen.say(f"> {one_line(typed)}", style="bold cyan")
            if typed.lower() in ("/quit", "/exit"):
                break
            self._answer(typed)
            if self._lines.typed:
                self._screen.gap()

    def complete(self, typed: str) -> list[str]:
        """What a half-typed line may become."""
        if typed.startswith("/"):
            return [f"/{name}" for name in (*self._commands, "quit") if f"/{name}".startswith(typed)]
        return self._desk.asking.complete(typed, self._asker.scope, self._production)

    def _answer(self, typed: str) -> None:
        try:
            if typed.startswith("/"):
                self._command(typed)
            elif self._last.choices and typed.isascii() and typed.isdigit() and len(typed) <= 2:
                self._pick(int(typed))
            else:
                self._show(self._desk.asking.ask(typed, self._asker, production=self._production))
        except DeskError as refused:
            self._screen.say(str(refused), style="yellow")

    def _show(self, reply: Reply) -> None:
        self._last = _Last(reply, reply.cards, reply.choices)
        self._screen.reply(reply)
        if reply.choices:
            self._screen.say("Type its number.", style="dim")
        if any(card.covered for card in reply.cards):
            self._screen.say("/spoiler shows it.", style="dim")

    def _pick(self, number: int) -> None:
        if not 1 <= number <= len(self._last.choices):
            self._screen.say(f"Type a number from 1 to {len(self._last.choices)}, or another question.", style="yellow")
            return
        asked = self._last.reply
        chosen = self._last.choices[number - 1].fact.id
        self._show(self._desk.asking.choose(chosen, self._asker, reply=asked.id if asked else None))

    # -- commands

    def _command(self, typed: str) -> None:
        name, _, rest = typed[1:].partition(" ")
        command = self._commands.get(name.lower())
        if command is None:
            self._screen.say(f"There is no command /{name[:40]}. /help lists them.", style="yellow")
            return
        command(rest.strip())

    def _help(self, _: str) -> None:
        for line in (
            "Type a question as you would ask a friend: when something comes out, where it was filmed, who is in it.",
            "  a number            picks from what I ask back",
            "  /production NAME    talk about this one; /production alone lets go of it",
            "  /productions        what I hold facts on",
            "  /facts [TOPIC]      the facts of the production that we talk about",
            "  /sources            where the last answer was read",
            "  /history            every date that was announced for it",
            "  /spoiler            show the last answer although it gives the story away",
            "  /wrong              that is not what you asked: tell the moderators",
            "  /quit               end (so does Ctrl-D)",
        ):
            self._screen.say(line)

    def _choose_production(self, name: str) -> None:
        if not name:
            self._production = None
            self._screen.say("We talk about anything.")
            return
        found = self._desk.catalogue.production(name, self._asker.scope)
        self._production = found.id
        self._screen.say(f"We talk about {one_line(found.title)}.")

    def _list_productions(self, _: str) -> None:
        productions = self._desk.catalogue.productions(self._asker.scope)
        if not productions:
            self._screen.say("I hold no facts yet. `callsheet facts import FILE` brings some.")
        for each in productions:
            self._screen.say(f"  {one_line(each.title)} ({each.id})")

    def _list_facts(self, topic: str) -> None:
        production = self._production or self._talked_about()
        if production is None:
            self._screen.say("Of which one? /production NAME says so; /productions lists what I hold.", style="yellow")
            return
        cards = self._desk.asking.cards(self._asker.scope, production, topic.lower() or None)
        if not cards:
            topics = ", ".join(self._desk.catalogue.topics(self._asker.scope, production))
            self._screen.say(f"Nothing on that. I hold facts on: {topics or 'nothing yet'}.", style="yellow")
        self._screen.facts(sorted(cards, key=lambda card: card.fact.topic))

    def _talked_about(self) -> str | None:
        if self._last.cards:
            return self._last.cards[0].production.id
        about = self._last.reply.answer.productions if self._last.reply else ()
        return about[0] if len(about) == 1 else None

    def _show_sources(self, _: str) -> None:
        for card in self._answered():
            self._screen.sources(card, uncovered=self._last.uncovered)

    def _show_history(self, _: str) -> None:
        for card in self._answered():
            self._screen.history(card, uncovered=self._last.uncovered)

    def _uncover(self, _: str) -> None:
        for card in self._answered():
            self._screen.card(card, uncovered=True)
        self._last.uncovered = True

    def _answered(self) -> tuple[Card, ...]:
        if not self._last.cards:
            self._screen.say("There is no answer yet that this could be about. Ask something first.", style="yellow")
        return self._last.cards

    def _wrong(self, _: str) -> None:
        if self._last.reply is None:
            self._screen.say("There is no answer yet that this could be about. Ask something first.", style="yellow")
            return
        logged = self._desk.asking.wrong(self._last.reply.id, self._asker)
        seen = "The moderators will see it." if logged else "Other words may find what you meant."
        self._screen.say(f"Thank you. {seen}")
