"""A cache in memory, and what comes out of a start with it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.answers.answer import Answer
from bot.answers.engine import Engine
from bot.desk.asking.guarded_engine import GuardedEngine
from bot.facts.models import Fact, Production
from tests.answers.series import TODAY
from tests.shipped import knowledge


class MemoryCache:
    """Keeps parts in a dictionary."""

    def __init__(self) -> None:
        self.held: dict[str, tuple[str, list[bytes]]] = {}
        self.written: list[str] = []

    def read(self, name: str, key: str) -> list[bytes] | None:
        """Return parts as they were written."""
        known, parts = self.held.get(name, ("", []))
        return list(parts) if known == key else None

    def write(self, name: str, key: str, parts: Sequence[bytes]) -> None:
        """Keep parts."""
        self.held[name] = (key, list(parts))
        self.written.append(name)


def started(productions: Sequence[Production], facts: Sequence[Fact], cache: MemoryCache | None = None) -> Engine:
    """Return an engine as a start loads it."""
    engine = Engine(knowledge())
    GuardedEngine(engine).load(productions, facts, cache)
    return engine


def answers(engine: Engine, questions: Iterable[str], scope: str = "shared") -> list[Answer]:
    """Return the whole answers to questions, with their explanations."""
    return [engine.ask(question, today=TODAY, scope=scope, explain=True) for question in questions]
