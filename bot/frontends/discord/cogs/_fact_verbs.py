"""Further verbs of ``/fact``, each in a file of its own: how they join the group, and which facts they name."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from bot.desk.catalogue import Catalogue
from bot.desk.desk import Desk
from bot.desk.errors import NotFound
from bot.desk.slowly import slowly
from bot.desk.spoilers import Outlet, Reader, Teller, mentions
from bot.facts.models import SHARED, Fact, State
from bot.frontends.discord.client import CallsheetBot
from bot.frontends.discord.finding import CHOICE, CHOICES
from bot.frontends.discord.ids import is_handle, reference
from bot.frontends.discord.text import one_line

ANY_FACT = "Which fact, retired ones too: begin to type what it says, or its id"


def join_fact_group(bot: CallsheetBot, verbs: commands.Cog) -> None:
    """Add a cog's commands to ``/fact``. Features load by name, so that a verb's file has to come after ``fact``."""
    group = bot.tree.get_command("fact")
    if not isinstance(group, app_commands.Group):
        raise RuntimeError("the feature 'fact' has to be set up before its further verbs")
    for command in verbs.get_app_commands():
        group.add_command(command)


def kept_id(catalogue: Catalogue, typed: str, scope: str) -> str:
    """The id of a fact in whatever state, by its id or reference. Raises ``NotFound``."""
    short = typed.strip()
    found = catalogue.by_handle(short, scope) if is_handle(short) else short
    if found is None or all(catalogue.held(found, one) is None for one in (scope, SHARED)):
        raise NotFound(f"I hold no fact {short[:120]!r}. /facts lists what I hold.")
    return found


async def kept_choices(desk: Desk, typed: str, scope: str, *states: State) -> list[app_commands.Choice[str]]:
    """Facts as a scope sees them, by what was typed of their id or text; in the named states, or in all."""
    tell = desk.spoilers.at(Outlet.PICK, Reader(scope))
    found: list[app_commands.Choice[str]] = []
    async for name in slowly(desk.catalogue.ids(scope)):
        fact = desk.catalogue.version(name, scope)
        if fact is None or (states and fact.state not in states):
            continue
        if mentions(fact, typed):
            label = one_line(_label(fact, tell), CHOICE)
            found.append(app_commands.Choice(name=label, value=reference(fact.id, CHOICE)))
        if len(found) == CHOICES:
            break
    return found


def _label(fact: Fact, tell: Teller) -> str:
    state = "" if fact.state is State.LIVE else f" [{fact.state}]"
    return f"{fact.topic}{state}: {tell.label(fact)}"
