"""Write down facts as texts that a search can compare with questions, with every name that the engine knows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import utils

from bot.facts.models import Fact, Production


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts of facts, preprocessed as rapidfuzz advises, each with the id of its fact."""

    texts: list[str]
    owners: list[str]

    @classmethod
    def phrasings(cls, facts: Sequence[Fact]) -> Texts:
        """Return the phrasings of facts alone, as they are."""
        return cls._of((fact.id, phrasing) for fact in facts for phrasing in fact.phrasings)

    @classmethod
    def named(cls, productions: Sequence[Production], facts: Sequence[Fact]) -> Texts:
        """Return the phrasings, subjects and sentences of facts, with each title and alias of their production.

        A phrasing that has one of the names is repeated with each of the others. One that has none is repeated with
        each name after it. So a search needs no aliases of its own.
        """
        names = {it.id: tuple(map(utils.default_process, (it.title, *it.aliases))) for it in productions}
        return cls._of((fact.id, text) for fact in facts for text in _named(fact, names.get(fact.production, ())))

    @classmethod
    def _of(cls, pairs: Iterator[tuple[str, str]]) -> Texts:
        unique = dict.fromkeys((owner, utils.default_process(text)) for owner, text in pairs)
        return cls([text for _, text in unique], [owner for owner, _ in unique])


def _named(fact: Fact, names: Sequence[str]) -> Iterator[str]:
    yield fact.text
    for phrasing in map(utils.default_process, fact.phrasings):
        yield phrasing
        padded = f" {phrasing} "
        said = max((name for name in names if f" {name} " in padded), key=len, default=None)
        for name in names:
            yield f"{phrasing} {name}" if said is None else padded.replace(f" {said} ", f" {name} ")
    for name in names:
        yield f"{name} {fact.subject}"
