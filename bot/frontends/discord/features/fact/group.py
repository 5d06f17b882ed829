"""Further verbs of ``/fact``, each in a file of its own: how they join the group, and which facts they name."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from bot.desk.desk import Desk
from bot.desk.errors import NotFound
from bot.desk.runtime.cooperative import slowly
from bot.desk.state.catalogue import Catalogue
from bot.facts.models import SHARED, Fact, State
from bot.frontends.discord.shared.bot import CallsheetBot
from bot.frontends.discord.shared.custom_ids import is_handle
from bot.frontends.discord.shared.lookup import CHOICES, choices_of, fact_words_of, holds

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
    """Facts as a scope sees them, by words of their title, id or text; in the named states, those first named first."""
    catalogue, wanted = desk.catalogue, typed.strip().casefold()
    about = fact_words_of(catalogue, scope)
    found: dict[State | None, dict[str, Fact]] = {state: {} for state in states or (None,)}
    exact = catalogue.version(wanted, scope)
    if exact is not None:
        found.get(_kind(exact, states), {})[exact.id] = exact
    async for name in slowly(catalogue.ids(scope)):
        fact = catalogue.version(name, scope)
        if fact is not None and holds(about(fact), wanted):
            found.get(_kind(fact, states), {})[fact.id] = fact
        if len(next(iter(found.values()))) >= CHOICES:
            break
    return choices_of(desk, [fact for kind in found.values() for fact in kind.values()], scope)


def _kind(fact: Fact, states: tuple[State, ...]) -> State | None:
    """Which list a fact belongs to: that of its state, or where none are named the only one."""
    return fact.state if states else None
