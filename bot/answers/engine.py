"""The engine: holds the facts of every scope in memory and answers questions from them."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from bot.answers.answer import Answer, Context, Outcome
from bot.answers.correction.question_repair import Repairer
from bot.answers.correction.viterbi import Lattice
from bot.answers.dialogue import follow_ups as conversation
from bot.answers.dialogue.compound_questions import Compounds, Half
from bot.answers.dialogue.explanations import explanation
from bot.answers.dialogue.resolved import Resolution, Resolved
from bot.answers.index.indexed_fact import Entries
from bot.answers.index.scope_index import Shelf
from bot.answers.language.lexicon import Language, Lexicon
from bot.answers.language.normalization import clean, words
from bot.answers.language.terms import LIGHT, Reading
from bot.answers.parsing.parser import Reader
from bot.answers.ranking.retrieval import Found, Matches, Search
from bot.facts.models import SHARED, Fact, Production, State

NAMED_AT_ALL = 0.5
"""How surely productions have to be named to be those of a series."""
CLEARLY = 0.8
"""How surely a question has to name a production, for nothing of what was spoken of before to be added."""
FOLLOWS = 0.5
"""Score from which a question that only narrows is taken as a follow-up, however well it does alone."""
RESPELT = 0.95
"""How surely a production must be named by a question that was read as spelt otherwise."""
MOST_AGAIN = 30
"""Words of a question that is read again, as spelt otherwise or as two; of a longer one no fact explains enough."""
HALF = 0.5
"""How alike a half of a question has to be to a way of asking for its fact."""
SURELY = 0.8
"""Likelihood from which one half is answered where nothing is held on the other."""
SPLIT_BELOW = 0.97
"""A question of which one fact explains this much is not taken apart."""


class Engine:
    """Answers questions from the facts it was given; synchronous, deterministic, about a millisecond a question."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._reader = Reader(lexicon)
        self._entries = Entries(lexicon, self._reader)
        self._repairer = Repairer(lexicon)
        self._search = Search(lexicon, self._entries)
        self._compounds = Compounds(lexicon, self._reader)
        self._shelves: dict[str, Shelf] = {SHARED: self._new_shelf()}

    def _new_shelf(self) -> Shelf:
        return Shelf(self._lexicon, self._reader)

    def load(self, productions: Iterable[Production], facts: Iterable[Fact]) -> None:
        """Add many productions and facts; productions first, so that facts know their names."""
        for production in productions:
            self.put_production(production)
        for fact in facts:
            self.put_fact(fact)

    def put_production(self, production: Production) -> None:
        """Add or replace a production by (scope, id); its facts are read again, for its names are no part of them."""
        shelf = self._shelves.setdefault(production.scope, self._new_shelf())
        shelf.put_production(production)
        shelves = list(self._shelves.values()) if production.scope == SHARED else [shelf]
        for fact in [fact for one in shelves for fact in one.facts.values() if fact.production == production.id]:
            self.put_fact(fact)

    def put_fact(self, fact: Fact) -> None:
        """Add or replace a fact by (scope, id). One that is not live hides the shared fact of its id, if any."""
        shelf = self._shelves.setdefault(fact.scope, self._new_shelf())
        if fact.state is State.WITHDRAWN:
            shelf.drop(fact.id)
            return
        own = shelf.titles.named.get((fact.scope, fact.production))
        named = own or self._shelves[SHARED].titles.named.get((SHARED, fact.production))
        shelf.put(fact, self._entries.make(fact, named) if fact.state is State.LIVE else None)

    def drop_scope(self, scope: str) -> None:
        """Forget everything of one scope; the shared one stays."""
        if scope != SHARED and (shelf := self._shelves.pop(scope, None)) is not None:
            self._repairer.forget(shelf)

    def fork(self, scope: str, name: str) -> str:
        """Copy a scope's own facts into a new scope ``name``, for trying changes; ``drop_scope`` it afterwards."""
        self.drop_scope(name)
        target = self._shelves[name] = self._new_shelf()
        source = self._shelves.get(scope)
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

    def similar(
        self, text: str, *, production: str | None, scope: str = SHARED, limit: int = 5
    ) -> list[tuple[Fact, float]]:
        """Facts that say or answer about the same as a text, with how alike they are (0 to 1), most alike first."""
        shelves = self._visible(scope)
        typed = words(clean(text))
        if not typed:
            return []
        found = self._search.run(self._reader.read(typed), shelves, only=production)
        alike = [
            (one.entry.fact, round(min(1.0, one.explained * (0.4 + 0.6 * one.wording)), 4)) for one in found.scored
        ]
        return sorted(alike, key=lambda pair: (-pair[1], pair[0].id))[:limit]

    def ask(
        self,
        question: str,
        *,
        scope: str = SHARED,
        production: str | None = None,
        context: Context | None = None,
        today: date,
        language: str | None = None,
        explain: bool = False,
    ) -> Answer:
        """Answer a question, ask back, or say that nothing is known.

        ``production`` limits the answer to one production; ``context`` is what the conversation was about
        (``Answer.context`` of the answer before); ``today`` decides what lies ahead; ``language`` (a code) is
        what a question is taken to be in whose words are those of several.
        """
        shelves = self._visible(scope)
        read = self._read(question, shelves, language)
        if read is None:
            return Answer(question, Outcome.UNKNOWN, context=context or Context())
        reading, lattice = read
        about = context.production if context else None
        meant: str | None = None
        matches = self._search.named(reading, shelves)
        if production is None and (at_place := self._at_place(reading, shelves, about, matches)) is not None:
            meant, reading = at_place
            matches = self._search.named(reading, shelves)
            if about is None:
                production = meant
        few = sum(len(shelf.titles.named) for shelf in shelves) <= conversation.SMALL
        if production is None and meant is None and (about or few) and conversation.says_which(reading):
            meant = conversation.sibling(reading, about, self._search.productions(shelves))
        about = meant or about
        found = self._search.run(reading, shelves, only=production, context=about, matches=matches)
        if context is not None:
            context = _turned_to(context, about)
            reading, found = self._follow(reading, found, shelves, production, context, another=meant is not None)
        whole = self._resolved(reading, found, shelves)
        declined = any(one.declined for one in found.scored)  # and is not to be answered as spelt otherwise either
        if whole.outcome is Outcome.UNKNOWN and lattice is not None and not declined:
            whole = self._respelt(lattice, shelves, production, language) or whole
        resolution = self._in_halves(whole, shelves, production, context) or Resolution(whole)
        return Answer(
            question,
            resolution.outcome,
            parts=resolution.parts(today),
            unanswered=resolution.unanswered,
            choices=resolution.choices,
            score=round(resolution.likely, 4),
            productions=resolution.productions(least=0.7, most=5),
            topics=self._topics(resolution.terms()),
            context=resolution.context(context),
            explanation=explanation(resolution) if explain else None,
        )

    def _resolved(self, reading: Reading, found: Found, shelves: Sequence[Shelf]) -> Resolved:
        return Resolved.of(reading, found, _TitleOf(shelves), self._lexicon.forest)

    def search(self, question: str, *, scope: str = SHARED) -> Found | None:
        """The candidates for a question with what they scored by, best first; None where it says nothing."""
        shelves = self._visible(scope)
        read = self._read(question, shelves)
        return self._search.run(read[0], shelves) if read else None

    def _read(
        self, question: str, shelves: Sequence[Shelf], likely: str | None = None
    ) -> tuple[Reading, Lattice | None] | None:
        """A question as it was probably meant, and what its words may mean besides, unless it is too long to be read
        again; None where it says nothing."""
        typed = self._reader.expanded(words(clean(question)))
        if not typed:
            return None
        language = self._tell(typed, shelves, likely)
        lattice = self._repairer.lattice(typed, shelves, language)
        repaired = lattice.words()
        told = language if repaired == typed else self._tell(repaired, shelves, likely)
        return self._reader.read(repaired, told), lattice if len(typed) <= MOST_AGAIN else None

    def _tell(self, typed: Sequence[str], shelves: Sequence[Shelf], likely: str | None) -> Language:
        """The language of words; those of titles tell nothing."""
        known = [shelf.titles.vocabulary for shelf in shelves]
        names = known[0] if len(known) == 1 else ChainMap(*known)
        return self._reader.detector.language_of(typed, likely, names=names)

    def _respelt(
        self, lattice: Lattice, shelves: Sequence[Shelf], only: str | None, likely: str | None
    ) -> Resolved | None:
        """A question that is not answered, with one word taken for a title's, where a fact then explains all of it."""
        other = self._repairer.other(lattice, shelves)
        if other is None:
            return None
        reading = self._reader.read(other, self._tell(other, shelves, likely))
        found = self._search.run(reading, shelves, only=only, surely=RESPELT)
        if not any(one.strength > RESPELT and not one.left for one in found.scored):
            return None  # whichever is likeliest
        resolved = self._resolved(reading, found, shelves)
        best = found.best
        if resolved.outcome is Outcome.ANSWER and best and not best.left and best.strength > RESPELT:
            return resolved
        return None

    def _at_place(
        self, reading: Reading, shelves: Sequence[Shelf], about: str | None, matches: Matches
    ) -> tuple[str, Reading] | None:
        """The production that a place in its series means ("the second one", "part 3"), and what else is asked."""
        said = conversation.placed(reading)
        if said is None:
            return None
        place, positions = said
        if any(match.strength >= CLEARLY and match.positions & positions for match in matches.values()):
            return None
        named = {key for key, match in matches.items() if match.strength >= NAMED_AT_ALL}
        meant = conversation.of_series(place, about, self._search.productions(shelves), named)
        return None if meant is None else (meant, conversation.without(reading, positions))

    def _visible(self, scope: str) -> list[Shelf]:
        shelves = [self._shelves[SHARED]]
        if scope != SHARED and scope in self._shelves:
            shelves.append(self._shelves[scope])
        return shelves

    def _follow(
        self,
        reading: Reading,
        found: Found,
        shelves: Sequence[Shelf],
        only: str | None,
        context: Context,
        *,
        another: bool,
    ) -> tuple[Reading, Found]:
        """The question with what it leaves out, where that is the better reading of it."""
        named = any(match.positions and match.strength > CLEARLY for match in found.matches.values())
        seasonal = None if named else conversation.with_season(reading, context)
        if seasonal is not None:
            searched = self._search.run(seasonal, shelves, only=only, context=context.production)
            if searched.best and searched.best.score >= FOLLOWS and not searched.best.left:
                return seasonal, searched
        replacing = conversation.bare(reading, found) or (another and conversation.empty(reading))
        narrowing = conversation.narrowing(reading)
        if (not context.terms and not context.kinds) or not (replacing or conversation.elliptic(reading)):
            return reading, found
        fuller = conversation.carried(reading, context, replacing=replacing)
        again = self._search.run(fuller, shelves, only=only, context=context.production)
        own = {item.term for item in reading.items if item.weight > LIGHT}
        if not replacing and again.best and own.intersection(again.best.left):
            return reading, found  # "nice" asks nothing more of what was spoken of
        prefers = replacing or (narrowing and again.best is not None and again.best.score >= FOLLOWS)
        if again.best and (not found.best or prefers or again.best.score > found.best.score):
            return fuller, again
        return reading, found

    def _in_halves(
        self, whole: Resolved, shelves: Sequence[Shelf], only: str | None, context: Context | None
    ) -> Resolution | None:
        """Both answers of a question that asks two things, where each has one; or the one, where only one half has a
        fact. Of a question that has an answer as a whole, that is the fact which answers it."""
        if len(whole.reading.words) > MOST_AGAIN:
            return None
        best = whole.found.best
        if best is not None and best.explained >= SPLIT_BELOW and best.wording >= 0.75 and best.kind >= 0.9:
            kinds = {kind for _, kind in whole.reading.kinds}
            if len(kinds - {"which"}) < 2:
                return None
        halves = self._compounds.parts(whole.reading, whole.found)
        if halves is None:
            return None
        answered, others = self._halves(halves, shelves, only, context)
        firsts = [one for each in answered if (one := each.first) is not None]
        if len(firsts) == 2:
            return None if firsts[0].entry is firsts[1].entry else Resolution(whole, tuple(answered))
        if not firsts or not others:
            return None
        known = whole.outcome is not Outcome.UNKNOWN
        if known and not (others[0].asking and best is not None and firsts[0].entry is best.entry):
            return None
        if answered[0].decision.likely < SURELY or firsts[0].left:
            return None
        return Resolution(whole, tuple(answered), others[0].said)

    def _halves(
        self, halves: Sequence[Half], shelves: Sequence[Shelf], only: str | None, context: Context | None
    ) -> tuple[list[Resolved], list[Half]]:
        """The halves that have an answer, and those on which nothing is held."""
        answered: list[Resolved] = []
        others: list[Half] = []
        for half in halves:
            found = self._search.run(half.reading, shelves, only=only, context=context.production if context else None)
            resolved = self._resolved(half.reading, found, shelves)
            first = resolved.first
            if resolved.outcome is Outcome.ANSWER and first is not None and first.wording >= HALF:
                answered.append(resolved)
            elif resolved.outcome is Outcome.UNKNOWN:
                others.append(half)
        return answered, others

    def _topics(self, terms: frozenset[str]) -> tuple[str, ...]:
        return tuple(name for name, topic in self._lexicon.topics.items() if topic.leading & terms)


def _turned_to(context: Context, production: str | None) -> Context:
    """The conversation, now about a production; the fact that was spoken of last stays with its own."""
    if context.production == production:
        return context
    return replace(context, production=production, topic=None, fact=None)


class _TitleOf:
    """The title of a fact's production, as the shelves know it."""

    def __init__(self, shelves: Sequence[Shelf]) -> None:
        self._shelves = shelves

    def __call__(self, fact: Fact) -> str:
        for shelf in reversed(self._shelves):
            for scope in (fact.scope, SHARED):
                named = shelf.titles.named.get((scope, fact.production))
                if named is not None:
                    return named.production.title
        return fact.production
