"""How much work a question takes, counted. Time itself can't be tested on a busy machine."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import pytest

from benchmarks.crafted import crafted, short_titles
from benchmarks.one_show import SHOW, TODAY, questions, show
from bot.answers.engine import Engine
from bot.answers.index.sharing import WeightedTerms
from bot.answers.ranking.query_building import QueryBuilder
from bot.answers.ranking.scoring import Scorer
from tests.shipped import knowledge


def counted(
    engine: Engine, asked: Sequence[str], monkeypatch: pytest.MonkeyPatch, production: str | None = None
) -> Counter[str]:
    """What is done at most for one of some questions."""
    done: Counter[str] = Counter()
    most: Counter[str] = Counter()

    def counting(owner: type, name: str) -> None:
        original = getattr(owner, name)

        def called(*given: Any, **named: Any) -> Any:
            done[name] += 1
            return original(*given, **named)

        monkeypatch.setattr(owner, name, called)

    with monkeypatch.context():
        counting(WeightedTerms, "shared")
        counting(Scorer, "score")
        counting(QueryBuilder, "build")
        for question in asked:
            done.clear()
            engine.ask(question, today=TODAY, production=production)
            most |= done
    monkeypatch.undo()
    return most


def of_show(facts: int, monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """What is done at most for a question about a show with so many facts."""
    held, wordings = show(facts)
    engine = Engine(knowledge())
    engine.load((SHOW,), held)
    return counted(engine, questions(wordings, 60), monkeypatch, SHOW.id)


def test_a_question_compares_no_more_facts_of_a_large_production(monkeypatch: pytest.MonkeyPatch) -> None:
    small, large = of_show(150, monkeypatch), of_show(1_500, monkeypatch)
    assert small["score"] > 0
    assert small["shared"] > 0
    assert large["score"] <= 1.3 * small["score"]
    assert large["shared"] <= 1.3 * small["shared"]


def test_a_question_that_names_many_productions_is_not_read_again_and_again(monkeypatch: pytest.MonkeyPatch) -> None:
    engine = Engine(knowledge())
    engine.load(*short_titles())
    most = counted(engine, crafted(150), monkeypatch)
    assert 0 < most["build"] <= 30
    assert 0 < most["score"] <= 120
