"""Answer questions from the facts in memory.

A question passes through these stages, each of which takes one immutable value and returns the next:

1. ``_parse``: the text, corrected and read -> ``ParsedQuestion``
2. ``target_of``: which production it is about, if it says "the second one" -> ``Target``
3. ``_search``: the facts that may answer it, scored; a follow-up is completed -> ``Candidates``
4. ``_resolve``: reranked by likelihood, and decided on -> ``Resolved``
5. ``_retry_respelt`` and ``_retry_in_halves``: the same stages again for another reading -> ``Resolution``
6. ``_answer``: what the caller gets -> ``Answer``

A decision stays with the candidates that it was made on (``Resolved``), so no stage can mix those of two searches.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.answers.answer import Answer, Context, Outcome
from bot.answers.correction.question_repair import Repairer
from bot.answers.correction.viterbi import Lattice
from bot.answers.dialogue.compound_questions import Compounds, Half
from bot.answers.dialogue.explanations import explanation
from bot.answers.dialogue.follow_ups import FollowUps, turned_to
from bot.answers.dialogue.resolved import Resolution, Resolved
from bot.answers.dialogue.series_places import Target, target_of
from bot.answers.index.indexed_fact import FactIndexer
from bot.answers.index.scopes import Scopes, View
from bot.answers.knowledge import Knowledge
from bot.answers.language.lexicon import Language
from bot.answers.language.normalization import clean, words
from bot.answers.language.terms import Reading
from bot.answers.parsing.parser import Reader
from bot.answers.ranking.reranking import rerank
from bot.answers.ranking.retrieval import Candidates, Search, SearchSpace
from bot.facts.models import SHARED, Fact, Production

RESPELT = 0.95
"""How surely a production must be named by a question that was read as spelt otherwise."""
MOST_AGAIN = 20
"""Words of a question that is read again, as spelt otherwise or as two; of a longer one no fact explains enough."""
MOST_NAMES = 3
"""Separate names in a question that is read again. Nobody asks about more at once, and each reading costs time."""
HALF = 0.5
"""How alike a half of a question has to be to a way of asking for its fact."""
SURELY = 0.8
"""Likelihood from which one half is answered where nothing is held on the other."""
SPLIT_BELOW = 0.97
"""A question of which one fact explains this much is not taken apart."""
ASKED_LIKE_THIS, RIGHT_KIND = 0.75, 0.9
"""And how alike it is then to a way of asking for the fact, and how far the fact is the kind of answer asked for."""


@dataclass(frozen=True, slots=True)
class ParsedQuestion:
    """A question as it was probably meant: its reading, and the lattice of what its words may mean besides.

    There is no ``lattice`` for a question that is too long to be read again. ``language`` is the hint (a code) that
    came with it.
    """

    reading: Reading
    lattice: Lattice | None
    language: str | None


class Engine:
    """Answers questions from the facts it was given; synchronous, deterministic, about a millisecond a question."""

    def __init__(self, knowledge: Knowledge) -> None:
        lexicon = knowledge.lexicon
        self._lexicon = lexicon
        self._likelihood = knowledge.likelihood
        self._reader = Reader(lexicon)
        self._scopes = Scopes(lexicon, self._reader, FactIndexer(lexicon, self._reader))
        self._repairer = Repairer(lexicon)
        self._searcher = Search(lexicon)
        self._follow_ups = FollowUps(self._searcher)
        self._compounds = Compounds(lexicon, self._reader)

    def load(self, productions: Iterable[Production], facts: Iterable[Fact]) -> None:
        """Add many productions and facts; productions first, so that facts know their names."""
        for production in productions:
            self.put_production(production)
        for fact in facts:
            self.put_fact(fact)

    def put_production(self, production: Production) -> None:
        """Add or replace a production by (scope, id); its facts are read again, for its names are no part of them."""
        self._scopes.put_production(production)

    def put_fact(self, fact: Fact) -> None:
        """Add or replace a fact by (scope, id). One that is not live hides the shared fact of its id, if any."""
        self._scopes.put_fact(fact)

    def drop_scope(self, scope: str) -> None:
        """Forget everything of one scope; the shared one stays."""
        dropped = self._scopes.drop(scope)
        if dropped is not None:
            self._repairer.forget(dropped)

    def fork(self, scope: str, name: str) -> str:
        """Copy a scope's own facts into a new scope ``name``, for trying changes; ``drop_scope`` it afterwards."""
        self.drop_scope(name)
        self._scopes.fork(scope, name)
        return name

    def titles(self, scope: str = SHARED) -> tuple[Production, ...]:
        """The productions that a scope sees."""
        return self._scopes.view(scope).productions()

    def similar(
        self, text: str, *, production: str | None, scope: str = SHARED, limit: int = 5
    ) -> list[tuple[Fact, float]]:
        """Facts that say or answer about the same as a text, with how alike they are (0 to 1), most alike first."""
        typed = words(clean(text))
        if not typed:
            return []
        found = self._searcher.run(self._reader.read(typed), SearchSpace(self._scopes.view(scope), only=production))
        alike = [
            (one.fact, round(min(1.0, one.coverage.share * (0.4 + 0.6 * one.likeness.whole)), 4))
            for one in found.scored
        ]
        return sorted(alike, key=lambda pair: (-pair[1], pair[0].id))[:limit]

    def search(self, question: str, *, scope: str = SHARED) -> Candidates | None:
        """The candidates for a question with what they scored by, best first; None where it says nothing."""
        view = self._scopes.view(scope)
        parsed = self._parse(question, view)
        return self._searcher.run(parsed.reading, SearchSpace(view)) if parsed else None

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
        view = self._scopes.view(scope)
        parsed = self._parse(question, view, language)
        if parsed is None:
            return Answer(question, Outcome.UNKNOWN, context=context or Context())
        space = SearchSpace(view, only=production, spoken_of=context.production if context else None)
        target = target_of(parsed.reading, space, self._searcher)
        turned = turned_to(context, target.space.spoken_of)
        whole = self._resolve(self._search(target, turned))
        meant = self._retry_respelt(whole, parsed, target.space) or whole
        resolution = self._retry_in_halves(meant, target.space, turned) or Resolution(meant)
        return self._answer(question, resolution, turned, today=today, explain=explain)

    def _parse(self, question: str, view: View, language: str | None = None) -> ParsedQuestion | None:
        """Read a question as it was probably meant; None where it says nothing."""
        typed = self._reader.expanded(words(clean(question)))
        if not typed:
            return None
        told = self._language_of(typed, view, language)
        lattice = self._repairer.lattice(typed, view.shelves, told)
        repaired = lattice.words()
        meant_in = told if repaired == typed else self._language_of(repaired, view, language)
        reading = self._reader.read(repaired, meant_in)
        return ParsedQuestion(reading, lattice if len(typed) <= MOST_AGAIN else None, language)

    def _language_of(self, typed: Sequence[str], view: View, likely: str | None) -> Language:
        """The language of words; those of titles tell nothing."""
        known = [shelf.titles.vocabulary for shelf in view.shelves]
        names = known[0] if len(known) == 1 else ChainMap(*known)
        return self._reader.detector.language_of(typed, likely, names=names)

    def _search(self, target: Target, context: Context | None) -> Candidates:
        """Find the facts that may answer a question, completed where it is a follow-up."""
        alone = self._searcher.run(target.reading, target.space, matches=target.matches)
        if context is None:
            return alone
        return self._follow_ups.completed(alone, target.space, context, another=target.another) or alone

    def _resolve(self, candidates: Candidates) -> Resolved:
        """Rerank candidates, and decide on them."""
        return Resolved.of(rerank(candidates, self._likelihood), candidates.view.title_of)

    def _retry_respelt(self, whole: Resolved, parsed: ParsedQuestion, space: SearchSpace) -> Resolved | None:
        """Answer a question that isn't answered with one word taken for a title's, if a fact then explains all of it.

        One that is known not to be answered by a fact is not answered as spelt otherwise either.
        """
        if whole.outcome is not Outcome.UNKNOWN or parsed.lattice is None or whole.candidates.declines:
            return None
        if _names_too_many(whole):
            return None
        other = self._repairer.other(parsed.lattice, space.view.shelves)
        if other is None:
            return None
        reading = self._reader.read(other, self._language_of(other, space.view, parsed.language))
        found = self._searcher.run(reading, replace(space, spoken_of=None), surely=RESPELT)
        if not any(one.query.title.strength > RESPELT and not one.coverage.left for one in found.scored):
            return None  # whichever is likeliest
        respelt = self._resolve(found)
        best = respelt.best
        sure = best is not None and not best.coverage.left and best.query.title.strength > RESPELT
        return respelt if sure and respelt.outcome is Outcome.ANSWER else None

    def _retry_in_halves(self, whole: Resolved, space: SearchSpace, context: Context | None) -> Resolution | None:
        """Answer both halves of a question that asks two things, or the one that has a fact.

        Of a question that has an answer as a whole, that is the fact which answers it.
        """
        if len(whole.reading.words) > MOST_AGAIN or _asks_one_thing(whole) or _names_too_many(whole):
            return None
        halves = self._compounds.parts(whole.candidates)
        if halves is None:
            return None
        within = replace(space, spoken_of=context.production if context else None)
        resolved = [(half, self._resolve(self._searcher.run(half.reading, within))) for half in halves]
        return _joined(whole, resolved)

    def _answer(
        self, question: str, resolution: Resolution, context: Context | None, *, today: date, explain: bool
    ) -> Answer:
        return Answer(
            question,
            resolution.outcome,
            parts=resolution.parts(today),
            unanswered=resolution.unanswered,
            choices=resolution.choices,
            score=round(resolution.likelihood, 4),
            productions=resolution.productions(least=0.7, most=5),
            topics=self._topics(resolution.terms()),
            context=resolution.context(context),
            explanation=explanation(resolution) if explain else None,
        )

    def _topics(self, terms: frozenset[str]) -> tuple[str, ...]:
        return tuple(name for name, topic in self._lexicon.topics.items() if topic.leading & terms)


