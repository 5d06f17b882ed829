"""Hold a conversation in the terminal: questions, numbered choices, and a few commands."""

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
from bot.messages import N_, _, comma_list, ngettext, pgettext, translated
from bot.plain import clipped, one_line

GREETING = N_("Ask me about a film or a show. Type /help to see what else I can do, /quit to leave.")


@dataclass(slots=True)
class _Last:
    """The last reply, which commands and numbers refer to."""

    reply: Reply | None = None
    cards: tuple[Card, ...] = ()
    choices: tuple[Choice, ...] = ()
    uncovered: bool = False


class Chat:
    """Runs one person's conversation with the desk."""

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
        """Answer line by line, until the end of input or ``/quit``."""
        self._screen.say(translated(GREETING), style="dim")
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
        """Return completions of a half-typed line."""
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
            self._screen.say(_("Type a number to choose."), style="dim")
        if any(card.covered for card in reply.cards):
            self._screen.say(_("Type /spoiler to see it."), style="dim")

    def _pick(self, number: int) -> None:
        most = len(self._last.choices)
        if not 1 <= number <= most:
            message = ngettext(
                "There is only {count} choice. Type 1, or ask something else.",
                "Type a number from 1 to {count}, or ask something else.",
                most,
            )
            self._screen.say(message.format(count=most), style="yellow")
            return
        asked = self._last.reply
        chosen = self._last.choices[number - 1].fact.id
        self._show(self._desk.asking.choose(chosen, self._asker, reply=asked.id if asked else None))

    # -- commands

    def _command(self, typed: str) -> None:
        name, _space, rest = typed[1:].partition(" ")
        command = self._commands.get(name.lower())
        if command is None:
            message = _("There is no command /{name}. Type /help to see the commands.")
            self._screen.say(message.format(name=clipped(name, 40)), style="yellow")
            return
        command(rest.strip())

    def _help(self, _rest: str) -> None:
        self._screen.say(
            _("Ask the way you would ask a friend: when a film comes out, where it was shot, who is in it.")
        )
        name, topic = pgettext("placeholder", "NAME"), pgettext("placeholder", "TOPIC")
        self._screen.table(
            (
                (_("a number"), _("choose from the list that I showed you")),
                (f"/production {name}", _("talk about one film or show; /production alone ends that")),
                ("/productions", _("list the films and shows that I have facts about")),
                (f"/facts [{topic}]", _("list the facts about the film or show we're talking about")),
                ("/sources", _("show where the last answer comes from")),
                ("/history", _("show every date that was announced for it")),
                ("/spoiler", _("show the last answer, even if it is a spoiler")),
                ("/wrong", _("tell the moderators that the last answer was wrong")),
                ("/quit", _("leave; Ctrl-D does the same")),
            )
        )

    def _choose_production(self, name: str) -> None:
        if not name:
            self._production = None
            self._screen.say(_("OK, ask about any film or show."))
            return
        found = self._desk.catalogue.production(name, self._asker.scope)
        self._production = found.id
        self._screen.say(_("OK, let's talk about {title}.").format(title=one_line(found.title)))

    def _list_productions(self, _rest: str) -> None:
        productions = self._desk.catalogue.productions(self._asker.scope)
        if not productions:
            self._screen.say(_("I have no facts yet. Add some with `callsheet facts import FILE`."))
        for each in productions:
            self._screen.item(f"{each.title} ({each.id})")

    def _list_facts(self, topic: str) -> None:
        production = self._production or self._talked_about()
        if production is None:
            message = _("About which film or show? Choose it with /production NAME; /productions lists them all.")
            self._screen.say(message, style="yellow")
            return
        cards = self._desk.asking.cards(self._asker.scope, production, topic.lower() or None)
        if not cards:
            self._screen.say(self._no_facts(production), style="yellow")
        self._screen.facts(sorted(cards, key=lambda card: card.fact.topic))

    def _no_facts(self, production: str) -> str:
        topics = tuple(self._desk.catalogue.topics(self._asker.scope, production))
        if not topics:
            return _("I have no facts about that yet.")
        return _("I have no facts about that. The topics I know are: {topics}.").format(topics=comma_list(topics))

    def _talked_about(self) -> str | None:
        if self._last.cards:
            return self._last.cards[0].production.id
        about = self._last.reply.answer.productions if self._last.reply else ()
        return about[0] if len(about) == 1 else None

    def _show_sources(self, _rest: str) -> None:
        for card in self._answered():
            self._screen.sources(card, uncovered=self._last.uncovered)

    def _show_history(self, _rest: str) -> None:
        for card in self._answered():
            self._screen.history(card, uncovered=self._last.uncovered)

    def _uncover(self, _rest: str) -> None:
        for card in self._answered():
            self._screen.card(card, uncovered=True)
        self._last.uncovered = True

    def _answered(self) -> tuple[Card, ...]:
        if not self._last.cards:
            self._ask_first()
        return self._last.cards

    def _ask_first(self) -> None:
        self._screen.say(_("There is no answer yet. Ask me something first."), style="yellow")

    def _wrong(self, _rest: str) -> None:
        if self._last.reply is None:
            self._ask_first()
            return
        logged = self._desk.asking.wrong(self._last.reply.id, self._asker)
        self._screen.say(
            _("Thank you. The moderators will see it.")
            if logged
            else _("Thank you. Try asking in other words; I may understand those better.")
        )
