"""Build the steps of ``/setup``. Each has few controls and says what they are for."""

from __future__ import annotations

from typing import Any

import discord
from discord import ui

from bot.desk.access.settings import ServerSettings
from bot.frontends.discord.components.forms import Form, line
from bot.frontends.discord.components.parts import Panel, button, rows, text
from bot.frontends.discord.features.settings.panel import default, entity, mentions, spoilers, summary
from bot.frontends.discord.shared.markdown import escaped_line
from bot.frontends.discord.shared.routing.routes import RoutedButton
from bot.messages import N_, _, translated

STEPS = ("who", "where", "what", "keep", "ask")
"""The steps in order, as custom ids name them."""

FIRST_QUESTION = "setup-asked"

_INTRODUCTIONS = {
    "who": N_(
        "**Who looks after the facts?** Choose their roles. Members with Manage Server always can.\n"
        "-# To show them the commands: Server Settings, Integrations, Callsheet"
    ),
    "where": N_("**Where do I answer mentions?** /ask works wherever members may use commands."),
    "what": N_("**What is this server about?** I assume this film or show if a question names none."),
    "keep": N_(
        "**Where do I report?** A digest every Monday, and a log of every change.\n"
        "-# I need View Channel and Send Messages there"
    ),
    "ask": N_("**Try it.** Ask a first question. Only you see the answer."),
}


def step_panel(step: str, settings: ServerSettings, production: str, example: str) -> Panel:
    """Build one step, with buttons to its neighbours. ``example`` is a question that has an answer, or empty."""
    number = STEPS.index(step)
    heading = _("### Setup, step {number} of {count}").format(number=number + 1, count=len(STEPS))
    inside: list[ui.Item[Any]] = [text(f"{heading}\n{translated(_INTRODUCTIONS[step])}")]
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
    """Build the form for the first question, filled in with ``example``."""
    question = line("question", _("Your question"), value=example, limit=300, needed=True)
    return Form(_("A first question"), [question], FIRST_QUESTION)


def finished(settings: ServerSettings, production: str) -> str:
    """List what was set and what to do next."""
    lines = [
        _("### All set!"),
        summary(settings, production),
        _("- /settings changes any of this\n- /queue shows what I couldn't answer\n- /fact add writes a fact"),
        _("- /help lists everything else"),
    ]
    return "\n".join(lines)


def _ways(number: int, *, asks: bool) -> list[RoutedButton]:
    ways = []
    if number:
        ways.append(button(_("Back"), "setup", STEPS[number - 1]))
    if number + 1 < len(STEPS):
        ways.append(button(_("Next"), "setup", STEPS[number + 1], style=discord.ButtonStyle.primary))
    else:
        if asks:
            ways.append(button(_("Ask a question"), "setup-ask", style=discord.ButtonStyle.primary))
        ways.append(button(_("Finish"), "setup-end", style=discord.ButtonStyle.success))
    return ways


def _example(example: str) -> str:
    if not example:
        return _("I have no facts yet. Import a file with /pack import, or use /production add and then /fact add.")
    return _("For example: *{question}*").format(question=escaped_line(example, 200))
