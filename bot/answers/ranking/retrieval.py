"""The search for facts that answer a reading: which are looked at, and how each scores."""

from __future__ import annotations

from collections.abc import Collection, Container, Sequence
from dataclasses import dataclass, field
from operator import attrgetter

from bot.answers.index.indexed_fact import Entries, Entry
from bot.answers.index.scope_index import NEWEST, Group, Shelf
from bot.answers.language.lexicon import Lexicon
from bot.answers.language.terms import LIGHT, NUMBER, Reading
from bot.answers.parsing.parser import default_term
from bot.answers.ranking.query import Asked, Questions
from bot.answers.ranking.scoring import Scored, Scorer
from bot.answers.ranking.upper_bounds import Bound
from bot.answers.titles.partial_names import Key
from bot.answers.titles.remakes import by_age, by_words
from bot.answers.titles.title_index import MOST_MATCHES, Named, TitleMatch
from bot.facts.models import SHARED

MOST_SHARING = 24
"""Facts looked at because they share words with the question, whatever their production."""
MOST_OF_ONE = 30
FEW_OF_ONE = 8
"""Facts looked at of a production that is named, and of one that is less surely named: those that share most."""
LONG = 16
"""Things said from which a question is compared with fewer facts the more it says; hardly any says as many."""
SURE = 0.85
"""Share of the surest name's strength from which a production is named as surely."""
NAMED = 0.72
"""Strength of a name from which other productions are doubted."""
BESIDE_NAMED = 0.7
BESIDE_CONTEXT = 0.5
"""What is left of the strength of others beside one that is named, or that is spoken of."""
NEAR = 0.7
"""Share of the best score that a candidate must be able to reach to be compared at all."""
CLEAR = 0.6
"""Score of a fact of a named production from which those of others are not looked at."""
IN_CONTEXT = 0.97
"""How surely a conversation's production is meant by a question that names none."""


Matches = dict[str, TitleMatch]
"""Where a question names productions, by their ids."""


@dataclass(slots=True)
class Found:
    """What a search brought: candidates best first, the productions named, and what was asked of the best.

    ``own`` are the ids of which the scope has a version of its own, so that it does not see the shared one.
    ``unnamed`` is what was asked of all productions that are not named.
    """

    scored: list[Scored]
    matches: Matches
    asked: dict[str, Asked]
    groups: dict[str, list[Group]] = field(default_factory=dict)
    own: Container[str] = ()
    unnamed: Bound | None = None

    @property
    def best(self) -> Scored | None:
        """The best candidate."""
        return self.scored[0] if self.scored else None

    def offered(self, production: str, topics: Collection[str] = ()) -> list[Entry]:
        """Facts of a production, the most asked for first: the first of each topic, or all of some topics."""
        every = (entry for group in self.groups[production] for entry in group.entries.values())
        seen = [entry for entry in every if entry.fact.scope != SHARED or entry.fact.id not in self.own]
        ordered = sorted(seen, key=attrgetter("order"))
        if topics:
            return [entry for entry in ordered if entry.fact.topic in topics]
        firsts: dict[str, Entry] = {}
        for entry in ordered:
            firsts.setdefault(entry.fact.topic, entry)
        return list(firsts.values())


