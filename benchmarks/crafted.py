"""Time of the worst questions that somebody may craft, as multiples of a plain one: many short titles in one sentence.

Run ``python -m benchmarks crafted``. Titles such as "9", "Us" or "Up" are everyday words and numbers, so that a
question made of them names many productions at once, and may be read in many ways. Random ones are asked, and the
slowest shown.
"""

from __future__ import annotations

import gc
import time
from datetime import date
from random import Random

from benchmarks.synthetic import words
from bot.answers.engine import Engine
from bot.answers.knowledge import Knowledge
from bot.data import lexicon_folder
from bot.facts.models import DateValue, Fact, NumberValue, Production

TODAY = date(2026, 11, 22)
QUESTIONS = 400
MOST = 8.0
"""How many times as long as a plain question any other may take."""

_NAMES = words(
    "21 9 A It Us Up Her Big Saw Run Red Elf 300 10 12 Go Max Salt Cars Brave Bolt Heat Holes Hook Kids Mud Milk Moon "
    "Ray Room Rush Sing Soul Wild Wish X Y Z If Ma Old Lamb Fall Smile Drive Flow Fury Vice 1917 2012 54 50/50 W."
)
_FURTHER = ("", " II", " III", " 2", " & A", " Part One")
_BETWEEN = (
    *words("and or & , ? when runtime where II III 2017 release not is the"),
    *("how long is", "who directed", "part 3", "season 2", "episode 3", "come out"),
)


def short_titles() -> tuple[list[Production], list[Fact]]:
    """Return productions with short titles and sequels, each with a release date and a runtime."""
    productions: list[Production] = []
    facts: list[Fact] = []
    for number, title in enumerate(name + further for name in _NAMES for further in _FURTHER):
        key, year = f"short-{number}x", 1990 + number % 40
        productions.append(Production(id=key, title=title))
        facts += [
            Fact(
                id=f"{key}-release",
                production=key,
                topic="release",
                subject="release",
                text=f"{title} came out on 3 May {year}.",
                value=DateValue(edtf=f"{year}-05-03"),
                phrasings=(f"when did {title} come out",),
            ),
            Fact(
                id=f"{key}-runtime",
                production=key,
                topic="production",
                subject="runtime",
                text=f"{title} runs {80 + number % 70} minutes.",
                value=NumberValue(amount=80 + number % 70, unit="minutes"),
                phrasings=(f"how long is {title}", f"{title} runtime"),
            ),
        ]
    return productions, facts


def crafted(count: int = QUESTIONS, seed: int = 5) -> list[str]:
    """Return questions made of titles and the words between them."""
    random = Random(seed)
    parts = (*_NAMES, *_BETWEEN)
    return [" ".join(random.choices(parts, k=random.choice((4, 6, 8, 10, 14, 20, 30)))) for _ in range(count)]


def _milliseconds(engine: Engine, question: str) -> float:
    start = time.process_time()
    engine.ask(question, today=TODAY)
    return (time.process_time() - start) * 1000


def _times(engine: Engine, question: str, plain: str) -> float:
    """Return how many times as long as a plain question another takes; both in turn, the least of each counts."""
    both = [(_milliseconds(engine, plain), _milliseconds(engine, question)) for _ in range(9)]
    return min(taken for _, taken in both) / min(taken for taken, _ in both)


def main() -> None:
    """Print the slowest crafted questions, and how many times as long as a plain one they take."""
    productions, facts = short_titles()
    engine = Engine(Knowledge.load(lexicon_folder()))
    engine.load(productions, facts)
    gc.collect()
    gc.freeze()  # as the application does once it has loaded
    plain = sorted(_milliseconds(engine, fact.phrasings[0]) for fact in facts[:: len(facts) // 40])
    median = plain[len(plain) // 2]
    usual = min(
        (fact.phrasings[0] for fact in facts[:: len(facts) // 40]),
        key=lambda question: abs(_milliseconds(engine, question) - median),
    )
    print(f"a plain question about one of {len(productions)} short titles: {median:.2f} ms")
    slow = sorted(crafted(), key=lambda question: -_milliseconds(engine, question))[:20]
    worst = sorted(((_times(engine, question, usual), question) for question in slow), reverse=True)
    for times, question in worst[:3]:
        print(f"{times:6.1f} times: {question}")
    met = "reached" if worst[0][0] <= MOST else "MISSED"
    print(f"{met:<8} slowest crafted question, times: {worst[0][0]:.1f}, at most {MOST:g}")
