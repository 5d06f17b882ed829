"""The report of an import: what would be added, changed, left and refused, and the choice to apply it."""

from __future__ import annotations

from collections.abc import Sequence

import discord

from bot.desk.cards.spoilers import Matter, Teller
from bot.desk.packs.import_plan import Changed, ImportPlan, Left
from bot.desk.state.catalogue import page
from bot.facts.models import Fact, Spoiler
from bot.facts.problems import Problem
from bot.frontends.discord.components.changes import difference_lines, fitted
from bot.frontends.discord.components.pager import PER_PAGE, Entry, Leaf
from bot.frontends.discord.components.parts import Panel, button, rows, text
from bot.frontends.discord.shared.markdown import escaped_line, said_line
from bot.frontends.discord.shared.routes import Press

PARTS = ("refused", "changed", "added", "left", "noted")
"""The parts of a report by the words of its buttons, in the order in which they matter."""

_TITLES = {
    "refused": "Refused",
    "changed": "Would be changed",
    "added": "Would be added",
    "left": "Left as they are",
    "noted": "Worth a look",
}
_FIRST = 6
_LINES_EACH = 3
"""One-line details that make one entry of a page; what changes in a fact takes an entry of its own."""

_LINE = 230
_ROOM = 3600


def report_panel(plan: ImportPlan, tell: Teller) -> Panel:
    """Counts, the first refusals, and Apply / Cancel."""
    lines = [
        f"### Import of {escaped_line(plan.title, 150)}",
        "Nothing was changed yet. This is what the file would do:",
        f"- **{_counted(len(plan.added), 'fact')}** would be added",
        f"- **{_counted(len(plan.changed), 'fact')}** would be changed",
        f"- **{_counted(len(plan.left), 'fact')}** would be left as they are",
        f"- **{_counted(len(plan.refused), 'problem')}** in lines that would be refused",
    ]
    productions = len(plan.productions)
    if productions:
        lines.append(f"- **{_counted(productions, 'production')}** would be added or changed")
    if plan.refused:
        lines += ["**Refused:**", *(_line(each, tell) for each in plan.refused[:_FIRST])]
        more = len(plan.refused) - _FIRST
        lines += [f"- … and {more} more"] if more > 0 else []
    return Panel(text(fitted(lines, _ROOM)), *rows([*_deeds(plan), *_more(plan)]))


def part_page(plan: ImportPlan, part: str, number: int, tell: Teller) -> Leaf:
    """One page of a report's details."""
    held = _held(plan).get(part, ())
    lines = 1 if part == "changed" else _LINES_EACH
    shown = page(held, number, PER_PAGE * lines)
    told = [_line(each, tell) for each in shown.items]
    entries = tuple(Entry("\n".join(told[start : start + lines])) for start in range(0, len(told), lines))
    heading = f"### {_TITLES.get(part, part)} ({len(held)})"
    back = button("Back to the report", "import-back", plan.token)
    return Leaf(heading, entries, shown.number, shown.pages, controls=(back,))


Detail = Fact | Changed | Left | Problem


def _held(plan: ImportPlan) -> dict[str, Sequence[Detail]]:
    return {
        "refused": plan.refused,
        "changed": plan.changed,
        "added": plan.added,
        "left": plan.left,
        "noted": plan.warnings,
    }


def _line(detail: Detail, tell: Teller) -> str:
    match detail:
        case Fact():
            return f"- `{detail.id}`: {said_line(tell(detail), _LINE - 120)}"
        case Left():
            return f"- {escaped_line(detail.where, 40)} `{detail.id}`: {escaped_line(detail.why, _LINE - 120)}"
        case Changed():
            say = tell.about(detail.after, detail.before)
            return fitted([f"**`{detail.after.id}`**", *difference_lines(detail.differences, 5, say, 180)], 700)
        case _:
            return _problem(detail, tell)


def _problem(problem: Problem, tell: Teller) -> str:
    """What is wrong, quoting the record, which is covered like the fact that it would be."""
    place = f"{escaped_line(problem.place, 100)}: " if problem.place else ""
    about = Matter(Spoiler.MAJOR if problem.spoiler else Spoiler.NONE)
    return f"- {place}{said_line(tell(about, problem.sentence()), _LINE - len(place))}"


def _deeds(plan: ImportPlan) -> list[Press]:
    label = "Apply without the refused" if plan.refused else "Apply"
    apply = button(label, "import-apply", plan.token, style=discord.ButtonStyle.success, disabled=plan.empty)
    return [apply, button("Cancel", "import-not", plan.token, style=discord.ButtonStyle.danger)]


def _more(plan: ImportPlan) -> list[Press]:
    held = _held(plan)
    return [
        button(f"{_TITLES[part]} ({len(held[part])})", "import-part", plan.token, part) for part in PARTS if held[part]
    ]


def _counted(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"
