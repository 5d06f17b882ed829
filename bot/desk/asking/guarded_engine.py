"""Call the engine, log its exceptions under a reference, and carry on."""

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
class FailedAnswer(Answer):
    """The answer if the engine raised an exception: unknown. ``reference`` identifies the exception in the log."""

    reference: str = ""


class GuardedEngine:
    """Wraps the engine, so that an exception in it stops nothing else.

    If the engine raises an exception on a question, the answer is `FailedAnswer`. If it raises one on a fact or
    production, it doesn't use it. Both are logged with their traceback. The text of the question or fact is only logged
    at DEBUG, because the log must not contain questions.
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
        """Answer a question with `Engine.ask`; return `FailedAnswer` if that raises an exception."""
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
        except Exception as fault:  # noqa: BLE001 - any exception: the next question must be answered
            about = f"A question of {len(question)} characters (scope {scope}, production {production})"
            return FailedAnswer(
                question, Outcome.UNKNOWN, context=context or Context(), reference=report(fault, about, question)
            )

    def similar(
        self, text: str, *, production: str | None, scope: str = SHARED, limit: int = 5
    ) -> list[tuple[Fact, float]]:
        """Find facts similar to a text with `Engine.similar`; return none if that raises an exception."""
        try:
            return self._engine.similar(text, production=production, scope=scope, limit=limit)
        except Exception as fault:  # noqa: BLE001 - similar facts are only an extra
            report(fault, f"What is like a text of {len(text)} characters (scope {scope})", text)
            return []

    def load(self, productions: Sequence[Production], facts: Sequence[Fact], cache: Cache | None = None) -> None:
        """Add all productions and facts of a store. Productions come first, because facts are indexed without their
        names.

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

    def put_production(self, production: Production) -> tuple[Fact, ...]:
        """Add or replace a production; if the engine can't read it, keep the previous one.

        Return the production's facts: put them again, because their index excludes its names.
        """
        try:
            return self._engine.put_names(production)
        except Exception as fault:  # noqa: BLE001 - the other productions must be usable
            report(fault, f"The production {production.id} ({production.scope})", production.title)
            return ()

    def put_fact(self, fact: Fact) -> None:
        """Add or replace a fact; if the engine can't read it, don't use it for answers."""
        try:
            self._engine.put_fact(fact)
        except Exception as fault:  # noqa: BLE001 - it is already stored, and the other facts must be usable
            report(fault, f"The fact {fact.id} ({fact.scope})", fact.text)
            self._engine.put_fact(fact.model_copy(update={"state": State.RETIRED}))

    def fork(self, scope: str, name: str) -> str:
        """Copy a scope's own facts into a new scope ``name``, for trying changes. Call `drop_scope` afterwards."""
        return self._engine.fork(scope, name)

    def drop_scope(self, scope: str) -> None:
        """Remove everything of one scope. The shared scope stays."""
        self._engine.drop_scope(scope)


def report(fault: Exception, about: str, text: str) -> str:
    """Log an exception under a new reference. The ``text`` that caused it is only logged at DEBUG.

    Returns:
        The reference, six characters.
    """
    reference = secrets.token_hex(3)
    log.error("%s could not be processed, reference %s: %s", about, reference, "".join(_where(fault)).rstrip())
    log.debug("reference %s was about %r", reference, text, exc_info=fault)
    return reference


def _where(fault: BaseException | None) -> Iterator[str]:
    """Yield the type and traceback of an exception and its causes, without messages, which may quote the text."""
    while fault is not None:
        yield f"{type(fault).__qualname__}\n"
        yield from traceback.format_tb(fault.__traceback__)
        fault = fault.__cause__ or fault.__context__
