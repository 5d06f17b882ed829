"""Print an evaluation: figures by set and by tag, the worst misses, and how the two splits compare."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from bot.answers.answer import Outcome
from bot.evaluation.scoring import Rates, Result, by_tag, worst
from bot.messages import N_, _, comma_list, translated
from bot.plain import one_line

_PIPED_WIDTH = 400  # columns; wide enough that no line in a file is wrapped, so that it can be searched
_HEADINGS = (N_("right"), N_("offered"), N_("wrong"), N_("silent"), N_("spoke"), N_("asked"))
_ANSWERABLE, _UNANSWERABLE = N_("answerable"), N_("unanswerable")
_SET, _TAG = N_("set"), N_("tag")
_MISS = (N_("verdict"), N_("score"), N_("question"), N_("gold"), N_("answered"))


class Report:
    """Prints with rich on a terminal, and as plain aligned columns to a file or pipe."""

    def __init__(self, console: Console | None = None, notes: Console | None = None) -> None:
        self._console = console or Console(highlight=False)
        self._notes = notes or Console(highlight=False, stderr=True, force_terminal=False)
        self._plain = not self._console.is_terminal
        if self._plain:
            self._console.width = _PIPED_WIDTH

    def _table(self, title: str, *headings: str) -> Table:
        table = Table(title=_shown(title), title_justify="left", box=None if self._plain else box.SIMPLE_HEAD)
        for heading in headings:
            left = heading in {_SET, _TAG, *_MISS} - {"score"}
            table.add_column(translated(heading), justify="left" if left else "right", overflow="fold")
        return table

    def line(self, text: str) -> None:
        """Print a line of text literally."""
        self._console.print(_shown(text), soft_wrap=True)

    def note(self, text: str) -> None:
        """Print a remark to stderr: what was skipped, and what is worse than recorded."""
        self._notes.print(_shown(text), soft_wrap=True)

    def _show(self, table: Table) -> None:
        self._console.print(table)
        self._console.print()

    def figures(self, measured: Mapping[str, Mapping[str, Rates]]) -> None:
        """Print the rates of every set and variant, in per cent of answerable and of unanswerable questions."""
        table = self._table(_("Figures, per cent"), _SET, *_columns())
        for name, variants in measured.items():
            for variant, rates in variants.items():
                table.add_row(f"{_shown(name)}, {variant}", *_cells(rates))
        self._show(table)

    def tags(self, title: str, results: Sequence[Result]) -> None:
        """Print the same rates by tag."""
        table = self._table(_("{title}, by tag").format(title=title), _TAG, *_columns())
        for tag, rates in by_tag(results).items():
            table.add_row(_shown(tag), *_cells(rates))
        self._show(table)

    def misses(self, title: str, results: Sequence[Result], limit: int) -> None:
        """Print the worst misses, if there are any."""
        found = worst(results, limit)
        if not found:
            return
        table = self._table(_("{title}, worst misses").format(title=title), *_MISS)
        for miss in found:
            gold = " | ".join(miss.question.gold) or _("nothing")
            table.add_row(
                miss.verdict, f"{miss.answer.score:.2f}", _shown(miss.typed), _shown(gold), _shown(_answered(miss))
            )
        self._show(table)

    def splits(self, work: Mapping[str, Rates], held: Mapping[str, Rates]) -> None:
        """Compare the split that is worked on with the one that is only scored."""
        for variant in work:
            if variant in held:
                ours, theirs = work[variant], held[variant]
                names = (N_("right"), N_("wrong"), N_("spoke"))
                parts = [f"{translated(name)} {_pair(ours, theirs, name)}" for name in names]
                line = _("work - held, {variant}: {figures}")
                self.line(line.format(variant=variant, figures=comma_list(parts)))


def _columns() -> tuple[str, ...]:
    return (_ANSWERABLE, *_HEADINGS[:4], _UNANSWERABLE, *_HEADINGS[4:])


def _shown(text: str) -> str:
    """Return the text as one line, with nothing that rich reads as markup or a terminal obeys."""
    return escape(one_line(text))


def _pair(work: Rates, held: Rates, name: str) -> str:
    one, other = float(getattr(work, name)), float(getattr(held, name))
    return f"{one:.1f} - {other:.1f} = {one - other:+.1f}"


def _cells(rates: Rates) -> list[str]:
    def share(value: float, of: int) -> str:
        return f"{value:.1f}" if of else "-"

    heard = [share(value, rates.answerable) for value in (rates.right, rates.offered, rates.wrong, rates.silent)]
    unheard = [share(value, rates.unanswerable) for value in (rates.spoke, rates.asked)]
    return [str(rates.answerable), *heard, str(rates.unanswerable), *unheard]


def _answered(miss: Result) -> str:
    facts = ", ".join(fact.id for fact in miss.answer.facts)
    if miss.answer.outcome is Outcome.UNKNOWN:
        return _("unknown")
    if miss.answer.outcome is Outcome.ANSWER:
        return facts
    return _("asked back: {choices}").format(choices=facts or _("which production"))