class Search:
    """Searches the shelves that one scope sees: the shared one, and the scope's own where it has one."""

    def __init__(self, lexicon: Lexicon, entries: Entries) -> None:
        self._questions = Questions(lexicon, entries)
        self._services = lexicon.services
        self._scorer = Scorer(lexicon)

    def run(
        self,
        reading: Reading,
        shelves: Sequence[Shelf],
        *,
        only: str | None = None,
        context: str | None = None,
        surely: float = 0.0,
        matches: Matches | None = None,
    ) -> Found:
        """Score what may answer. ``only`` is a production that was chosen, ``context`` one that was spoken of,
        ``matches`` what is ``named``, where that is known.

        Only facts of productions that are named with the strength ``surely`` are looked at, where that is given.
        """
        matches = self.named(reading, shelves) if matches is None else matches
        for at in set[int]().union(*(shelf.titles.sequels(reading) for shelf in shelves)):
            for item in reading.items:
                if item.start == at and item.term[0] == "#" and item.weight == NUMBER:
                    item.term = f"@n{item.term[1:]}"
        doubt = 1.0
        if only is not None:
            mine = matches.get(only)
            matches = {only: mine._replace(strength=1.0) if mine else _unspoken(only, 1.0)}
        elif context is not None and not any(match.strength > 0.8 for match in matches.values()):
            matches = {context: _unspoken(context, IN_CONTEXT), **matches}
            doubt = BESIDE_CONTEXT
        if surely:
            matches = {key: match for key, match in matches.items() if match.strength >= surely}
        found = Found([], matches, {}, own=_own(shelves))
        if any(match.strength >= NAMED for match in matches.values()):
            doubt = min(doubt, BESIDE_NAMED)
        self._score(found, self._of_named(reading, matches, shelves), reading, shelves, doubt)
        if only is None and not surely and (not found.scored or max(one.score for one in found.scored) < CLEAR):
            self._score(found, self._sharing(reading, matches, shelves), reading, shelves, doubt)
        best = max((one.score for one in found.scored), default=0.0)
        found.scored = [one for one in found.scored if one.score >= NEAR * best]
        found.scored.sort(key=lambda one: (-one.score, one.entry.subject.mass, one.entry.fact.id))
        return found

    def productions(self, shelves: Sequence[Shelf]) -> list[tuple[str, Named, int | None]]:
        """Every production that is seen: id, names and year."""
        return [
            (key[1], named, named.year or (group.together.year if (group := shelf.groups.get(key[1])) else None))
            for shelf in shelves
            for key, named in shelf.titles.named.items()
        ]

    def _score(
        self, found: Found, entries: list[Entry], reading: Reading, shelves: Sequence[Shelf], doubt: float
    ) -> None:
        """Score facts, those that can score most first, until no other can come near the best."""
        bounds: dict[str, Bound] = {}
        waiting: list[tuple[float, int, Bound]] = []
        for number, entry in enumerate(entries):
            owner = entry.fact.production
            bound = bounds.get(owner)
            if bound is None:
                bound = bounds[owner] = self._bound(found, owner, reading, shelves, doubt)
            waiting.append((-bound.of(entry), number, bound))
        waiting.sort()  # by the first two: no number stands there twice
        best = max((one.score for one in found.scored), default=0.0)
        for most, number, bound in waiting:
            if -most < NEAR * best:
                break
            entry = entries[number]
            owner = entry.fact.production
            if owner not in found.asked:
                found.groups[owner] = _groups(owner, shelves)
                found.asked[owner] = self._questions.again(bound.asked, found.groups[owner])
            scored = self._scorer.score(entry, found.asked[owner], bound.kind(entry))
            found.scored.append(scored)
            best = max(best, scored.score)

    def _bound(self, found: Found, owner: str, reading: Reading, shelves: Sequence[Shelf], doubt: float) -> Bound:
        """What facts of a production can score; one for all that are not named, until one of them comes near."""
        match = found.matches.get(owner)
        if match is not None or any(item.term in NEWEST for item in reading.items):
            groups = found.groups[owner] = _groups(owner, shelves)
            asked = found.asked[owner] = self._questions.put(reading, match, _named_in(shelves, match), groups)
            if match is None:
                asked.strength *= doubt
            return self._scorer.bound(asked)
        if found.unnamed is None:
            asked = self._questions.put(reading, None, None, ())
            asked.strength *= doubt
            found.unnamed = self._scorer.bound(asked)
        return found.unnamed

    def named(self, reading: Reading, shelves: Sequence[Shelf]) -> Matches:
        """The productions that a question names, surest first, each doubted as far as another is named better."""
        matches: Matches = {}
        for shelf in shelves:
            found = by_words(shelf.titles.find(reading), reading, shelf.titles.named, shelf.years_of)
            years = {match.production: _year(shelf, match) for match in found} if reading.recency else {}
            for match in by_age(found, reading, years):
                matches[match.production[1]] = match
        wholes = [match for match in matches.values() if match.whole and match.strength >= 0.85]
        for key, match in matches.items():
            for whole in wholes:
                if whole is match:
                    continue
                if match.positions < whole.positions or (match.positions == whole.positions and not match.whole):
                    matches[key] = match._replace(strength=match.strength * 0.6)
        return matches

    def _of_named(self, reading: Reading, matches: Matches, shelves: Sequence[Shelf]) -> list[Entry]:
        """Facts of the productions that are named about as surely as the surest."""
        ranked = sorted(matches.items(), key=lambda pair: (-pair[1].strength, -len(pair[1].positions), pair[0]))
        weighted = self._weighted(reading)
        chosen: list[Entry] = []
        for production, match in ranked[: _limit(MOST_MATCHES, reading)]:
            if match.strength < ranked[0][1].strength * 0.65:
                break
            for number, shelf in enumerate(shelves):
                group = shelf.groups.get(production)
                if group is not None:
                    sure = match.strength >= ranked[0][1].strength * SURE
                    facts = group.most_sharing(weighted, _limit(MOST_OF_ONE if sure else FEW_OF_ONE, reading))
                    chosen += [entry for entry in facts if not self._hidden(entry, number, shelves)]
        return chosen

    def _sharing(self, reading: Reading, matches: Matches, shelves: Sequence[Shelf]) -> list[Entry]:
        """Facts of other productions that share words with the question."""
        weighted = self._weighted(reading)
        looked = set(
            sorted(matches, key=lambda key: (-matches[key].strength, -len(matches[key].positions), key))[:MOST_MATCHES]
        )
        chosen: list[Entry] = []
        for number, shelf in enumerate(shelves):
            sharing = shelf.sharing(weighted, _limit(MOST_SHARING, reading))
            others = (entry for entry in sharing if entry.fact.production not in looked)
            chosen += [entry for entry in others if not self._hidden(entry, number, shelves)]
        return chosen

    def _weighted(self, reading: Reading) -> list[tuple[str, float]]:
        """The terms by which facts are looked for, with what the question leaves unsaid ("when?", "on netflix?")."""
        said = [item for item in reading.items if item.weight > LIGHT]
        weighted = [(item.term, item.weight) for item in said]
        weighted += [(other, 0.5 * item.weight) for item in said for other in (*item.others, *item.kin)]
        if default := default_term([kind for _, kind in reading.kinds]):
            weighted.append((default, 0.5))
        if not self._services.isdisjoint(reading.words):
            weighted.append(("~stream", 0.5))
        return weighted

    def _hidden(self, entry: Entry, number: int, shelves: Sequence[Shelf]) -> bool:
        return number == 0 and entry.fact.id in _own(shelves)


def _own(shelves: Sequence[Shelf]) -> Container[str]:
    """The ids of which the scope has a version of its own, whether or not that is answered from."""
    return shelves[1].facts if len(shelves) > 1 else ()


def _groups(production: str, shelves: Sequence[Shelf]) -> list[Group]:
    return [group for shelf in shelves if (group := shelf.groups.get(production)) is not None]


def _limit(most: int, reading: Reading) -> int:
    """How many facts, or productions, are looked at, so that all that is compared with them is bounded."""
    return most * LONG // max(LONG, len({item.term for item in reading.items}))


def _named_in(shelves: Sequence[Shelf], match: TitleMatch | None) -> Named | None:
    if match is None:
        return None
    return next((named for shelf in shelves if (named := shelf.titles.named.get(match.production))), None)


def _unspoken(production: str, strength: float) -> TitleMatch:
    key: Key = ("", production)
    return TitleMatch(key, strength, frozenset(), False)


def _year(shelf: Shelf, match: TitleMatch) -> int | None:
    group = shelf.groups.get(match.production[1])
    return shelf.titles.named[match.production].year or (group.together.year if group else None)
