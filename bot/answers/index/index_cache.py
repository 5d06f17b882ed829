"""Keep the index of all facts in a cache, so that the next start reads no text again.

Each fact is kept under a digest of everything that it was indexed from: itself and its production. A fact that changed
since is indexed anew, and what the index counted for it before is taken out. So the result is always that of indexing
everything.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import NamedTuple

import orjson

from bot.answers.caching import Cache
from bot.answers.index.fact_parts import FactReader, FactWriter, Sentences
from bot.answers.index.indexed_fact import IndexedFact, vocabulary_of
from bot.answers.index.scopes import Scopes
from bot.answers.language.lexicon import TopicWords
from bot.answers.spelling.bigrams import Usage
from bot.answers.spelling.candidates import FixedSpeller, Speller
from bot.facts.models import SHARED, Fact, Production, State

log = logging.getLogger(__name__)

_NAME = "facts"
_IN_PART = 200
"""Facts in one part: reading one blocks other threads, so it must be short."""
_SPARED = 10
_SHARE = 0.02
"""The cache is written again if more facts than these (in number and as a share) had to be indexed."""

FactKey = tuple[str, str]
"""Scope and id."""


class Words(NamedTuple):
    """What the texts of a scope's facts hold: the words for spelling, and how they are used."""

    speller: Speller
    usage: Usage


@dataclass(slots=True)
class Kept:
    """What the cache holds of the facts that a store holds now.

    ``words`` are those of all facts in the cache; ``gone`` are the texts among them of facts that changed since.
    """

    facts: dict[FactKey, IndexedFact] = field(default_factory=dict)
    words: dict[str, Words] = field(default_factory=dict)
    gone: list[tuple[str, Sentences]] = field(default_factory=list)


class IndexCache:
    """Fills the index of all scopes with facts, from a cache where possible."""

    def __init__(self, scopes: Scopes, topics: Mapping[str, TopicWords], cache: Cache, digest: str) -> None:
        """``digest`` tells the lexicon that facts are indexed with from others."""
        self._scopes, self._topics = scopes, topics
        self._cache, self._digest = cache, digest

    def restore(self, productions: Iterable[Production], facts: Iterable[Fact]) -> Kept:
        """Read what the cache holds of these facts, and add their words to the empty index.

        Add the productions next, then the facts, each with ``put``.
        """
        held = dict(_digests(productions, facts))
        parts = self._cache.read(_NAME, self._digest)
        try:
            kept = self._kept(parts, held) if parts else Kept()
        except Exception as fault:  # noqa: BLE001 - whatever somebody wrote there, the facts are what counts
            log.warning("the cache of facts isn't used (%s)", type(fault).__name__)
            kept = Kept()
        if len(kept.gone) > len(kept.facts):
            kept = Kept()  # another store's, or so old that little of it holds
        for scope, words in kept.words.items():
            self._scopes.adopt(scope, words.speller, words.usage)
        return kept

    def put(self, kept: Kept, fact: Fact) -> bool:
        """Add a fact as the cache holds it; False if it doesn't."""
        indexed = kept.facts.get((fact.scope, fact.id))
        if indexed is not None:
            self._scopes.place(indexed)
        return indexed is not None

    def keep(self, productions: Iterable[Production], facts: Sequence[Fact], kept: Kept) -> None:
        """Write the cache, if much of the index isn't in it. Only facts that were just loaded may be in the index."""
        live = sum(fact.state is State.LIVE for fact in facts)
        changed = live - len(kept.facts) + len(kept.gone)
        if changed > max(_SPARED, _SHARE * live) or (live and not kept.facts):
            self._cache.write(_NAME, self._digest, list(self._parts(productions, facts)))

    def _kept(self, parts: list[bytes], held: Mapping[FactKey, tuple[str, Fact]]) -> Kept:
        kept = Kept()
        parts.reverse()  # so that each is gone once it was read
        same: dict[str, str] = {}
        for scope, counts, usage in orjson.loads(parts.pop()):
            same.update(zip(counts, counts, strict=True))
            fixed = FixedSpeller.from_parts([parts.pop() for _ in range(FixedSpeller.PARTS)], same)
            kept.words[scope] = Words(Speller.on(fixed, counts), Usage.of(*usage))
        while parts:
            reader = FactReader(parts.pop(), self._topics, same)
            for record in reader.records:
                digest, fact = held.get((record.scope, record.id), ("", None))
                if fact is not None and digest == record.digest:
                    kept.facts[fact.scope, fact.id] = reader.fact(fact, record)
                else:
                    kept.gone.append((record.scope, reader.sentences(record)))
        for scope, sentences in kept.gone:
            speller, usage = kept.words[scope]
            speller.remove(vocabulary_of(sentences))
            usage.remove_all(sentences)
        return kept

    def _parts(self, productions: Iterable[Production], facts: Iterable[Fact]) -> Iterator[bytes]:
        held = _digests(productions, facts)
        entries = [
            (indexed, digest) for key, (digest, _) in held if (indexed := self._scopes.indexed(*key)) is not None
        ]
        counts: dict[str, Counter[str]] = {}
        usages: dict[str, Usage] = {}
        for indexed, _ in entries:
            counts.setdefault(indexed.fact.scope, Counter()).update(indexed.vocabulary)
            usages.setdefault(indexed.fact.scope, Usage()).add_all(indexed.sentences)
        yield orjson.dumps([(scope, counts[scope], usage.state()) for scope, usage in usages.items()])
        for scope in usages:
            yield from FixedSpeller.of(counts[scope]).to_parts()
        for first in range(0, len(entries), _IN_PART):
            writer = FactWriter(self._topics)
            for indexed, digest in entries[first : first + _IN_PART]:
                writer.add(indexed, digest)
            yield writer.part()


def _digests(productions: Iterable[Production], facts: Iterable[Fact]) -> Iterator[tuple[FactKey, tuple[str, Fact]]]:
    """Yield the key of each live fact, with the digest of everything that it is indexed from."""
    names = {(each.scope, each.id): each.model_dump_json().encode() for each in productions}
    for fact in facts:
        if fact.state is State.LIVE:
            digest = blake2b(fact.model_dump_json().encode(), digest_size=16)
            digest.update(names.get((fact.scope, fact.production)) or names.get((SHARED, fact.production)) or b"")
            yield (fact.scope, fact.id), (digest.hexdigest(), fact)
