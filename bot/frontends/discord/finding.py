"""From what a person typed or a custom id says to the production or fact that is meant, as their server sees it."""

from __future__ import annotations

from collections.abc import Iterable

from discord import app_commands

from bot.desk.catalogue import Catalogue
from bot.desk.desk import Desk
from bot.desk.drafts import TOPICS
from bot.desk.errors import NotFound
from bot.desk.slowly import slowly
from bot.desk.spoilers import Outlet, Reader, mentions
from bot.facts.models import Fact, Production, slug
from bot.frontends.discord.ids import is_handle, reference, resolve
from bot.frontends.discord.text import clipped, one_line

CHOICES = 25
CHOICE = 100
"""Discord's limits for an autocompletion: choices, and characters of a name or value."""


def fact_id(catalogue: Catalogue, short: str, scope: str) -> str:
    """The fact that a reference names. Raises ``NotFound`` where it is a handle that leads nowhere."""
    found = catalogue.by_handle(short, scope) if is_handle(short) else short
    if found is None:
        raise NotFound("That fact is no longer there. Ask again for what there is now.")
    return found


def production_id(catalogue: Catalogue, typed: str | None, scope: str) -> str | None:
    """The id of a production by its id, reference or any of its names; None where nothing was typed.

    Raises:
        NotFound: there is no such production; the message names the nearest.
    """
    if not typed:
        return None
    found = resolve(typed, (production.id for production in catalogue.productions(scope)))
    return catalogue.production(found or typed, scope).id


def topic_id(catalogue: Catalogue, typed: str | None, scope: str) -> str | None:
    """The topic that was typed, as a slug, or that a reference names; None where nothing was typed."""
    if not typed:
        return None
    if is_handle(typed):
        return resolve(typed, catalogue.topics(scope)) or typed
    return slug(typed) or typed


def production_choices(catalogue: Catalogue, typed: str, scope: str) -> list[app_commands.Choice[str]]:
    """Productions that what was typed so far may become: those whose names begin so, hold it, or are like it."""
    wanted = typed.strip().casefold()
    every = catalogue.productions(scope)
    if not wanted:
        return _choices(every)
    begin = [each for each in every if any(name.startswith(wanted) for name in _names(each))]
    hold = [each for each in every if any(wanted in name for name in _names(each))]
    return _choices([*begin, *hold, *catalogue.nearest_productions(typed, scope, CHOICES)])


def topic_choices(
    catalogue: Catalogue, typed: str, scope: str, production: str | None = None, *, known: bool = False
) -> list[app_commands.Choice[str]]:
    """Topics that there are facts on, with how many; those that begin with what was typed.

    ``known`` adds the topics that every store knows, also where nothing is held on them yet.
    """
    wanted = typed.strip().casefold()
    counts = catalogue.topics(scope, production)
    every = dict.fromkeys((*counts, *(TOPICS if known else ())))
    return [
        app_commands.Choice(name=clipped(f"{topic} ({counts.get(topic, 0)})", CHOICE), value=reference(topic, CHOICE))
        for topic in every
        if topic.startswith(wanted)
    ][:CHOICES]


async def fact_choices(desk: Desk, typed: str, scope: str) -> list[app_commands.Choice[str]]:
    """Facts that a moderator may mean: by id, by words that they hold, then by likeness."""
    wanted, tell = typed.strip(), desk.spoilers.at(Outlet.PICK, Reader(scope))
    hold: list[Fact] = []
    async for fact in slowly(desk.catalogue.facts(scope)):
        if mentions(fact, wanted):
            hold.append(fact)
            if len(hold) == CHOICES:
                break
    like = desk.engine.similar(typed, production=None, scope=scope, limit=CHOICES) if len(hold) < 5 and wanted else []
    found = {fact.id: fact for fact in (*hold, *(fact for fact, _ in like))}
    return [
        app_commands.Choice(
            name=one_line(f"{fact.topic}: {tell.label(fact)}", CHOICE), value=reference(fact.id, CHOICE)
        )
        for fact in found.values()
    ][:CHOICES]


def text_choices(texts: Iterable[str]) -> list[app_commands.Choice[str]]:
    """Texts as choices within Discord's limits: 25, unique, 1 to 100 characters."""
    tidy = dict.fromkeys(one_line(each, CHOICE) for each in texts)
    return [app_commands.Choice(name=each, value=each) for each in tidy if each][:CHOICES]


def _choices(productions: Iterable[Production]) -> list[app_commands.Choice[str]]:
    by_name: dict[str, str] = {}
    for each in dict.fromkeys(productions):
        name = one_line(each.title, CHOICE)
        value = reference(each.id, CHOICE)
        if by_name.setdefault(name, value) != value:
            # Two of the same title are told apart by their ids.
            suffix = f" ({clipped(each.id, 40)})"
            by_name[clipped(name, CHOICE - len(suffix)) + suffix] = value
    return [app_commands.Choice(name=name, value=value) for name, value in list(by_name.items())[:CHOICES]]


def _names(production: Production) -> list[str]:
    return [name.casefold() for name in (production.title, *production.aliases)]
