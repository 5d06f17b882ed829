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

ASKED = 60
"""Questions that a preview asks before and after the change; each takes about a millisecond."""

DOUBLES = 5
_OWN = 20
_NEIGHBOURS = 6
_PHRASINGS_EACH = 3
_DOUBLE = 0.65
"""Similarity (0 to 1) by the engine from which on a fact is a possible duplicate. Measured on the shipped pack: 7 of
156 facts get a wrong one, and facts that say the same in other words are found."""

_WORDED = 0.85
"""The same by wording alone."""

_COMPARED = 500


@dataclass(frozen=True, slots=True)
class Altered:
    """A question that would be answered differently: its answer before and after, and the ``facts`` of both.

    ``other_fact``: another fact would answer it, or none, or one for the first time; else only the text differs.
    """

    question: str
    before: str
    after: str
    other_fact: bool
    facts: tuple[Fact, ...]

    @property
    def words(self) -> tuple[str, str, str]:
        """The question, and its answer before and after."""
        return self.question, self.before, self.after


@dataclass(frozen=True, slots=True)
class Preview:
    """What saving a draft would do. ``doubles`` are possible duplicates with their similarity (0 to 1), best first.

    ``announced`` is the announced date that would be added, None if no date moves. ``differences`` compare with the
    fact that was edited. ``notes`` say how the input was read.
    """

    fact: Fact
    card: Card
    doubles: tuple[tuple[Fact, float], ...]
    altered: tuple[Altered, ...]
    announced: AnnouncedDate | None
    differences: tuple[Difference, ...]
    notes: tuple[str, ...] = ()


class Previewer:
    """Tries out a change in a temporary scope that nobody else sees."""

    def __init__(
        self, *, answers: GuardedEngine, catalogue: Catalogue, spoilers: Spoilers, popularity: Popularity, clock: Clock
    ) -> None:
        self._answering = answers
        self._catalogue = catalogue
        self._spoilers = spoilers
        self._popularity = popularity
        self._clock = clock
        # Twenty digits with leading zeros, like no Discord id.
        self._trials = itertools.count(1)

    async def preview(self, fact: Fact, base: Fact | None, scope: str, notes: tuple[str, ...] = ()) -> Preview:
        """Work out what saving ``fact`` in ``scope`` in place of ``base`` would do."""
        day = today(self._clock)
        doubles = self._doubles(fact, scope)
        questions = self._questions(fact, base, [double for double, _score in doubles], scope)
        return Preview(
            fact=fact,
            card=make_card(fact, self._catalogue, day, scope, self._spoilers.at(Outlet.PREVIEW, Reader(scope))),
            doubles=doubles,
            altered=await self._altered(questions, fact, scope),
            announced=_announced(base, fact),
            differences=differences(base, fact) if base is not None else (),
            notes=notes,
        )

    def _doubles(self, fact: Fact, scope: str) -> tuple[tuple[Fact, float], ...]:
        """Return facts that the engine finds similar, and facts with nearly the same wording."""
        found = self._answering.similar(fact.text, production=fact.production, scope=scope, limit=2 * DOUBLES)
        alike = {each.id: (each, score) for each, score in found if score >= _DOUBLE}
        others = self._catalogue.facts(scope, fact.production)[:_COMPARED]
        texts = [comparable(each.text) for each in others]
        worded = process.extract(
            comparable(fact.text), texts, scorer=fuzz.token_sort_ratio, score_cutoff=100 * _WORDED, limit=2 * DOUBLES
        )
        for _text, score, number in worded:
            each = others[number]
            alike[each.id] = (each, max(score / 100, alike.get(each.id, (each, 0.0))[1]))
        alike.pop(fact.id, None)
        return tuple(sorted(alike.values(), key=lambda pair: -pair[1])[:DOUBLES])

    def _questions(
        self, fact: Fact, base: Fact | None, doubles: Iterable[Fact], scope: str
    ) -> list[tuple[str, tuple[Fact, ...]]]:
        """Return the phrasings of the fact and similar ones, and what is asked most here; at most ``ASKED``.

        Each comes with the facts it belongs to. Of the fact's counterexamples, only added and removed ones are asked,
        because the change affects no others.
        """
        own = [*fact.phrasings[:_OWN], *(base.phrasings[:_OWN] if base is not None else ())]
        before = base.counterexamples if base is not None else ()
        turned = [*fact.counterexamples, *before]
        own += [each for each in turned if (each in before) is not (each in fact.counterexamples)][:_OWN]
        related = {each.id: each for each in (*doubles, *self._catalogue.related(fact, scope, _NEIGHBOURS))}
        asked: list[tuple[str, Fact | None]] = [(phrase, fact) for phrase in own]
        asked += [(phrase, each) for each in related.values() for phrase in each.phrasings[:_PHRASINGS_EACH]]
        popular = self._popularity.top_phrases(scope)[:ASKED]
        asked += [(phrase, self._catalogue.find_fact(name, scope)) for phrase, name, _count in popular]
        once: dict[str, tuple[str, tuple[Fact, ...]]] = {}
        for phrase, owner in asked:
            _phrase, owners = once.get(phrase.casefold(), ("", ()))
            once[phrase.casefold()] = phrase, (*owners, owner) if owner is not None else owners
        return list(once.values())[:ASKED]

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
