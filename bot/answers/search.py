"""The search for facts that answer a reading: which are looked at, and how each scores."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.answers.entry import Entries, Entry
from bot.answers.lexicon import Lexicon
from bot.answers.question import Asked, Questions, by_age
from bot.answers.reading import LIGHT, Reading
from bot.answers.scoring import Scored, Scorer
from bot.answers.shelf import Shelf
from bot.answers.titles import MOST_MATCHES, Key, Named, TitleMatch

MOST_SHARING = 60
"""Facts looked at because they share words with the question, whatever their production."""
MOST_OF_ONE = 250
"""Facts looked at of one named production; of a larger one, those that share most with the question."""
IN_CONTEXT = 0.97
"""How surely a conversation's production is meant by a question that names none."""


@dataclass(slots=True)
class Found:
    """What a search brought: candidates best first, the productions named, and what was asked of the best."""

    scored: list[Scored]
    matches: dict[str, TitleMatch]
    asked: dict[str, Asked]

    @property
    def best(self) -> Scored | None:
        """The best candidate."""
        return self.scored[0] if self.scored else None

    def asked_of_best(self) -> Asked | None:
        """What was asked of the best candidate's production."""
        return self.asked[self.scored[0].entry.fact.production] if self.scored else None


class Search:
    """Searches the shelves that one scope sees: the shared one, and the scope's own where it has one."""

    def __init__(self, lexicon: Lexicon, entries: Entries) -> None:
        self._questions = Questions(lexicon, entries)
        self._scorer = Scorer(lexicon)

    def run(
        self, reading: Reading, shelves: Sequence[Shelf], *, only: str | None = None, context: str | None = None
    ) -> Found:
        """Score what may answer. ``only`` is a production that was chosen, ``context`` one that was spoken of."""
        matches = self._named(reading, shelves)
        if only is not None:
            mine = matches.get(only)
            matches = {only: replace(mine, strength=1.0) if mine else _unspoken(only, 1.0)}
        elif context is not None and not any(match.strength > 0.7 for match in matches.values()):
            matches = {context: _unspoken(context, IN_CONTEXT), **matches}
        asked: dict[str, Asked] = {}
        scored: list[Scored] = []
        someone = max((match.strength for match in matches.values() if match.whole), default=0.0)
        for entry in self._candidates(reading, matches, shelves, only):
            owner = entry.fact.production
            if owner not in asked:
                asked[owner] = self._ask_of(owner, reading, matches.get(owner), shelves)
                if owner not in matches and someone >= 0.75:
                    asked[owner].strength *= 0.7
            scored.append(self._scorer.score(entry, asked[owner]))
        scored.sort(key=lambda one: (-one.score, one.entry.subject.mass, one.entry.fact.id))
        return Found(scored, matches, asked)

    def _named(self, reading: Reading, shelves: Sequence[Shelf]) -> dict[str, TitleMatch]:
        """The productions that a question names, surest first, each doubted as far as another is named better."""
        matches: dict[str, TitleMatch] = {}
        for shelf in shelves:
            found = shelf.titles.find(reading)
            years = {match.production: _year(shelf, match) for match in found} if reading.recency else {}
            for match in by_age(found, reading.recency, years):
                matches[match.production[1]] = match
        wholes = [match for match in matches.values() if match.whole and match.strength >= 0.85]
        for key, match in matches.items():
            for whole in wholes:
                if whole is match:
                    continue
                if match.positions < whole.positions or (match.positions == whole.positions and not match.whole):
                    matches[key] = replace(match, strength=match.strength * 0.6)
        return matches

    def _candidates(
        self, reading: Reading, matches: dict[str, TitleMatch], shelves: Sequence[Shelf], only: str | None
    ) -> list[Entry]:
        hidden = shelves[1].facts.keys() if len(shelves) > 1 else ()
        weighted = [(item.term, item.weight) for item in reading.items if item.weight > LIGHT]
        chosen: dict[tuple[int, str], None] = {}
        for number, shelf in enumerate(shelves):
            if only is None:
                chosen.update(dict.fromkeys((number, fact_id) for fact_id in shelf.sharing(weighted, MOST_SHARING)))
            for production in list(matches)[:MOST_MATCHES]:
                group = shelf.groups.get(production)
                if group is None:
                    continue
                ids = group.entries if len(group.entries) <= MOST_OF_ONE else group.sharing(weighted, MOST_OF_ONE)
                chosen.update(dict.fromkeys((number, fact_id) for fact_id in ids))
        return [
            entry
            for number, fact_id in chosen
            if not (number == 0 and fact_id in hidden) and (entry := shelves[number].entry(fact_id)) is not None
        ]

    def _ask_of(self, owner: str, reading: Reading, match: TitleMatch | None, shelves: Sequence[Shelf]) -> Asked:
        groups = [group for shelf in shelves if (group := shelf.groups.get(owner)) is not None]
        return self._questions.put(reading, match, _named_in(shelves, match), groups)


def _named_in(shelves: Sequence[Shelf], match: TitleMatch | None) -> Named | None:
    if match is None:
        return None
    return next((named for shelf in shelves if (named := shelf.titles.named.get(match.production))), None)


def _unspoken(production: str, strength: float) -> TitleMatch:
    key: Key = ("", production)
    return TitleMatch(key, strength, frozenset(), False)


def _year(shelf: Shelf, match: TitleMatch) -> int | None:
    group = shelf.groups.get(match.production[1])
    return shelf.titles.named[match.production].year or (group.year if group else None)
