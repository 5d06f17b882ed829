"""Further verbs of ``/fact``, each in a file of its own: how they join the group, and which facts they name."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from bot.desk.catalogue import Catalogue
from bot.desk.desk import Desk
from bot.desk.errors import NotFound
from bot.facts.models import SHARED, Fact, State
from bot.frontends.discord.client import CallsheetBot
from bot.frontends.discord.finding import CHOICE, CHOICES
from bot.frontends.discord.ids import reference, resolve
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
    every = {fact.id: None for one in (scope, SHARED) for fact in catalogue.every_version(one)}
    found = resolve(typed.strip(), every)
    if found is None or found not in every:
        raise NotFound(f"I hold no fact {typed.strip()[:120]!r}. /facts lists what I hold.")
    return found


def kept_choices(desk: Desk, typed: str, scope: str, *states: State) -> list[app_commands.Choice[str]]:
    """Facts as a scope sees them, by what was typed of their id or text; in the named states, or in all."""
    wanted = typed.strip().casefold()
    names = {fact.id: None for one in (scope, SHARED) for fact in desk.catalogue.every_version(one)}
    seen = (fact for name in names if (fact := desk.catalogue.version(name, scope)) is not None)
    found = (
        fact
        for fact in seen
        if (not states or fact.state in states) and wanted in f"{fact.id} {fact.subject} {fact.text}".casefold()
    )
    return [
        app_commands.Choice(name=one_line(_label(fact), CHOICE), value=reference(fact.id, CHOICE))
        for fact, _ in zip(found, range(CHOICES), strict=False)
    ]


def _label(fact: Fact) -> str:
    state = "" if fact.state is State.LIVE else f" [{fact.state}]"
    return f"{fact.topic}{state}: {fact.text}"
