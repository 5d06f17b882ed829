"""Show replies and cards: in colour on a terminal, in plain lines in a pipe."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from bot.answers.answer import Choice, Explanation, Outcome
from bot.desk.asking.replies import Reply
from bot.desk.asking.reply_wording import UNKNOWN
from bot.desk.cards.card import Card, SourceLine
from bot.desk.cards.relative_dates import When
from bot.facts.models import Spoiler
from bot.messages import _, ngettext, translated
from bot.plain import harmless, one_line

_LABEL = 11
"""Width of the column of labels. A longer label, in some languages, makes its own line wider."""

_SOURCES = 2
"""Number of sources under an answer. ``/sources`` lists them all."""

_WORD = re.compile(r"\s*\S+\s*")

_STATUS = {"confirmed": "green", "reported": "yellow", "rumour": "magenta", "denied": "red"}


class Screen:
    """Prints replies and cards. All text is made harmless first, and none of it is parsed as markup.

    With ``spoilers``, spoilers are shown instead of covered.
    """

    def __init__(self, console: Console | None = None, *, spoilers: bool = False) -> None:
        self._console = console or Console(highlight=False, markup=False, emoji=False)
        self._spoilers = spoilers

    @property
    def is_terminal(self) -> bool:
        """True for a terminal, False for a pipe or a file."""
        return self._console.is_terminal

    def say(self, text: str, style: str = "") -> None:
        """Print a message. Long lines are wrapped on a terminal, but not in a pipe."""
        for line in harmless(text).splitlines() or [""]:
            self._hanging(Text(), Text(line, style=style))

    def gap(self) -> None:
        """Print an empty line."""
        self._console.print()

    def reply(self, reply: Reply) -> None:
        """Print a reply: cards, a notice, numbered choices, or that the answer is unknown."""
        for card in reply.cards:
            self.card(card)
        if reply.notice:
            self.say(reply.notice, style="" if reply.cards else "bold")
        self.choices(reply.choices)
        if reply.outcome is Outcome.UNKNOWN and not reply.notice:
            self.say(translated(UNKNOWN), style="bold")

    def choices(self, choices: Sequence[Choice]) -> None:
        """Print choices, numbered from 1."""
        for number, choice in enumerate(choices, start=1):
            self._hanging(Text(f"  {number} ", style="bold cyan"), Text(one_line(choice.label)))

    def item(self, text: str) -> None:
        """Print one line of a list."""
        self._hanging(Text("  "), Text(one_line(text)))

    def table(self, rows: Sequence[tuple[str, str]]) -> None:
        """Print rows of two columns. The second column is wrapped on a terminal."""
        width = 2 + max((cell_len(name) for name, _text in rows), default=0)
        for name, text in rows:
            self._detail(name, Text(one_line(text)), width)

    def card(self, card: Card, *, uncovered: bool = False) -> None:
        """Print one fact. A spoiler is only mentioned, unless the reader asked to see it."""
        if self._covers(card, uncovered):
            return
        self.say(card.text, style="bold")
        for label, value in self._details(card):
            self._detail(label, value)

    def sources(self, card: Card, *, uncovered: bool = False) -> None:
        """Print all sources of a fact. Their titles can be spoilers too, so they are covered like the fact."""
        if self._covers(card, uncovered):
            return
        if not card.sources:
            self.say(_("This has no source."))
        for label, value in self._sources(card, card.sources):
            self._detail(label, value)

    def history(self, card: Card, *, uncovered: bool = False) -> None:
        """Print all announced dates, oldest first."""
        if self._covers(card, uncovered):
            return
        if not card.announced:
            self.say(_("I know of no other date for this."))
        for number, line in enumerate(card.announced, start=1):
            self._hanging(Text(f"  {number}. "), Text(one_line(line)))

    def facts(self, cards: Sequence[Card]) -> None:
        """Print a list of facts by topic, one line each. Spoilers are covered."""
        topic = ""
        for card in cards:
            if card.fact.topic != topic:
                topic = card.fact.topic
                self.say(topic, style="bold cyan")
            covered = card.covered and not self._spoilers
            text = _("(a spoiler: ask about it to see it)") if covered else one_line(card.text)
            self._hanging(Text("  "), Text(text, style="dim" if covered else ""))

    def explanation(self, explanation: Explanation) -> None:
        """Print why this is the answer: what was understood, the candidates, the verdict."""
        verdict = _("Verdict")
        understood = [(translated(name), value) for name, value in explanation.understood]
        width = 2 + max(cell_len(name) for name in (verdict, *dict(understood)))
        for name, value in understood:
            self._detail(name, Text(one_line(value)), width)
        for each in explanation.candidates:
            # The score is the product of these factors.
            parts = ", ".join(f"{translated(name)} {factor:.2f}" for name, factor in each.contributions)
            note = f" ({each.note})" if each.note else ""
            candidate = Text(one_line(f"{each.score:.3f} {each.fact.id}: {parts}{note}"), style="dim")
            self._hanging(Text("  "), candidate)
        self._detail(verdict, Text(one_line(explanation.verdict)), width)

    def _covers(self, card: Card, uncovered: bool) -> bool:
        """Return whether a card stays covered. If so, print only that there is a spoiler."""
        if not card.covered or uncovered or self._spoilers:
            return False
        major, minor = (
            _("I know this, but it's a major spoiler for {title}."),
            _("I know this, but it's a spoiler for {title}."),
        )
        words = major if card.spoiler is Spoiler.MAJOR else minor
        self.say(words.format(title=one_line(card.title)), style="bold")
        return True

    def _details(self, card: Card) -> Iterator[tuple[str, Text]]:
        yield _("About"), Text(f"{one_line(card.title)}, {one_line(card.fact.topic)}")
        dates = [words for words in (card.when and _date(card.when), _moved(card)) if words]
        for number, words in enumerate(dates):
            yield "" if number else _("Date"), Text(words)
        if card.place is not None:
            yield _("Place"), Text(_place(card))
        status = one_line(card.status_words)
        small_print = card.credits(_SOURCES)
        checked = f", {one_line(small_print.checked)}" if small_print.checked else ""
        yield _("Status"), Text.assemble((status, _STATUS.get(card.status.value, "")), checked)
        if card.own_version:
            yield _("Note"), Text(one_line(card.own_version))
        yield from self._sources(card, small_print.sources)

    def _sources(self, card: Card, shown: Sequence[SourceLine]) -> Iterator[tuple[str, Text]]:
        for source in shown:
            line = Text(one_line(source.title))
            if source.date:
                line.append(f", {one_line(source.date)}")
            url = one_line(source.url) if source.url else ""
            if url and not self._console.is_terminal:
                line.append(f" {url}")
            yield _("Source"), line
            if url and self._console.is_terminal:
                yield "", Text(url, style=f"blue underline link {url}")
        left = len(card.sources) - len(shown)
        if left:
            more = ngettext("{count} more, see /sources", "{count} more, see /sources", left)
            yield "", Text(more.format(count=left))

    def _detail(self, label: str, value: Text, width: int = _LABEL) -> None:
        space = " " * max(width - cell_len(label), 1)
        self._hanging(Text(f"  {label}{space}", style="dim"), value)

    def _hanging(self, first: Text, body: Text) -> None:
        """Print ``first`` and ``body`` on one line. On a terminal, wrap the body between words with a hanging indent.

        A word that is wider than the terminal, such as a link, isn't cut. Otherwise, nobody could click or copy it.
        """
        if not self._console.is_terminal:
            self._console.print(Text.assemble(first, body), soft_wrap=True)
            return
        room = max(self._console.width - first.cell_len, 1)
        for number, row in enumerate(_rows(body, room)):
            start = first if number == 0 else Text(" " * first.cell_len)
            self._console.print(Text.assemble(start, row), soft_wrap=True)


def _rows(body: Text, room: int) -> Iterator[Text]:
    """Break a line between words, into rows of at most ``room`` columns if the words aren't longer."""
    breaks, used = [], 0
    for word in _WORD.finditer(body.plain):
        if used and used + cell_len(word[0].rstrip()) > room:
            breaks.append(word.start())
            used = 0
        used += cell_len(word[0])
    for row in body.divide(breaks):
        row.rstrip()
        yield row


def _date(when: When) -> str:
    region = one_line(when.region) if when.region else ""
    if when.mentioned:
        return ", ".join(filter(None, (when.distance, region)))
    words = f"{when.words} ({when.distance})" if when.distance else when.words
    return ", ".join(filter(None, (words, region)))


def _moved(card: Card) -> str:
    words = one_line(card.moved_from)
    if not words or card.moves < 2:
        return words
    more = ngettext(
        "{moved}; {count} move in all, see /history",
        "{moved}; {count} moves in all, see /history",
        card.moves,
    )
    return more.format(moved=words, count=card.moves)


def _place(card: Card) -> str:
    place = card.place
    assert place is not None
    words = one_line(place.words)
    if place.latitude is None or place.longitude is None:
        return words
    text = _("{place} (about {latitude}, {longitude})") if place.approximate else _("{place} ({latitude}, {longitude})")
    return text.format(place=words, latitude=f"{place.latitude:.3f}", longitude=f"{place.longitude:.3f}")
