"""Find the facts of one large production that share most with a question, in a time that hardly grows with them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from heapq import nsmallest

from bot.answers.index.bit_slices import BitSlicedSums, highest, places
from bot.answers.index.indexed_fact import IndexedFact

KIN_SHARED = 0.25
KIN_AT_MOST = 1.0
"""What a fact that has a synonym set in common with a question shares with it, and at most through all of them."""
OF_TOPIC = 0.05
"""How much more a fact shares that says what the question says and is of a topic that is about it."""

BLOCK = 16_384
"""Facts in one block. An integer with as many bits is quick to work with."""

_WORDINGS = 6
_MASS = 8
"""Bits of what decides between facts that share as much: how many wordings they have, how plain their subject is."""
_MASS_STEPS = 16


class WeightedTerms:
    """What a question is looked up by: its terms with their weights, and its synonym sets (``&...``)."""

    def __init__(self, terms: Sequence[tuple[str, float]]) -> None:
        self.kin = frozenset(term for term, _ in terms if term[0] == "&")
        self.terms = [pair for pair in terms if pair[0][0] != "&"]

    def shared(self, indexed: IndexedFact) -> float:
        """Return how much a fact shares with the question."""
        having, implied = indexed.terms.every, indexed.implied
        shared = min(KIN_AT_MOST, KIN_SHARED * len(self.kin & indexed.terms.kin))
        for term, weight in self.terms:
            credit = implied.get(term)
            if term in having:
                shared += weight * (1.0 + OF_TOPIC * credit) if credit else weight
            elif credit:
                shared += weight * credit
        return shared

    def most(self, facts: Sequence[IndexedFact], limit: int) -> list[IndexedFact]:
        """Return the facts that share most; of those that share as much, the ones that are probably asked for most."""
        return nsmallest(limit, facts, key=lambda one: (-self.shared(one), *_rank(one), one.fact.id))


def _rank(indexed: IndexedFact) -> tuple[int, float]:
    return -len(indexed.phrasings.wordings), indexed.subject.mass


class SharingIndex:
    """Finds the facts of a production by what they share with a question.

    The result is that of comparing every fact, but for weights rounded to 1/256 (``bit_slices.STEPS``).
    """

    def __init__(self, facts: Mapping[str, IndexedFact], block: int = BLOCK) -> None:
        self._facts = facts
        self._block = block
        self._blocks: list[_Block] = []
        self._block_of: dict[str, _Block] = {}
        for indexed in facts.values():
            self.put(indexed)

    def put(self, indexed: IndexedFact) -> None:
        """Add a fact that is not in the index."""
        block = next((each for each in reversed(self._blocks) if each.has_room), None)
        if block is None:
            block = _Block(self._block)
            self._blocks.append(block)
        block.put(indexed)
        self._block_of[indexed.fact.id] = block

    def pop(self, indexed: IndexedFact) -> None:
        """Take out a fact that is in the index."""
        self._block_of.pop(indexed.fact.id).pop(indexed)

    def most_sharing(self, weighted: WeightedTerms, limit: int) -> list[IndexedFact]:
        """Return the facts that share most with a question, the one that shares most first."""
        found = [self._facts[each] for block in self._blocks for each in block.most_sharing(weighted, limit)]
        return weighted.most(found, limit)


class _Block:
    """Some facts, each with a place of its own: the bit that stands for it."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._ids: list[str] = []
        self._free: list[int] = []
        self._places: dict[str, int] = {}
        self._live = 0
        self._having: dict[str, int] = {}
        self._implying: dict[str, dict[float, int]] = {}
        self._ranks = [0] * (_WORDINGS + _MASS)

    @property
    def has_room(self) -> bool:
        """Whether another fact fits in."""
        return bool(self._free) or len(self._ids) < self._most

    def put(self, indexed: IndexedFact) -> None:
        """Add a fact."""
        if self._free:
            place = self._free.pop()
            self._ids[place] = indexed.fact.id
        else:
            place = len(self._ids)
            self._ids.append(indexed.fact.id)
        bit = 1 << place
        self._places[indexed.fact.id] = place
        self._live |= bit
        for term in _terms(indexed):
            self._having[term] = self._having.get(term, 0) | bit
        for term, credit in indexed.implied.items():
            by_credit = self._implying.setdefault(term, {})
            by_credit[credit] = by_credit.get(credit, 0) | bit
        for number in places(_rank_bits(indexed)):
            self._ranks[number] |= bit

    def pop(self, indexed: IndexedFact) -> None:
        """Take out a fact."""
        place = self._places.pop(indexed.fact.id)
        others = ~(1 << place)
        self._free.append(place)
        self._live &= others
        for term in _terms(indexed):
            self._having[term] &= others
            if not self._having[term]:
                del self._having[term]
        for term, credit in indexed.implied.items():
            self._implying[term][credit] &= others
        self._ranks = [bits & others for bits in self._ranks]

    def most_sharing(self, weighted: WeightedTerms, limit: int) -> Iterator[str]:
        """Yield the ids of the facts that share most, in no order."""
        sums = BitSlicedSums()
        for facts in self._with_kin(weighted):
            sums.add(facts, KIN_SHARED)
        for term, weight in weighted.terms:
            having = self._having.get(term, 0)
            sums.add(having, weight)
            for credit, implying in self._implying.get(term, {}).items():
                sums.add(implying & having, weight * OF_TOPIC * credit)
                sums.add(implying & ~having, weight * credit)
        sure, border = highest([*self._ranks, *sums.slices], self._live, limit)
        yield from (self._ids[place] for place in places(sure))
        missing = limit - sure.bit_count()
        yield from nsmallest(missing, (self._ids[place] for place in places(border)))

    def _with_kin(self, weighted: WeightedTerms) -> list[int]:
        """Return the facts with at least one of a question's synonym sets, those with at least two, and so on."""
        at_least = [0] * round(KIN_AT_MOST / KIN_SHARED)
        for term in weighted.kin:
            having = self._having.get(term, 0)
            for number in reversed(range(1, len(at_least))):
                at_least[number] |= at_least[number - 1] & having
            at_least[0] |= having
        return at_least


def _terms(indexed: IndexedFact) -> Iterator[str]:
    yield from indexed.terms.every
    yield from indexed.terms.kin


def _rank_bits(indexed: IndexedFact) -> int:
    """Return a number that is higher for facts that go first among those that share as much."""
    wordings = min(len(indexed.phrasings.wordings), (1 << _WORDINGS) - 1)
    plain = max(0, (1 << _MASS) - 1 - round(indexed.subject.mass * _MASS_STEPS))
    return wordings << _MASS | plain
