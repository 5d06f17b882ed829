"""No question is too strange for any store: the short form of ``make fuzz``, with another seed in each run."""

from __future__ import annotations

import random
from datetime import date

import pytest

from bot.answers.answer import Outcome
from bot.answers.engine import Engine
from bot.data import shipped_packs
from bot.evaluation.sets import read_facts
from tests.shipped import knowledge
from tools.fuzz.asking import Asker
from tools.fuzz.coverage import Coverage, run
from tools.fuzz.questions import KINDS, numerals
from tools.fuzz.stores import stores

QUESTIONS = 500
FILMS = 1000


@pytest.mark.parametrize("name", stores())
def test_every_question_gets_an_answer_that_may_be(name: str) -> None:
    """What fails here is repeated by ``python -m tools.fuzz --films 1000`` with the store and case that are told."""
    coverage = Coverage()
    seed = str(random.randrange(10**9))
    run(Asker(stores(FILMS)[name](), knowledge()), QUESTIONS, seed, coverage)
    assert [f"--store {told.store} --case {told.case}: {told.wrong} {told.turn}" for told in coverage.wrong] == []
    assert coverage.kinds == set(KINDS)
    assert coverage.outcomes >= {"answer", "clarify", "unknown"}


@pytest.fixture(scope="module")
def shipped() -> Engine:
    engine = Engine(knowledge())
    engine.load(*read_facts(shipped_packs()))
    return engine


@pytest.mark.parametrize(
    "question",
    [
        "who plays grace and is hannah waddingham in it",
        "who did the cinematography and who edited it",
        "who stitched all these scenes together bro plus is the rave really at the doge's old home",
    ],
)
def test_two_questions_on_two_films_are_answered_each_from_its_own_candidates(shipped: Engine, question: str) -> None:
    answer = shipped.ask(question, today=date(2026, 11, 22), explain=True)
    assert answer.outcome is Outcome.ANSWER
    assert answer.context.production == answer.parts[-1].fact.production
    assert answer.context.fact == answer.parts[-1].fact.id


def test_a_case_is_the_same_each_time() -> None:
    asker = Asker(stores()["series"](), knowledge())
    cases = [f"7.{number}" for number in range(20)]
    assert [list(asker.case(case)) for case in cases] == [list(asker.case(case)) for case in reversed(cases)][::-1]


def test_every_sort_of_numeral_is_asked() -> None:
    assert {"3", "٣", "Ⅷ", "²", "½", "፩", "〇"} <= set(numerals())
