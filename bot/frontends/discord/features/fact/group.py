"""Let further commands join ``/fact``, and find facts in any state for them."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from bot.desk.desk import Desk
from bot.desk.runtime.cooperative import slowly
from bot.desk.state.catalogue import Catalogue, no_such_fact
from bot.facts.models import SHARED, Fact, State
from bot.frontends.discord.shared.bot import CallsheetBot
from bot.frontends.discord.shared.lookup import CHOICES, choices_of, fact_words_of, holds
from bot.frontends.discord.shared.routing.custom_ids import is_handle

ANY_FACT = app_commands.locale_str("The fact, live or retired: type what it says, or its id")


def join_fact_group(bot: CallsheetBot, verbs: commands.Cog) -> None:
    """Add a cog's commands to ``/fact``.

    Features load in the order of their names, so the module of a command must come after ``fact.cog``.
    """
    group = bot.tree.get_command("fact")
    if not isinstance(group, app_commands.Group):
        raise RuntimeError("set up the feature 'fact.cog' before its further commands")
    for command in verbs.get_app_commands():
        group.add_command(command)


def kept_id(catalogue: Catalogue, typed: str, scope: str) -> str:
    """Find the id of a fact in any state by its id or reference.

    Raises:
        NotFound: there is no such fact.
    """
    short = typed.strip()
    found = catalogue.by_handle(short, scope) if is_handle(short) else short
    if found is None or all(catalogue.exact_version(found, one) is None for one in (scope, SHARED)):
        raise no_such_fact(short)
    return found


async def kept_choices(desk: Desk, typed: str, scope: str, *states: State) -> list[app_commands.Choice[str]]:
    """Suggest facts that a scope sees, by words of their title, id or text.

    Only facts in the given states, in the order of these states; without any, facts in every state.
    """
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
    """Return the list that a fact belongs to: that of its state, or None for the only one."""
    return fact.state if states else None
