"""The engine as the desk uses it. What the engine raises is logged under a reference, and stops nothing else."""

from __future__ import annotations

import logging
import secrets
import traceback
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from bot.answers.answer import Answer, Context, Outcome
from bot.facts.models import SHARED, Fact, Production, State

if TYPE_CHECKING:
    from bot.answers.engine import Engine

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Faulted(Answer):
    """The answer to a question that the engine raised on: unknown. ``reference`` is where the log tells the cause."""

    reference: str = ""


class Answering:
    """Asks the engine, and keeps it up to date.

    A question that the engine raises on is unknown (`Faulted`). A fact or production that it cannot read is not
    answered from. Either is logged as an error with its traceback, without a word of what was asked or written:
    the log holds no questions. At DEBUG they follow.
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
        """Answer a question as `Engine.ask` does; `Faulted` where that raises."""
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
        """Find what says about the same as a text, as `Engine.similar` does; nothing where that raises."""
        try:
            return self._engine.similar(text, production=production, scope=scope, limit=limit)
        except Exception as fault:  # noqa: BLE001 - what is alike is shown beside what was asked for
            report(fault, f"What is like a text of {len(text)} characters (scope {scope})", text)
            return []

    def load(self, productions: Iterable[Production], facts: Iterable[Fact]) -> None:
        """Add many productions and facts; productions first, so that facts know their names."""
        for production in productions:
            self.put_production(production)
        for fact in facts:
            self.put_fact(fact)

    def put_production(self, production: Production) -> None:
        """Add or replace a production; one that the engine cannot read stays as it was."""
        try:
            self._engine.put_production(production)
        except Exception as fault:  # noqa: BLE001 - the others have to be known all the same
            report(fault, f"The production {production.id} ({production.scope})", production.title)

    def put_fact(self, fact: Fact) -> None:
        """Add or replace a fact; one that the engine cannot read is not answered from."""
        try:
            self._engine.put_fact(fact)
        except Exception as fault:  # noqa: BLE001 - the store holds it by now, and the others must be answered from
            report(fault, f"The fact {fact.id} ({fact.scope})", fact.text)
            self._engine.put_fact(fact.model_copy(update={"state": State.RETIRED}))

    def fork(self, scope: str, name: str) -> str:
        """Copy a scope's own facts into a new scope ``name``, for trying changes; ``drop_scope`` it afterwards."""
        return self._engine.fork(scope, name)

    def drop_scope(self, scope: str) -> None:
        """Forget everything of one scope; the shared one stays."""
        self._engine.drop_scope(scope)


def report(fault: Exception, about: str, text: str) -> str:
    """Log what went wrong and about what, without the ``text`` that was worked on; that follows at DEBUG.

    Returns the reference under which it is logged, of six characters.
    """
    reference = secrets.token_hex(3)
    log.error("%s could not be worked on, reference %s: %s", about, reference, "".join(_where(fault)).rstrip())
    log.debug("reference %s was about %r", reference, text, exc_info=fault)
    return reference


def _where(fault: BaseException | None) -> Iterator[str]:
    """The kind of a fault and where it came up, then the same of its causes; no message, which may quote the text."""
    while fault is not None:
        yield f"{type(fault).__qualname__}\n"
        yield from traceback.format_tb(fault.__traceback__)
        fault = fault.__cause__ or fault.__context__
