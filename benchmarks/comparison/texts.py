"""Write down facts as texts that a search can compare with questions, with every name that the engine knows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from rapidfuzz import utils

from bot.facts.models import Fact, Production

NAMES = 6
"""With how many names of a production each text is repeated. A production may have a hundred."""


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts of facts, preprocessed as rapidfuzz advises, each with the id of its fact.

    ``titles`` are the titles by alias, both preprocessed. ``longest`` holds the words of the longest alias by its first
    word, so that few words of a question are looked up.
    """

    texts: list[str]
    owners: list[str]
    titles: Mapping[str, str] = field(default_factory=dict)
    longest: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def phrasings(cls, facts: Sequence[Fact]) -> Texts:
        """Return the phrasings of facts alone, as they are."""
        return cls._of(((fact.id, phrasing) for fact in facts for phrasing in fact.phrasings), {})

    @classmethod
    def named(cls, productions: Sequence[Production], facts: Sequence[Fact]) -> Texts:
        """Return the phrasings, subjects and sentences of facts, with the names of their productions.

        A phrasing with a name is repeated with the title and the first aliases instead, one without a name with each of
        them after it. So misspelt aliases are found. ``prepared`` replaces all aliases that are spelt right.
        """
        names = {it.id: [utils.default_process(name) for name in (it.title, *it.aliases)] for it in productions}
        titles = {own: own for own, *_ in names.values()}
        for own, *others in names.values():
            for alias in others:
                titles.setdefault(alias, own)
        return cls._of(((fact.id, text) for fact in facts for text in _named(fact, names.get(fact.production))), titles)

    @classmethod
    def _of(cls, pairs: Iterable[tuple[str, str]], titles: Mapping[str, str]) -> Texts:
        unique = dict.fromkeys((owner, utils.default_process(text)) for owner, text in pairs)
        longest: dict[str, int] = {}
        for first, *more in filter(None, map(str.split, titles)):
            longest[first] = max(longest.get(first, 0), 1 + len(more))
        return cls([text for _, text in unique], [owner for owner, _ in unique], titles, longest)

    def prepared(self, question: str) -> str:
        """Return a question preprocessed like the texts, with titles instead of aliases, the longest first."""
        text = utils.default_process(question)
        if not self.titles:
            return text
        words = text.split()
        kept: list[str] = []
        at = 0
        while at < len(words):
            title, end = self._alias(words, at)
            kept.append(title)
            at = end
        return " ".join(kept)

    def _alias(self, words: Sequence[str], at: int) -> tuple[str, int]:
        """Return the title whose longest alias begins at a place, else the word there, and where it ends."""
        for end in range(min(len(words), at + self.longest.get(words[at], 0)), at, -1):
            title = self.titles.get(" ".join(words[at:end]))
            if title is not None:
                return title, end
        return words[at], at + 1


def _named(fact: Fact, names: Sequence[str] | None) -> Iterator[str]:
    yield fact.text
    used = (names or ())[:NAMES]
    for phrasing in map(utils.default_process, fact.phrasings):
        yield phrasing
        padded = f" {phrasing} "
        said = max((name for name in names or () if f" {name} " in padded), key=len, default=None)
        for name in used:
            yield f"{phrasing} {name}" if said is None else padded.replace(f" {said} ", f" {name} ")
    for name in used:
        yield f"{name} {fact.subject}"
