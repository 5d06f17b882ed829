"""The steps of ``/setup``, from invitation to a first answered question; each has few controls and says why."""

from __future__ import annotations

from typing import Any

import discord
from discord import ui

from bot.desk.access.settings import ServerSettings
from bot.frontends.discord.components.forms import Form, line
from bot.frontends.discord.components.parts import Panel, button, rows, text
from bot.frontends.discord.features.settings.panel import default, entity, mentions, spoilers, summary
from bot.frontends.discord.shared.markdown import escaped_line
from bot.frontends.discord.shared.routes import Press

STEPS = ("who", "where", "what", "keep", "ask")
"""The steps in their order, as custom ids name them."""

FIRST_QUESTION = "setup-asked"

_SAID = {
    "who": (
        "**Who looks after the facts?** Choose roles whose members may. Those with Manage Server may anyway. Discord "
        "shows them the commands once you allow it: Server Settings, Integrations, Callsheet."
    ),
    "where": "**Where do I answer?** /ask works wherever members may use commands; mentions as you choose here.",
    "what": "**What is this server about?** Questions that name no film or show then mean the one you choose.",
    "keep": (
        "**How do you hear of things?** Every Monday a digest of what was asked, missing, due and changed; and a log "
        "of every change. I need to be allowed to see the channels and write there."
    ),
    "ask": "**Try it.** Ask a first question; you alone see the answer here.",
}


def step_panel(step: str, settings: ServerSettings, production: str, example: str) -> Panel:
    """One step with its controls, and the ways to its neighbours. ``example`` is a question that has an answer."""
    number = STEPS.index(step)
    inside: list[ui.Item[Any]] = [text(f"### Setup, step {number + 1} of {len(STEPS)}\n{_SAID[step]}")]
    match step:
        case "who":
            inside += [*entity("moderator_roles", settings, step), *entity("curator_roles", settings, step)]
        case "where":
            inside += [*entity("answer_channels", settings, step), *rows([mentions(settings, step)])]
        case "what":
            inside += [*rows([default(production, step)]), spoilers(settings, step)]
        case "keep":
            inside += [*entity("digest_channel", settings, step), *entity("log_channel", settings, step)]
        case _:
            inside.append(text(summary(settings, production)))
            inside.append(text(_example(example)))
    container: ui.Container[Any] = ui.Container(*inside)
    return Panel(container, *rows(_ways(number, asks=bool(example))))


def question_form(example: str) -> Form:
    """The first question, filled in with one that has an answer."""
    return Form(
        "A first question", [line("question", "Your question", value=example, limit=300, needed=True)], FIRST_QUESTION
    )


def finished(settings: ServerSettings, production: str) -> str:
    """What was set, and where to go on."""
    lines = [
        "### That is all. I am ready",
        summary(settings, production),
        "/settings changes any of it. /queue shows what people ask and I cannot answer; /fact add writes it. "
        "/help lists the rest.",
    ]
    return "\n".join(lines)


def _ways(number: int, *, asks: bool) -> list[Press]:
    ways = []
    if number:
        ways.append(button("Back", "setup", STEPS[number - 1]))
    if number + 1 < len(STEPS):
        ways.append(button("Next", "setup", STEPS[number + 1], style=discord.ButtonStyle.primary))
    else:
        if asks:
            ways.append(button("Ask a question", "setup-ask", style=discord.ButtonStyle.primary))
        ways.append(button("Finish", "setup-end", style=discord.ButtonStyle.success))
    return ways


def _example(example: str) -> str:
    if not example:
        return "I hold no facts yet. /pack import brings in a file; /production add, then /fact add, write the first."
    return f"For example: *{escaped_line(example, 200)}*"
