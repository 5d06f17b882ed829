"""Call the engine safely: log what it raises under a reference, and carry on."""

from __future__ import annotations

import logging
import secrets
import traceback
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from bot.answers.answer import Answer, Context, Outcome
from bot.facts.models import SHARED, Fact, Production, State

if TYPE_CHECKING:
    from bot.answers.caching import Cache
    from bot.answers.engine import Engine

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Faulted(Answer):
    """The answer to a question on which the engine raised: unknown. ``reference`` finds the cause in the log."""

    reference: str = ""


class Answering:
    """Asks the engine, and keeps it up to date.

    If the engine raises on a question, the answer is `Faulted`. If it can't read a fact or production, it doesn't use
    it. Both are logged as errors with their traceback, but without the text of the question or fact: the log holds no
    questions. At DEBUG it does.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

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
        """Answer a question as `Engine.ask` does; return `Faulted` if that raises."""
        try:
            return self._engine.ask(
                question,
                scope=scope,
                production=production,
                context=context,
                today=today,
                language=language,
                explain=explain,
            )
        except Exception as fault:  # noqa: BLE001 - whatever it is, the next question must be answered
            about = f"A question of {len(question)} characters (scope {scope}, production {production})"
            return Faulted(
                question, Outcome.UNKNOWN, context=context or Context(), reference=report(fault, about, question)
            )

    def similar(
        self, text: str, *, production: str | None, scope: str = SHARED, limit: int = 5
    ) -> list[tuple[Fact, float]]:
        """Find facts similar to a text, as `Engine.similar` does; return none if that raises."""
        try:
            return self._engine.similar(text, production=production, scope=scope, limit=limit)
        except Exception as fault:  # noqa: BLE001 - similar facts are only an extra
            report(fault, f"What is like a text of {len(text)} characters (scope {scope})", text)
            return []

    def load(self, productions: Sequence[Production], facts: Sequence[Fact], cache: Cache | None = None) -> None:
        """Add all productions and facts of a store; productions first, so that facts know their names.

        Facts that a cache holds aren't analysed again. It is written if it lacks many.
        """
        if cache is None:
            for production in productions:
                self.put_production(production)
            for fact in facts:
                self.put_fact(fact)
            return
        index = self._engine.index_cache(cache)
        kept = index.restore(productions, facts)
        for production in productions:
            self.put_production(production)
        for fact in facts:
            if not index.put(kept, fact):
                self.put_fact(fact)
        index.keep(productions, facts, kept)

    def put_production(self, production: Production) -> None:
        """Add or replace a production; keep the earlier one if the engine can't read it."""
        try:
            self._engine.put_production(production)
        except Exception as fault:  # noqa: BLE001 - the other productions must be usable
            report(fault, f"The production {production.id} ({production.scope})", production.title)

    def put_fact(self, fact: Fact) -> None:
        """Add or replace a fact; one that the engine can't read isn't used for answers."""
        try:
            self._engine.put_fact(fact)
        except Exception as fault:  # noqa: BLE001 - it is stored by now, and the other facts must be usable
            report(fault, f"The fact {fact.id} ({fact.scope})", fact.text)
            self._engine.put_fact(fact.model_copy(update={"state": State.RETIRED}))

    def fork(self, scope: str, name: str) -> str:
        """Copy a scope's own facts into a new scope ``name`` to try changes in; ``drop_scope`` it afterwards."""
        return self._engine.fork(scope, name)

    def drop_scope(self, scope: str) -> None:
        """Forget everything of one scope, but not the shared one."""
        self._engine.drop_scope(scope)


def report(fault: Exception, about: str, text: str) -> str:
    """Log a fault, without the ``text`` that caused it, which is logged only at DEBUG.

    Returns:
        The reference in the log, six characters.
    """
    reference = secrets.token_hex(3)
    log.error("%s could not be processed, reference %s: %s", about, reference, "".join(_where(fault)).rstrip())
    log.debug("reference %s was about %r", reference, text, exc_info=fault)
    return reference


def _where(fault: BaseException | None) -> Iterator[str]:
    """Yield the type and traceback of a fault and its causes, without messages, which may quote the text."""
    while fault is not None:
        yield f"{type(fault).__qualname__}\n"
        yield from traceback.format_tb(fault.__traceback__)
        fault = fault.__cause__ or fault.__context__
