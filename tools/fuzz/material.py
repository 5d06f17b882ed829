"""Define the material of a run: a store, and the texts that questions about it are made from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from random import Random

from bot.facts.models import SHARED, Fact, Production, State, server_scope

SERVER = server_scope("1")
"""The scope that holds versions of its own of some shared facts, and is asked as often as the shared one."""


@dataclass(frozen=True, slots=True)
class Store:
    """Productions and facts. ``asked`` are further questions for them, ``visible`` the facts that each scope sees."""

    name: str
    productions: tuple[Production, ...]
    facts: tuple[Fact, ...]
    asked: tuple[str, ...]
    visible: dict[str, dict[str, Fact]] = field(repr=False)
    names: tuple[str, ...] = field(repr=False)
    words: tuple[str, ...] = field(repr=False)


def store(
    name: str, productions: Iterable[Production], facts: Iterable[Fact], asked: Iterable[str] = (), seed: int = 0
) -> Store:
    """Return a store of shared facts, with versions of some for one server: changed, retired and withdrawn ones.

    It is asked for in the facts' own phrasings, and in what else is ``asked``.
    """
    productions, shared = tuple(productions), tuple(facts)
    own = tuple(_versions(shared, Random(f"{name}:{seed}")))
    seen = {fact.id: fact for fact in shared if fact.state is State.LIVE}
    mine = seen | {fact.id: fact for fact in own if fact.state is not State.WITHDRAWN}
    phrasings = [phrasing for fact in shared for phrasing in fact.phrasings]
    texts = [fact.text for fact in shared[:2000]]
    return Store(
        name=name,
        productions=productions,
        facts=(*shared, *own),
        asked=tuple(dict.fromkeys((*phrasings, *asked))),
        visible={SHARED: seen, SERVER: {key: fact for key, fact in mine.items() if fact.state is State.LIVE}},
        names=tuple(dict.fromkeys(each for one in productions for each in (one.title, *one.aliases))),
        words=tuple(dict.fromkeys(word for text in texts for word in text.split())),
    )


def _versions(facts: tuple[Fact, ...], random: Random) -> Iterable[Fact]:
    for fact in random.sample(facts, min(len(facts), 4 + len(facts) // 20)):
        change = random.choice(({"text": f"Ours: {fact.text}"}, {"state": State.RETIRED}, {"state": State.WITHDRAWN}))
        yield fact.model_copy(update={"scope": SERVER, **change})
