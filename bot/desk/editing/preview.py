"""Preview a draft: its card, similar facts, and the questions that would be answered differently."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from bot.answers.answer import Answer, Outcome
from bot.desk.asking.guarded_engine import GuardedEngine
from bot.desk.asking.popularity import Popularity
from bot.desk.asking.similar_questions import comparable
from bot.desk.cards.card import Card, make_card
from bot.desk.cards.spoilers import Outlet, Reader, Spoilers
from bot.desk.runtime.clock import Clock, today
from bot.desk.runtime.cooperative import slowly
from bot.desk.state.catalogue import Catalogue
from bot.facts.models import AnnouncedDate, Fact, State, server_scope
from bot.facts.wording.differences import Difference, differences
from bot.messages import _

MAX_QUESTIONS = 60
"""Maximum number of questions to ask before and after the change. Each takes about a millisecond."""

MAX_DUPLICATES = 5
_MAX_OWN = 20
_MAX_RELATED = 6
_MAX_PHRASINGS = 3
_MIN_SIMILARITY = 0.65
"""Minimum similarity (0 to 1), by the engine, of a possible duplicate. In the shipped pack, 7 of 156 facts get a wrong
one, and facts that state the same thing in other words are found."""

_MIN_WORDING_SIMILARITY = 0.85
"""Minimum similarity (0 to 1), by wording alone, of a possible duplicate."""

_MAX_COMPARED = 500


@dataclass(frozen=True, slots=True)
class Altered:
    """A question that would be answered differently: its answer before and after, and the ``facts`` of both.

    ``other_fact``: the answer would be another fact, or there would be a first or no answer. Otherwise only the text
    differs.
    """

    question: str
    before: str
    after: str
    other_fact: bool
    facts: tuple[Fact, ...]

    @property
    def words(self) -> tuple[str, str, str]:
        """Return the question, and its answer before and after."""
        return self.question, self.before, self.after


@dataclass(frozen=True, slots=True)
class Preview:
    """What saving a draft would do. ``duplicates`` are possible ones with their similarity (0 to 1), best first.

    ``announced`` is the announced date that would be added, None if no date moves. ``differences`` are between the
    edited fact and its previous version. ``notes`` say how the input was understood.
    """

    fact: Fact
    card: Card
    duplicates: tuple[tuple[Fact, float], ...]
    altered: tuple[Altered, ...]
    announced: AnnouncedDate | None
    differences: tuple[Difference, ...]
    notes: tuple[str, ...] = ()


class Previewer:
    """Tries a change in a temporary scope that nobody sees."""

    def __init__(
        self, *, answers: GuardedEngine, catalogue: Catalogue, spoilers: Spoilers, popularity: Popularity, clock: Clock
    ) -> None:
        self._answering = answers
        self._catalogue = catalogue
        self._spoilers = spoilers
        self._popularity = popularity
        self._clock = clock
        # Names have twenty digits with leading zeros, which no Discord id has.
        self._trials = itertools.count(1)

    async def preview(self, fact: Fact, base: Fact | None, scope: str, notes: tuple[str, ...] = ()) -> Preview:
        """Preview what saving ``fact`` in ``scope`` instead of ``base`` would do."""
        day = today(self._clock)
        duplicates = self._duplicates(fact, scope)
        questions = self._questions(fact, base, [duplicate for duplicate, _score in duplicates], scope)
        return Preview(
            fact=fact,
            card=make_card(fact, self._catalogue, day, scope, self._spoilers.at(Outlet.PREVIEW, Reader(scope))),
            duplicates=duplicates,
            altered=await self._altered(questions, fact, scope),
            announced=_announced(base, fact),
            differences=differences(base, fact) if base is not None else (),
            notes=notes,
        )

    def _duplicates(self, fact: Fact, scope: str) -> tuple[tuple[Fact, float], ...]:
        """Return possible duplicates: facts that the engine finds similar, and those with nearly the same wording."""
        found = self._answering.similar(fact.text, production=fact.production, scope=scope, limit=2 * MAX_DUPLICATES)
        alike = {each.id: (each, score) for each, score in found if score >= _MIN_SIMILARITY}
        others = self._catalogue.facts(scope, fact.production)[:_MAX_COMPARED]
        texts = [comparable(each.text) for each in others]
        worded = process.extract(
            comparable(fact.text),
            texts,
            scorer=fuzz.token_sort_ratio,
            score_cutoff=100 * _MIN_WORDING_SIMILARITY,
            limit=2 * MAX_DUPLICATES,
        )
        for _text, score, number in worded:
            each = others[number]
            alike[each.id] = (each, max(score / 100, alike.get(each.id, (each, 0.0))[1]))
        alike.pop(fact.id, None)
        return tuple(sorted(alike.values(), key=lambda pair: -pair[1])[:MAX_DUPLICATES])

    def _questions(
        self, fact: Fact, base: Fact | None, duplicates: Iterable[Fact], scope: str
    ) -> list[tuple[str, tuple[Fact, ...]]]:
        """Return the questions to ask: phrasings of the fact and similar ones, and the most asked; at most 60.

        Each comes with the facts it belongs to. Only added and removed counterexamples are included, because the change
        doesn't affect the others.
        """
        own = [*fact.phrasings[:_MAX_OWN], *(base.phrasings[:_MAX_OWN] if base is not None else ())]
        before = base.counterexamples if base is not None else ()
        declined = [*fact.counterexamples, *before]
        own += [each for each in declined if (each in before) is not (each in fact.counterexamples)][:_MAX_OWN]
        related = {each.id: each for each in (*duplicates, *self._catalogue.related(fact, scope, _MAX_RELATED))}
        asked: list[tuple[str, Fact | None]] = [(phrase, fact) for phrase in own]
        asked += [(phrase, each) for each in related.values() for phrase in each.phrasings[:_MAX_PHRASINGS]]
        popular = self._popularity.top_phrases(scope)[:MAX_QUESTIONS]
        asked += [(phrase, self._catalogue.find_fact(name, scope)) for phrase, name, _count in popular]
        by_text: dict[str, tuple[str, tuple[Fact, ...]]] = {}
        for phrase, owner in asked:
            _phrase, owners = by_text.get(phrase.casefold(), ("", ()))
            by_text[phrase.casefold()] = phrase, (*owners, owner) if owner is not None else owners
        return list(by_text.values())[:MAX_QUESTIONS]

    async def _altered(
        self, questions: list[tuple[str, tuple[Fact, ...]]], fact: Fact, scope: str
    ) -> tuple[Altered, ...]:
        trial = self._answering.fork(scope, server_scope(f"{next(self._trials):020}"))
        try:
            self._answering.put_fact(fact.model_copy(update={"scope": trial, "state": State.LIVE, "merged_into": None}))
            found = [each async for asked in slowly(questions) if (each := self._compare(*asked, scope, trial))]
        finally:
            self._answering.drop_scope(trial)
        return tuple(sorted(found, key=lambda each: not each.other_fact))

    def _compare(self, question: str, owners: tuple[Fact, ...], scope: str, trial: str) -> Altered | None:
        day = today(self._clock)
        before = self._answering.ask(question, scope=scope, today=day)
        after = self._answering.ask(question, scope=trial, today=day)
        was, will = _words(before), _words(after)
        if was == will and _ids(before) == _ids(after):
            return None
        return Altered(question, was, will, _ids(before) != _ids(after), (*before.facts, *after.facts, *owners))


def _ids(answer: Answer) -> tuple[str, ...]:
    return (answer.outcome, *(fact.id for fact in answer.facts))


def _words(answer: Answer) -> str:
    match answer.outcome:
        case Outcome.ANSWER:
            return " ".join(part.text for part in answer.parts)
        case Outcome.CLARIFY:
            choices = " / ".join(choice.label for choice in answer.choices)
            return _("asks back: {choices}").format(choices=choices)
        case _:
            return _("no answer")


def _announced(base: Fact | None, fact: Fact) -> AnnouncedDate | None:
    before = 0 if base is None else len(base.announced_dates)
    return fact.announced_dates[-1] if len(fact.announced_dates) > before else None
