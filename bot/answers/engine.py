"""Answer questions from the facts in memory.

A question passes through these stages, each of which takes one immutable value and returns the next:

1. ``_parse``: the text, corrected and parsed -> ``ParsedQuestion``
2. ``target_of``: which production it is about, if it says "the second one" -> ``Target``
3. ``_search``: the facts that may answer it, scored; follow-ups are completed -> ``Candidates``
4. ``_resolve``: the candidates reranked by likelihood, and the decision -> ``Resolved``
5. ``_retry_respelt`` and ``_retry_in_halves``: the same stages again for another reading -> ``Resolution``
6. ``_answer``: what the caller gets -> ``Answer``

A decision stays with its candidates (``Resolved``), so no stage can mix two searches.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.answers.answer import Answer, Context, Outcome
from bot.answers.caching import Cache
from bot.answers.correction.question_repair import Repairer
from bot.answers.correction.viterbi import Lattice
from bot.answers.dialogue.compound_questions import Compounds, Half
from bot.answers.dialogue.explanations import explanation
from bot.answers.dialogue.follow_ups import FollowUps, turned_to
from bot.answers.dialogue.resolved import Resolution, Resolved
from bot.answers.dialogue.series_places import Target, target_of
from bot.answers.index.index_cache import IndexCache
from bot.answers.index.indexed_fact import FactIndexer
from bot.answers.index.scopes import Scopes, View
from bot.answers.knowledge import Knowledge
from bot.answers.language.lexicon import Language
from bot.answers.language.normalization import clean, words
from bot.answers.language.terms import Reading
from bot.answers.parsing.parser import Reader
from bot.answers.ranking.reranking import rerank
from bot.answers.ranking.retrieval import Candidates, Search, SearchSpace
from bot.answers.ranking.scoring import Candidate
from bot.facts.models import SHARED, Fact, Production

MIN_RESPELT_STRENGTH = 0.95
"""Minimum strength of a production's name in a question with another spelling."""
MAX_RETRY_WORDS = 20
"""Maximum number of words of a question that is parsed again, with another spelling or in halves.

Of a longer one no fact explains enough."""
MAX_NAMES = 3
"""Maximum number of separate names in a question that is parsed again. Nobody asks about more at once."""
MIN_HALF_LIKENESS = 0.5
"""Minimum likeness of a half to a phrasing of its fact."""
MIN_HALF_LIKELIHOOD = 0.8
"""Minimum likelihood for answering one half if no fact answers the other."""
MIN_WHOLE_SHARE = 0.97
"""Share of a question explained by one fact from which it isn't split."""
MIN_WHOLE_LIKENESS = 0.75
"""Minimum likeness to a phrasing of that fact."""
MIN_WHOLE_KIND = 0.9
"""Minimum fit of that fact to the kind of answer that is asked for."""


@dataclass(frozen=True, slots=True)
class ParsedQuestion:
    """A corrected and parsed question, with the lattice of its alternatives.

    ``lattice`` is None if the question is too long to be parsed again. ``language`` is the hint (a code) that came with
    it.
    """

    reading: Reading
    lattice: Lattice | None
    language: str | None


