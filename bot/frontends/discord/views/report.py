"""The report of an import: what would be added, changed, left and refused, and the choice to apply it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import discord

from bot.desk.packs import ImportPlan
from bot.facts.problems import Problem
from bot.frontends.discord.routes import Press
from bot.frontends.discord.text import escaped_line
from bot.frontends.discord.views.changes import fitted
from bot.frontends.discord.views.pager import Entry, Leaf
from bot.frontends.discord.views.parts import Panel, button, rows, text

LINES = 15
"""Lines on one page of details."""

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
_LINE = 230
_ROOM = 3600


def report_panel(plan: ImportPlan) -> Panel:
    """Counts, the first refusals, and Apply / Cancel."""
    lines = [
        f"### Import of {escaped_line(plan.title, 150)}",
        "Nothing was changed yet. This is what the file would do:",
        f"- **{_counted(len(plan.added), 'fact')}** would be added",
        f"- **{_counted(len(plan.changed), 'fact')}** would be changed",
        f"- **{_counted(len(plan.left), 'fact')}** would be left as they are",
        f"- **{_counted(len(plan.refused), 'problem')}** of lines that are refused",
    ]
    productions = len(plan.productions)
    if productions:
        lines.append(f"- **{_counted(productions, 'production')}** would be added or changed")
    if plan.refused:
        lines += ["**Refused:**", *islice(_problems(plan.refused), _FIRST)]
        more = len(plan.refused) - _FIRST
        lines += [f"- … and {more} more"] if more > 0 else []
    return Panel(text(fitted(lines, _ROOM)), *rows([*_deeds(plan), *_more(plan)]))


def part_page(plan: ImportPlan, part: str, number: int) -> Leaf:
    """One page of a report's details."""
    every = list(_lines(plan, part))
    pages = max(1, -(-len(every) // LINES))
    number = min(max(1, number), pages)
    shown = every[(number - 1) * LINES : number * LINES]
    heading = f"### {_TITLES.get(part, part)} ({len(every)})"
    # One entry a few lines long keeps a page far below Discord's limits.
    entries = tuple(Entry("\n".join(shown[start : start + 3])) for start in range(0, len(shown), 3))
    return Leaf(heading, entries, number, pages, controls=(button("Back to the report", "import-back", plan.token),))


def _lines(plan: ImportPlan, part: str) -> Iterator[str]:
    match part:
        case "refused":
            yield from _problems(plan.refused)
        case "noted":
            yield from _problems(plan.warnings)
        case "added":
            for fact in plan.added:
                yield f"- `{fact.id}`: {escaped_line(fact.text, _LINE - 120)}"
        case "left":
            for each in plan.left:
                yield f"- {escaped_line(each.where, 40)} `{each.id}`: {escaped_line(each.why, _LINE - 120)}"
        case _:
            for changed in plan.changed:
                for difference in changed.differences:
                    for line in difference.lines():
                        yield f"- `{changed.after.id}` {escaped_line(line, _LINE - 60)}"


def _problems(problems: tuple[Problem, ...]) -> Iterator[str]:
    for problem in problems:
        yield f"- {escaped_line(str(problem), _LINE)}"


def _deeds(plan: ImportPlan) -> list[Press]:
    label = "Apply without the refused" if plan.refused else "Apply"
    apply = button(label, "import-apply", plan.token, style=discord.ButtonStyle.success, disabled=plan.empty)
    return [apply, button("Cancel", "import-not", plan.token, style=discord.ButtonStyle.danger)]


def _more(plan: ImportPlan) -> list[Press]:
    held = {
        "refused": plan.refused,
        "changed": plan.changed,
        "added": plan.added,
        "left": plan.left,
        "noted": plan.warnings,
    }
    return [
        button(f"{_TITLES[part]} ({len(held[part])})", "import-part", plan.token, part) for part in PARTS if held[part]
    ]


def _counted(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"
