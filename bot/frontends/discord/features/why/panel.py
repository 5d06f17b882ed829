"""Show an explanation: the verdict, what was understood, and the candidates with their scores."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import discord
from discord import ui

from bot.answers.answer import Evidence, Explanation
from bot.desk.cards.spoilers import Teller
from bot.facts.models import Fact
from bot.frontends.discord.components.changes import fitted
from bot.frontends.discord.components.parts import Panel, button, text
from bot.frontends.discord.shared.fact_names import fact_name
from bot.frontends.discord.shared.markdown import escaped_line, shown_line
from bot.frontends.discord.shared.routing.custom_ids import reference
from bot.messages import _, translated

_CANDIDATES = 5
_UNDERSTOOD, _CANDIDATE, _VERDICT = 900, 480, 400


def explanation_panel(question: str, explanation: Explanation, tell: Teller, title_of: Callable[[Fact], str]) -> Panel:
    """Build the panel; each candidate has a button that shows the fact."""
    verdict = _("**Verdict:** {verdict}").format(verdict=escaped_line(explanation.verdict, _VERDICT - 20))
    understood = [
        f"- {escaped_line(translated(name), 40)}: {escaped_line(value, 160)}" for name, value in explanation.understood
    ]
    inside: list[ui.Item[Any]] = [
        text(f"### “{escaped_line(question, 200)}”\n{verdict}"),
        text(fitted([_("**Understood**"), *(understood or [_("- nothing")])], _UNDERSTOOD)),
    ]
    shown = explanation.candidates[:_CANDIDATES]
    inside.append(text(_("**Candidates**, best first") if shown else _("**No candidates:** no fact matches.")))
    for each in shown:
        show = button(_("Show"), "show", reference(each.fact.id), style=discord.ButtonStyle.secondary)
        inside.append(ui.Section(text(_candidate(each, tell, title_of(each.fact)), _CANDIDATE), accessory=show))
    container: ui.Container[Any] = ui.Container(*inside)
    return Panel(container)


def _candidate(evidence: Evidence, tell: Teller, title: str) -> str:
    parts = " · ".join(f"{escaped_line(translated(name), 30)} {share:.2f}" for name, share in evidence.contributions)
    lines = [
        f"**{evidence.score:.2f}** {fact_name(evidence.fact, tell, title)}",
        shown_line(tell(evidence.fact), 100),
        f"-# {parts}",
    ]
    if evidence.note:
        lines.append(f"-# {escaped_line(evidence.note, 100)}")
    return "\n".join(lines)