class Engine:
    """Answers questions from the facts it was given. Synchronous and deterministic; takes about a millisecond per
    question."""

    def __init__(self, knowledge: Knowledge) -> None:
        lexicon = knowledge.lexicon
        self._lexicon = lexicon
        self._digest = knowledge.digest
        self._likelihood = knowledge.likelihood
        self._reader = Reader(lexicon)
        self._scopes = Scopes(lexicon, self._reader, FactIndexer(lexicon, self._reader))
        self._repairer = Repairer(lexicon, knowledge.words)
        self._searcher = Search(lexicon)
        self._follow_ups = FollowUps(self._searcher)
        self._compounds = Compounds(lexicon, self._reader)

    def load(self, productions: Iterable[Production], facts: Iterable[Fact]) -> None:
        """Add many productions and facts. Productions come first, because facts are indexed without their names."""
        for production in productions:
            self.put_production(production)
        for fact in facts:
            self.put_fact(fact)

    def index_cache(self, cache: Cache) -> IndexCache:
        """Return what fills this engine from a cache, as long as it is empty."""
        return IndexCache(self._scopes, self._lexicon.topics, cache, self._digest)

    def put_production(self, production: Production) -> None:
        """Add or replace a production by (scope, id), and index its facts again. With many, that takes seconds."""
        for fact in self.put_names(production):
            self.put_fact(fact)

    def put_names(self, production: Production) -> tuple[Fact, ...]:
        """Add or replace a production by (scope, id). Return its facts, which must be put again, one by one."""
        return self._scopes.put_names(production)

    def put_fact(self, fact: Fact) -> None:
        """Add or replace a fact by (scope, id). If it isn't live, it hides the shared fact with its id."""
        self._scopes.put_fact(fact)

    def drop_scope(self, scope: str) -> None:
        """Remove everything of one scope. The shared scope stays."""
        dropped = self._scopes.drop(scope)
        if dropped is not None:
            self._repairer.forget(dropped)

    def fork(self, scope: str, name: str) -> str:
        """Copy a scope's own facts into a new scope ``name``, for trying changes. Call ``drop_scope`` afterwards."""
        self.drop_scope(name)
        self._scopes.fork(scope, name)
        return name

    def titles(self, scope: str = SHARED) -> tuple[Production, ...]:
        """Return the productions that a scope sees."""
        return self._scopes.view(scope).productions()

    def similar(
        self, text: str, *, production: str | None, scope: str = SHARED, limit: int = 5
    ) -> list[tuple[Fact, float]]:
        """Return facts that are similar to a text, each with its similarity (0 to 1), most similar first."""
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
        """Return the scored candidates for a question, best first; None for an empty question."""
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
        """Answer a question, ask back, or stay silent.

        ``production`` limits the answer to one production. ``context`` is the conversation (``Answer.context`` of the
        last answer). ``today`` decides which dates are in the future. ``language`` (a code) is the hint for questions
        whose words don't show their language.
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
        """Correct and parse a question; None if it is empty."""
        typed = self._reader.expanded(words(clean(question)))
        if not typed:
            return None
        language_typed = self._language_of(typed, view, language)
        lattice = self._repairer.lattice(typed, view.shelves, language_typed)
        repaired = lattice.words()
        language_corrected = language_typed if repaired == typed else self._language_of(repaired, view, language)
        reading = self._reader.read(repaired, language_corrected)
        return ParsedQuestion(reading, lattice if len(typed) <= MAX_RETRY_WORDS else None, language)

    def _language_of(self, typed: Sequence[str], view: View, likely: str | None) -> Language:
        """Return the language of words. Words of titles don't count."""
        known = [shelf.titles.vocabulary for shelf in view.shelves]
        names = known[0] if len(known) == 1 else ChainMap(*known)
        return self._reader.detector.language_of(typed, likely, names=names)

    def _search(self, target: Target, context: Context | None) -> Candidates:
        """Find the facts that may answer a question, and complete a follow-up."""
        alone = self._searcher.run(target.reading, target.space, matches=target.matches)
        if context is None:
            return alone
        return self._follow_ups.completed(alone, target.space, context, another=target.another) or alone

    def _resolve(self, candidates: Candidates) -> Resolved:
        """Rerank candidates, and decide on them."""
        return Resolved.of(rerank(candidates, self._likelihood), candidates.view.title_of)

    def _retry_respelt(self, whole: Resolved, parsed: ParsedQuestion, space: SearchSpace) -> Resolved | None:
        """Answer an unanswered question with one word replaced by a title's, if a fact then explains everything.

        A question that a counterexample rules out isn't tried again.
        """
        if whole.outcome is not Outcome.UNKNOWN or parsed.lattice is None or whole.candidates.declines:
            return None
        other = None if _names_too_many(whole) else self._repairer.other(parsed.lattice, space.view.shelves)
        if other is None:
            return None
        reading = self._reader.read(other, self._language_of(other, space.view, parsed.language))
        found = self._searcher.run(reading, replace(space, spoken_of=None), min_strength=MIN_RESPELT_STRENGTH)
        if not any(map(_surely_explains, found.scored)):
            return None  # no candidate can qualify, however they are reranked
        respelt = self._resolve(found)
        sure = respelt.best is not None and _surely_explains(respelt.best)
        return respelt if sure and respelt.outcome is Outcome.ANSWER else None

    def _retry_in_halves(self, whole: Resolved, space: SearchSpace, context: Context | None) -> Resolution | None:
        """Answer both halves of a question that asks two things, or the one that has a fact.

        If the whole question has an answer, that half must have the same one.
        """
        if len(whole.reading.words) > MAX_RETRY_WORDS or _asks_one_thing(whole) or _names_too_many(whole):
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


def _surely_explains(candidate: Candidate) -> bool:
    """Return whether a fact of a surely named production explains everything in the question."""
    return candidate.query.title.strength > MIN_RESPELT_STRENGTH and not candidate.coverage.left


def _asks_one_thing(whole: Resolved) -> bool:
    """Return whether one fact explains nearly all of a question that asks for one kind of answer."""
    best = whole.best
    if best is None or best.coverage.share < MIN_WHOLE_SHARE:
        return False
    if best.likeness.whole < MIN_WHOLE_LIKENESS or best.kind < MIN_WHOLE_KIND:
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
    return names > MAX_NAMES


def _joined(whole: Resolved, halves: Sequence[tuple[Half, Resolved]]) -> Resolution | None:
    """Join the answers to both halves; None if they are the same fact, or if one of them isn't enough."""
    answered = tuple(resolved for _half, resolved in halves if _answers_half(resolved))
    if len(answered) == 2:
        return None if _same_fact(*answered) else Resolution(whole, answered)
    unanswered = [half for half, resolved in halves if resolved.outcome is Outcome.UNKNOWN]
    if len(answered) == 1 and unanswered and _half_is_enough(whole, answered[0], unanswered[0]):
        return Resolution(whole, answered, unanswered[0].words)
    return None


def _same_fact(one: Resolved, other: Resolved) -> bool:
    """Return whether the same fact answers both halves."""
    first, second = one.first, other.first
    return first is not None and second is not None and first.indexed is second.indexed


def _answers_half(half: Resolved) -> bool:
    """Return whether half of a question has an answer of its own."""
    return half.outcome is Outcome.ANSWER and half.first is not None and half.first.likeness.whole >= MIN_HALF_LIKENESS


def _half_is_enough(whole: Resolved, answered: Resolved, unanswered: Half) -> bool:
    """Return whether one half can be answered although no fact answers the other."""
    first, best = answered.first, whole.best
    if first is None or first.coverage.left or answered.decision.likelihood < MIN_HALF_LIKELIHOOD:
        return False
    if whole.outcome is Outcome.UNKNOWN:
        return True
    return unanswered.asking and best is not None and first.indexed is best.indexed
