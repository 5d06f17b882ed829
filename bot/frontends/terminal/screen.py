"""What a terminal shows: replies and cards, in colour where there is any, in plain lines in a pipe."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.text import Text

from bot.answers.answer import Choice, Explanation, Outcome
from bot.desk.asking.replies import Reply
from bot.desk.asking.reply_wording import UNKNOWN
from bot.desk.cards.card import Card, SourceLine
from bot.desk.cards.relative_dates import When
from bot.facts.models import Spoiler
from bot.messages import translated
from bot.plain import harmless, one_line

_LABEL = 11
_SOURCES = 2
"""Sources that stand in an answer; ``/sources`` lists all."""

_STATUS = {"confirmed": "green", "reported": "yellow", "rumour": "magenta", "denied": "red"}


class Screen:
    """Prints for a reader. Whatever it is given is made harmless first; none of it is taken for markup.

    ``spoilers``: show what gives the story away instead of covering it.
    """

    def __init__(self, console: Console | None = None, *, spoilers: bool = False) -> None:
        self._console = console or Console(highlight=False, markup=False, emoji=False)
        self._spoilers = spoilers

    @property
    def is_terminal(self) -> bool:
        """Whether somebody looks at it now."""
        return self._console.is_terminal

    def say(self, text: str, style: str = "") -> None:
        """A sentence, wrapped to the terminal, or in one line in a pipe."""
        self._console.print(Text(harmless(text), style=style), soft_wrap=not self._console.is_terminal)

    def gap(self) -> None:
        """An empty line."""
        self._console.print()

    def reply(self, reply: Reply) -> None:
        """What became of a question: cards, numbered choices, or that it is not known."""
        for card in reply.cards:
            self.card(card)
        if reply.notice:
            self.say(reply.notice, style="" if reply.cards else "bold")
        self.choices(reply.choices)
        if reply.outcome is Outcome.UNKNOWN and not reply.notice:
            self.say(translated(UNKNOWN), style="bold")

    def choices(self, choices: Sequence[Choice]) -> None:
        """What the bot asks back, numbered from 1."""
        for number, choice in enumerate(choices, start=1):
            self._hanging(Text(f"  {number} ", style="bold cyan"), Text(one_line(choice.label)))

    def card(self, card: Card, *, uncovered: bool = False) -> None:
        """One fact; only that there is one, where it gives the story away and nobody asked to see it."""
        if self._covers(card, uncovered):
            return
        self.say(card.text, style="bold")
        for label, value in self._details(card):
            self._detail(label, value)

    def sources(self, card: Card, *, uncovered: bool = False) -> None:
        """Where a fact was read, all of it; titles give away what the fact does."""
        if self._covers(card, uncovered):
            return
        if not card.sources:
            self.say("No source is kept for this.")
        for label, value in self._sources(card, card.sources):
            self._detail(label, value)

    def history(self, card: Card, *, uncovered: bool = False) -> None:
        """Every date that was announced, oldest first."""
        if self._covers(card, uncovered):
            return
        if not card.announced:
            self.say("This never had another date.")
        for number, line in enumerate(card.announced, start=1):
            self._hanging(Text(f"  {number}. "), Text(one_line(line)))

    def facts(self, cards: Sequence[Card]) -> None:
        """A list of facts, one line each, under their topics; what gives the story away is covered."""
        topic = ""
        for card in cards:
            if card.fact.topic != topic:
                topic = card.fact.topic
                self.say(topic, style="bold cyan")
            covered = card.covered and not self._spoilers
            text = "(gives the story away; ask for it)" if covered else one_line(card.text)
            self._hanging(Text("  "), Text(text, style="dim" if covered else ""))

    def explanation(self, explanation: Explanation) -> None:
        """Why the answer is what it is: what was understood, the candidates, the verdict."""
        width = 2 + max((len(name) for name, _ in explanation.understood), default=0)
        for name, value in explanation.understood:
            self._detail(name, Text(one_line(value)), width)
        for each in explanation.candidates:
            # Factors, not summands: the score is their product.
            parts = ", ".join(f"{name} {factor:.2f}" for name, factor in each.contributions)
            note = f" ({each.note})" if each.note else ""
            candidate = Text(one_line(f"{each.score:.3f} {each.fact.id}: {parts}{note}"), style="dim")
            self._hanging(Text("  "), candidate)
        self._detail("Verdict", Text(one_line(explanation.verdict)), width)

    def _covers(self, card: Card, uncovered: bool) -> bool:
        """Whether a card is covered, and nobody asked to see it; then only that there is something is said."""
        if not card.covered or uncovered or self._spoilers:
            return False
        much = "gives much of the story away" if card.spoiler is Spoiler.MAJOR else "gives some of the story away"
        self.say(f"I know this, but it {much} ({one_line(card.title)}).", style="bold")
        return True

    def _details(self, card: Card) -> Iterator[tuple[str, Text]]:
        yield "About", Text(f"{one_line(card.title)}, {one_line(card.fact.topic)}")
        if card.when is not None and (dated := _date(card.when)):
            yield "Date", Text(dated)
        if card.moved_from:
            yield "Moved", Text(_moved(card))
        if card.place is not None:
            yield "Place", Text(_place(card))
        status = one_line(card.status_words)
        small_print = card.credits(_SOURCES)
        checked = f", {one_line(small_print.checked)}" if small_print.checked else ""
        yield "Status", Text.assemble((status, _STATUS.get(card.status.value, "")), checked)
        if card.own_version:
            yield "Note", Text(one_line(card.own_version))
        yield from self._sources(card, small_print.sources)

    def _sources(self, card: Card, shown: Sequence[SourceLine]) -> Iterator[tuple[str, Text]]:
        for source in shown:
            line = Text(one_line(source.title))
            if source.date:
                line.append(f", {one_line(source.date)}")
            url = one_line(source.url) if source.url else ""
            if url and not self._console.is_terminal:
                line.append(f" {url}")
            yield "Source", line
            if url and self._console.is_terminal:
                yield "", Text(url, style=f"blue underline link {url}")
        if len(card.sources) > len(shown):
            yield "", Text(f"and {len(card.sources) - len(shown)} more: /sources")

    def _detail(self, label: str, value: Text, width: int = _LABEL) -> None:
        self._hanging(Text(f"  {label:<{width}}", style="dim"), value)

    def _hanging(self, first: Text, body: Text) -> None:
        """Print a line that starts with ``first``; on a terminal, wrap the rest at words, indented below its start."""
        room = self._console.width - first.cell_len
        # A word that fits nowhere, such as a link, is left whole: cut in two, it cannot be followed or copied.
        longest = max((len(word) for word in body.plain.split()), default=0)
        if not self._console.is_terminal or longest > room:
            self._console.print(Text.assemble(first, body), soft_wrap=True)
            return
        for number, row in enumerate(body.wrap(self._console, room)):
            start = first if number == 0 else Text(" " * first.cell_len)
            self._console.print(Text.assemble(start, row), soft_wrap=True)


def _date(when: When) -> str:
    region = f", {one_line(when.region)}" if when.region else ""
    if when.said:
        return f"{when.distance}{region}" if when.distance else region.removeprefix(", ")
    distance = f" ({when.distance})" if when.distance else ""
    return f"{when.words}{distance}{region}"


def _moved(card: Card) -> str:
    words = one_line(card.moved_from).removeprefix("moved ")
    return f"{words}; {card.moves} moves in all, /history lists them" if card.moves > 1 else words


def _place(card: Card) -> str:
    place = card.place
    assert place is not None
    if place.latitude is None or place.longitude is None:
        return one_line(place.words)
    about = "about " if place.approximate else ""
    return f"{one_line(place.words)} ({about}{place.latitude:.3f}, {place.longitude:.3f})"
