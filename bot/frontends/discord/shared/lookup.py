"""Find the film, show or fact that a person typed or a custom id names, as their server sees it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from discord import app_commands

from bot.desk.cards.choice_names import Candidate, choice_names, fact_names, production_names, visible
from bot.desk.cards.spoilers import Outlet, Reader
from bot.desk.desk import Desk
from bot.desk.errors import NotFound
from bot.desk.runtime.cooperative import slowly
from bot.desk.state.catalogue import Catalogue
from bot.facts.models import Fact, Production, slug
from bot.frontends.discord.shared.markdown import label_line
from bot.frontends.discord.shared.routing.custom_ids import is_handle, reference, resolve
from bot.messages import _

CHOICES = 25
CHOICE = 100
"""Discord's limits for autocomplete: number of choices, and length of a choice's name or value."""


def fact_id(catalogue: Catalogue, short: str, scope: str) -> str:
    """Return the id of the fact that a reference names. Raises ``NotFound`` if it is a handle of no fact."""
    found = catalogue.by_handle(short, scope) if is_handle(short) else short
    if found is None:
        raise NotFound(_("That fact is no longer there. Ask again to see what there is now."))
    return found


def production_id(catalogue: Catalogue, typed: str | None, scope: str) -> str | None:
    """Return the id of a production by its id, reference or any of its names, or None if nothing was typed.

    Raises:
        NotFound: there is no such production (the message names the nearest), or several have this title.
    """
    if not typed:
        return None
    found = resolve(typed, (production.id for production in catalogue.productions(scope)))
    if found is not None and catalogue.find_production(found, scope) is None:
        _refuse_if_several(catalogue, found, scope)
    return catalogue.production(found or typed, scope).id


def production_name(catalogue: Catalogue, production: str, scope: str) -> str:
    """Return a production's title for a form, or its id if another one has the same title or name."""
    title = catalogue.production(production, scope).title
    called = [each.id for each in catalogue.productions(scope) if title.strip().casefold() in _names(each)]
    return title if called == [production] else production


def _refuse_if_several(catalogue: Catalogue, typed: str, scope: str) -> None:
    wanted = typed.strip().casefold()
    alike = [each.id for each in catalogue.productions(scope) if each.title.strip().casefold() == wanted]
    if len(alike) > 1:
        raise NotFound(
            _(
                "{count} films or shows are called “{title}”: {ids}. Choose one from the list that opens while you "
                "type, or write its id."
            ).format(count=len(alike), title=typed.strip()[:100], ids=", ".join(alike[:5])),
            tuple(alike),
        )


def topic_id(catalogue: Catalogue, typed: str | None, scope: str) -> str | None:
    """Return the topic that was typed, as a slug, or that a reference names. None if nothing was typed."""
    if not typed:
        return None
    if is_handle(typed):
        return resolve(typed, catalogue.topics(scope)) or typed
    return slug(typed) or typed


def production_choices(catalogue: Catalogue, typed: str, scope: str) -> list[app_commands.Choice[str]]:
    """Complete a production: names that start with what was typed, then names that contain it, then similar ones."""
    wanted = typed.strip().casefold()
    every = catalogue.productions(scope)
    if not wanted:
        return _productions(every)
    begin = [each for each in every if any(name.startswith(wanted) for name in _names(each))]
    hold = [each for each in every if any(wanted in name for name in _names(each))]
    return _productions([*begin, *hold, *catalogue.nearest_productions(typed, scope, CHOICES)])


def topic_choices(
    catalogue: Catalogue, typed: str, scope: str, production: str | None = None, *, known: Iterable[str] = ()
) -> list[app_commands.Choice[str]]:
    """Complete a topic, among those that have facts, each with the number of facts.

    ``known`` adds topics that may have no facts yet.
    """
    wanted = typed.strip().casefold()
    counts = catalogue.topics(scope, production)
    every = dict.fromkeys((*counts, *known))
    found = [topic for topic in every if topic.startswith(wanted)][:CHOICES]
    names = choice_names([Candidate(f"{topic} ({counts.get(topic, 0)})", (), topic) for topic in found], CHOICE)
    return _choices(names, found)


async def fact_choices(desk: Desk, typed: str, scope: str) -> list[app_commands.Choice[str]]:
    """Complete a fact for a moderator. Each choice has a unique name; see `find_facts`."""
    return choices_of(desk, await find_facts(desk, typed, scope), scope)


async def find_facts(desk: Desk, typed: str, scope: str) -> list[Fact]:
    """Find up to 25 facts: the one with that id, then those that contain every word, then similar ones."""
    wanted = typed.strip().casefold()
    exact = desk.catalogue.find_fact(wanted, scope) if wanted else None
    hold = [] if exact is None else [exact]
    about = fact_words_of(desk.catalogue, scope)
    async for fact in slowly(desk.catalogue.facts(scope)):
        if holds(about(fact), wanted):
            hold.append(fact)
            if len(hold) > CHOICES:
                break
    like = desk.answers.similar(typed, production=None, scope=scope, limit=CHOICES) if len(hold) < 5 and wanted else []
    found = {fact.id: fact for fact in (*hold, *(fact for fact, _ in like))}
    return list(found.values())[:CHOICES]


def choices_of(desk: Desk, facts: Sequence[Fact], scope: str) -> list[app_commands.Choice[str]]:
    """Return the first 25 facts as choices for a moderator, each with a unique name."""
    shown, pick = facts[:CHOICES], desk.spoilers.at(Outlet.PICK, Reader(scope))
    return _choices(fact_names(shown, pick, titles(desk.catalogue, scope), CHOICE), [each.id for each in shown])


def titles(catalogue: Catalogue, scope: str) -> Callable[[Fact], str]:
    """Return a function that returns the title of a fact's production, as a scope sees it."""

    def title(fact: Fact) -> str:
        production = catalogue.find_production(fact.production, scope)
        return production.title if production is not None else fact.production

    return title


def production_titles(catalogue: Catalogue, productions: Iterable[str], scope: str) -> str:
    """List the titles of productions, separated by commas, without those that no longer exist."""
    found = (catalogue.find_production(each, scope) for each in productions)
    return ", ".join(each.title for each in found if each is not None)


def fact_words_of(catalogue: Catalogue, scope: str) -> Callable[[Fact], str]:
    """Return a function that returns the text to search a fact by: its production's title, id, topic, subject and
    text."""
    title = titles(catalogue, scope)
    return lambda fact: f"{title(fact)} {fact.id} {fact.topic} {fact.subject} {fact.text}".casefold()


def holds(text: str, wanted: str) -> bool:
    """Return whether a text contains every word of what was typed. Both must be lower case."""
    return all(word in text for word in wanted.split())


def text_choices(texts: Iterable[str]) -> list[app_commands.Choice[str]]:
    """Turn texts into choices within Discord's limits: 25 unique ones of 1 to 100 characters, some of them visible."""
    tidy = dict.fromkeys(label_line(each, CHOICE) for each in texts)
    return [app_commands.Choice(name=each, value=each) for each in tidy if visible(each)][:CHOICES]


def _productions(productions: Iterable[Production]) -> list[app_commands.Choice[str]]:
    shown = list(dict.fromkeys(productions))[:CHOICES]
    return _choices(production_names(shown, CHOICE), [each.id for each in shown])


def _choices(names: Iterable[str], ids: Iterable[str]) -> list[app_commands.Choice[str]]:
    return [
        app_commands.Choice(name=name, value=reference(each, CHOICE)) for name, each in zip(names, ids, strict=True)
    ]


def _names(production: Production) -> list[str]:
    return [name.casefold() for name in (production.title, *production.aliases)]