def _asks_one_thing(whole: Resolved) -> bool:
    """Whether one fact explains nearly all of a question, which asks for no two kinds of answer."""
    best = whole.best
    if best is None or best.coverage.share < SPLIT_BELOW:
        return False
    if best.likeness.whole < ASKED_LIKE_THIS or best.kind < RIGHT_KIND:
        return False
    return len({kind for _, kind in whole.reading.kinds} - {"which"}) < 2


def _names_too_many(whole: Resolved) -> bool:
    """Return whether a question has more separate names of productions than anybody asks about."""
    taken: set[int] = set()
    names = 0
    matches = whole.candidates.found.matches.values()
    for match in sorted(matches, key=lambda one: -len(one.positions)):
        if match.positions and taken.isdisjoint(match.positions):
            taken |= match.positions
            names += 1
    return names > MOST_NAMES


def _joined(whole: Resolved, halves: Sequence[tuple[Half, Resolved]]) -> Resolution | None:
    """Join the answers to both halves; None where they are one fact, or where one of them is not enough."""
    answered = tuple(resolved for _half, resolved in halves if _answers_half(resolved))
    if len(answered) == 2:
        return None if _same_fact(*answered) else Resolution(whole, answered)
    unanswered = [half for half, resolved in halves if resolved.outcome is Outcome.UNKNOWN]
    if len(answered) == 1 and unanswered and _half_is_enough(whole, answered[0], unanswered[0]):
        return Resolution(whole, answered, unanswered[0].said)
    return None


def _same_fact(one: Resolved, other: Resolved) -> bool:
    """Whether two halves are answered by the same fact."""
    first, second = one.first, other.first
    return first is not None and second is not None and first.indexed is second.indexed


def _answers_half(half: Resolved) -> bool:
    """Whether a half of a question has an answer of its own."""
    return half.outcome is Outcome.ANSWER and half.first is not None and half.first.likeness.whole >= HALF


def _half_is_enough(whole: Resolved, answered: Resolved, unanswered: Half) -> bool:
    """Whether one half is answered though nothing is held on the other."""
    first, best = answered.first, whole.best
    if first is None or first.coverage.left or answered.decision.likelihood < SURELY:
        return False
    if whole.outcome is Outcome.UNKNOWN:
        return True
    return unanswered.asking and best is not None and first.indexed is best.indexed
