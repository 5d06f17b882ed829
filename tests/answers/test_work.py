"""How much work a question takes, counted. Time itself can't be tested on a busy machine."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from benchmarks.one_show import SHOW, TODAY, questions, show
from bot.answers.engine import Engine
from bot.answers.index.sharing import WeightedTerms
from bot.answers.ranking.scoring import Scorer
from tests.shipped import knowledge


def counted(facts: int, monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Return what is done at most for one of many questions about a show with so many facts."""
    held, wordings = show(facts)
    engine = Engine(knowledge())
    engine.load((SHOW,), held)
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
        for question in questions(wordings, 60):
            done.clear()
            engine.ask(question, today=TODAY, production=SHOW.id)
            most |= done
    monkeypatch.undo()
    return most


def test_a_question_compares_no_more_facts_of_a_large_production(monkeypatch: pytest.MonkeyPatch) -> None:
    small, large = counted(150, monkeypatch), counted(1_500, monkeypatch)
    assert small["score"] > 0
    assert small["shared"] > 0
    assert large["score"] <= 1.3 * small["score"]
    assert large["shared"] <= 1.3 * small["shared"]
