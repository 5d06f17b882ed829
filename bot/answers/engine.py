"""The engine: holds the facts of every scope in memory and answers questions from them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from bot.answers.answer import Answer, Choice, Context, Outcome, Part
from bot.answers.entry import Entries
from bot.answers.lexicon import Lexicon
from bot.answers.question import Asked, Questions, by_age
from bot.answers.reading import LIGHT, Reader, Reading
from bot.answers.repair import Repairer
from bot.answers.scoring import Scored, Scorer
from bot.answers.shelf import Shelf
from bot.answers.text import clean, words
from bot.answers.titles import TitleMatch
from bot.facts.models import SHARED, Fact, Production, State

ENOUGH = 0.5
MARGIN = 0.97


class Engine:
    """Answers questions from the facts it was given; synchronous, deterministic, about a millisecond a question."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._reader = Reader(lexicon)
        self._entries = Entries(lexicon, self._reader)
        self._repairer = Repairer(lexicon)
        self._questions = Questions(lexicon, self._entries)
        self._scorer = Scorer(lexicon)
        self._shelves: dict[str, Shelf] = {SHARED: Shelf(lexicon, self._reader, self._entries)}

    def load(self, productions: Iterable[Production], facts: Iterable[Fact]) -> None:
        """Add many productions and facts; productions first, so that facts know their names."""
        for production in productions:
            self.put_production(production)
        for fact in facts:
            self.put_fact(fact)

    def _shelf(self, scope: str) -> Shelf:
        if scope not in self._shelves:
            self._shelves[scope] = Shelf(self._lexicon, self._reader, self._entries)
        return self._shelves[scope]

    def put_production(self, production: Production) -> None:
        """Add or replace a production by (scope, id); its facts are read again, for its names are no part of them."""
        shelf = self._shelf(production.scope)
        shelf.put_production(production)
        for fact in [fact for fact in shelf.facts.values() if fact.production == production.id]:
            self.put_fact(fact)

    def put_fact(self, fact: Fact) -> None:
        """Add or replace a fact by (scope, id). A fact that is not live hides the shared one of its id, or nothing."""
        shelf = self._shelf(fact.scope)
        if fact.state is State.WITHDRAWN:
            shelf.drop(fact.id)
            return
        named = shelf.titles.named.get((fact.scope, fact.production)) or self._shelves[SHARED].titles.named.get(
            (SHARED, fact.production)
        )
        shelf.put(fact, self._entries.make(fact, named) if fact.state is State.LIVE else None)

    def drop_scope(self, scope: str) -> None:
        """Forget everything of one scope."""
        if scope != SHARED:
            self._shelves.pop(scope, None)

    def fork(self, scope: str, name: str) -> str:
        """Copy a scope's own facts into a new scope ``name``, for trying changes; ``drop_scope`` it afterwards."""
        source = self._shelves.get(scope)
        target = self._shelves[name] = Shelf(self._lexicon, self._reader, self._entries)
        if source is not None and scope != SHARED:
            for named in source.titles.named.values():
                target.put_production(named.production)
            for fact in source.facts.values():
                target.put(fact, source.entry(fact.id))
        return name

    def titles(self, scope: str = SHARED) -> tuple[Production, ...]:
        """The productions that a scope sees."""
        found: dict[str, Production] = {}
        for shelf in self._visible(scope):
            found.update({key[1]: named.production for key, named in shelf.titles.named.items()})
        return tuple(found.values())

    def _visible(self, scope: str) -> list[Shelf]:
        shelves = [self._shelves[SHARED]]
        if scope != SHARED and scope in self._shelves:
            shelves.append(self._shelves[scope])
        return shelves

    def ask(
        self,
        question: str,
        *,
        scope: str = SHARED,
        production: str | None = None,
        context: Context | None = None,
        today: date,
        explain: bool = False,
    ) -> Answer:
        """Answer, ask back, or say that nothing is known."""
        shelves = self._visible(scope)
        typed = words(clean(question))
        if not typed:
            return Answer(question, Outcome.UNKNOWN)
        language = self._reader.language_of(typed)
        reading = self._reader.read(self._repairer.repair(typed, shelves, language))
        matches: dict[str, TitleMatch] = {}
        for shelf in shelves:
            found = shelf.titles.find(reading)
            years = {match.production: self._year(shelf, match) for match in found} if reading.recency else {}
            for match in by_age(found, reading.recency, years):
                matches[match.production[1]] = match
        scored = self._candidates(reading, matches, shelves, production, context)
        return self._decide(question, reading, matches, scored)

    def _year(self, shelf: Shelf, match: TitleMatch) -> int | None:
        group = shelf.groups.get(match.production[1])
        return shelf.titles.named[match.production].year or (group.year if group else None)

    def _candidates(
        self,
        reading: Reading,
        matches: dict[str, TitleMatch],
        shelves: list[Shelf],
        production: str | None,
        context: Context | None,
    ) -> list[Scored]:
        chosen: dict[tuple[int, str], None] = {}
        hidden = set(shelves[1].facts) if len(shelves) > 1 else set()
        items = [item for item in reading.items if item.weight > LIGHT]
        weighted = [(item.term, item.weight) for item in items]
        for number, shelf in enumerate(shelves):
            for fact_id in shelf.sharing(weighted, 60):
                chosen[number, fact_id] = None
        for production_id in list(matches)[:8]:
            for number, shelf in enumerate(shelves):
                group = shelf.groups.get(production_id)
                if group is None:
                    continue
                for fact_id in list(group.entries)[:200]:
                    chosen[number, fact_id] = None
        asked: dict[str, Asked] = {}
        rarity: dict[str, dict[str, float]] = {}
        scored: list[Scored] = []
        for number, fact_id in chosen:
            if number == 0 and fact_id in hidden:
                continue
            entry = shelves[number].entry(fact_id)
            if entry is None:
                continue
            owner = entry.fact.production
            if owner not in asked:
                match = matches.get(owner)
                named = next((s.titles.named.get(match.production) for s in shelves if match), None) if match else None
                asked[owner] = self._questions.put(reading, match, named, shelves[number].groups[owner])
                rarity[owner] = {}
            scored.append(self._scorer.score(entry, asked[owner], rarity[owner]))
        scored.sort(key=lambda one: (-one.score, one.entry.fact.id))
        return scored

    def _decide(self, question: str, reading: Reading, matches: dict[str, TitleMatch], scored: list[Scored]) -> Answer:
        if not scored or scored[0].score < ENOUGH:
            return Answer(question, Outcome.UNKNOWN, score=scored[0].score if scored else 0.0)
        best = scored[0]
        if scored[1:] and scored[0].entry.fact.production == scored[1].entry.fact.production:
            scored = [scored[0]]
        close = [one for one in scored[:5] if one.score >= best.score * MARGIN]
        if len(close) > 1 and close[0].score == close[1].score:
            choices = tuple(Choice(one.entry.fact, one.entry.fact.subject) for one in close)
            return Answer(question, Outcome.CLARIFY, choices=choices, score=best.score)
        return Answer(
            question, Outcome.ANSWER, parts=(Part(best.entry.fact, best.entry.fact.text),), score=min(1.0, best.score)
        )
