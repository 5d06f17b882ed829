"""Show the report of an import: what would be added, changed, kept and refused, with a button to apply it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import discord

from bot.desk.cards.spoilers import OtherContent, Teller
from bot.desk.packs.import_plan import Changed, ImportPlan, Skipped
from bot.desk.state.catalogue import page
from bot.facts.models import Fact, Spoiler
from bot.facts.problems import Problem
from bot.frontends.discord.components.changes import difference_lines, fitted
from bot.frontends.discord.components.pager import PER_PAGE, ListItem, ListPage
from bot.frontends.discord.components.parts import Panel, button, rows, text
from bot.frontends.discord.shared.fact_names import fact_name
from bot.frontends.discord.shared.markdown import escaped_line, shown_line
from bot.frontends.discord.shared.routing.routes import RoutedButton
from bot.messages import N_, _, translated

PARTS = ("refused", "changed", "added", "left", "noted")
"""The parts of a report as custom ids name them, most important first."""

_TITLES = {
    "refused": N_("Refused"),
    "changed": N_("Changed"),
    "added": N_("New"),
    "left": N_("Unchanged"),
    "noted": N_("Warnings"),
}
_FIRST = 6
_LINES_EACH = 3
"""Number of one-line details that share one item of a page. A changed fact has its own item."""

_LINE = 230
_ROOM = 3600


def report_panel(plan: ImportPlan, tell: Teller) -> Panel:
    """Show the counts, the first problems, and buttons to apply, cancel and see details."""
    lines = [
        _("### Import of {title}").format(title=escaped_line(plan.title, 150)),
        _("**Nothing has changed yet.** The file would do this:"),
        _("- New facts: **{count}**").format(count=len(plan.added)),
        _("- Changed facts: **{count}**").format(count=len(plan.changed)),
        _("- Unchanged facts: **{count}**").format(count=len(plan.skipped)),
        _("- Problems in refused lines: **{count}**").format(count=len(plan.refused)),
    ]
    productions = len(plan.productions)
    if productions:
        lines.append(_("- New or changed films and shows: **{count}**").format(count=productions))
    if plan.refused:
        lines += [_("**Refused:**"), *(_problem(each, tell) for each in plan.refused[:_FIRST])]
        more = len(plan.refused) - _FIRST
        lines += [_("- … and {count} more").format(count=more)] if more > 0 else []
    return Panel(text(fitted(lines, _ROOM)), *rows([*_decisions(plan), *_detail_buttons(plan)]))


def part_page(plan: ImportPlan, part: str, number: int, tell: Teller, title_of: Callable[[Fact], str]) -> ListPage:
    """Build one page of a report's details. ``title_of`` returns the title of a fact's production in the store."""
    details = _details_by_part(plan).get(part, ())
    lines = 1 if part == "changed" else _LINES_EACH
    shown = page(details, number, PER_PAGE * lines)
    written = [_line(each, tell, _titles(plan, title_of)) for each in shown.items]
    items = tuple(ListItem("\n".join(written[start : start + lines])) for start in range(0, len(written), lines))
    heading = f"### {translated(_TITLES.get(part, part))} ({len(details)})"
    back = button(_("Back to the report"), "import-back", plan.token)
    return ListPage(heading, items, shown.number, shown.pages, controls=(back,))


Detail = Fact | Changed | Skipped | Problem


def _details_by_part(plan: ImportPlan) -> dict[str, Sequence[Detail]]:
    return {
        "refused": plan.refused,
        "changed": plan.changed,
        "added": plan.added,
        "left": plan.skipped,
        "noted": plan.warnings,
    }


def _titles(plan: ImportPlan, title_of: Callable[[Fact], str]) -> Callable[[Fact], str]:
    """Return a function that returns the title of a fact's production, even if the file adds or renames it."""
    named = {each.id: each.title for each in plan.productions}
    return lambda fact: named.get(fact.production) or title_of(fact)


def _line(detail: Detail, tell: Teller, title_of: Callable[[Fact], str]) -> str:
    match detail:
        case Fact():
            return f"- {fact_name(detail, tell, title_of(detail))}: {shown_line(tell(detail), _LINE - 120)}"
        case Skipped():
            name, why = escaped_line(tell.name(detail.id), 170), escaped_line(detail.why, _LINE - 120)
            return f"- {escaped_line(detail.where, 40)}, {name}: {why}"
        case Changed():
            say = tell.about(detail.after, detail.before)
            name = fact_name(detail.after, tell, title_of(detail.after), detail.before)
            return fitted([name, *difference_lines(detail.differences, 5, say, 180)], 700)
        case _:
            return _problem(detail, tell)


def _problem(problem: Problem, tell: Teller) -> str:
    """Say what is wrong. The text quotes the record, so it is covered like the record's fact would be."""
    place = f"{escaped_line(problem.place, 100)}: " if problem.place else ""
    about = OtherContent(Spoiler.MAJOR if problem.spoiler else Spoiler.NONE)
    return f"- {place}{shown_line(tell(about, problem.sentence()), _LINE - len(place))}"


def _decisions(plan: ImportPlan) -> list[RoutedButton]:
    label = _("Apply without refused lines") if plan.refused else _("Apply")
    apply = button(label, "import-apply", plan.token, style=discord.ButtonStyle.success, disabled=plan.empty)
    return [apply, button(_("Cancel"), "import-not", plan.token, style=discord.ButtonStyle.danger)]


def _detail_buttons(plan: ImportPlan) -> list[RoutedButton]:
    details = _details_by_part(plan)
    return [
        button(f"{translated(_TITLES[part])} ({len(details[part])})", "import-part", plan.token, part)
        for part in PARTS
        if details[part]
    ]
