"""Ask conversations of one store, and check what must be true of every answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from random import Random

from bot.answers.answer import Answer, Context, Outcome
from bot.answers.engine import Engine
from bot.answers.knowledge import Knowledge
from bot.commands.context_file import context_in
from bot.commands.output import json_line
from bot.facts.models import SHARED
from tools.fuzz.material import SERVER, Store
from tools.fuzz.questions import KINDS, SHARES

TODAYS = (date(2026, 11, 22), date(2024, 2, 29), date(2027, 9, 1), date(1900, 1, 1), date(2099, 12, 31))
LANGUAGES = (None, None, "en", "es", "fr", "de", "pt", "it")
_MOST_TURNS = 3
_AGAIN = 0.05
"""How many questions are asked a second time, to get the same answer."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One question as it was asked."""

    kind: str
    question: str
    scope: str
    production: str | None
    language: str | None
    today: date
    explain: bool


@dataclass(frozen=True, slots=True)
class Told:
    """What became of a question: its outcome, or what was ``wrong`` with the answer. ``case`` repeats it."""

    store: str
    case: str
    turn: Turn
    outcome: str = ""
    wrong: str = ""


class Asker:
    """Asks one store. The cases of a seed are the same in every run, whichever of them are asked."""

    def __init__(self, store: Store, knowledge: Knowledge) -> None:
        self.store = store
        self._engine = Engine(knowledge)
        self._engine.load(store.productions, store.facts)
        self._kinds = [kind for kind in KINDS for _ in range(SHARES.get(kind, 1))]
        self._productions = [each.id for each in store.productions]
        self._facts = {fact.id: fact for fact in store.facts}

    def case(self, seed: str) -> Iterator[Told]:
        """Ask one conversation, of one to three questions, and judge each answer."""
        random = Random(f"{self.store.name}:{seed}")
        scope = random.choice((SHARED, SHARED, SERVER, "server:2"))
        context: Context | None = None
        for number in range(random.randrange(1, _MOST_TURNS + 1)):
            turn = self._turn(random, scope, follows=number > 0)
            again = random.random() < _AGAIN
            try:
                answer = self._ask(turn, context)
                wrong = "; ".join(self._faults(turn, context, answer))
                if not wrong and again and self._ask(turn, context) != answer:
                    wrong = "asked again, it was answered differently"
            except Exception as fault:  # noqa: BLE001 - this is what is looked for
                yield Told(self.store.name, seed, turn, wrong=_told(fault))
                return
            yield Told(self.store.name, seed, turn, outcome=answer.outcome.value, wrong=wrong)
            context = random.choice((answer.context, answer.context, context, None))

    def _turn(self, random: Random, scope: str, *, follows: bool) -> Turn:
        kind = "follow-up" if follows and random.random() < 0.5 else random.choice(self._kinds)
        production = None
        if random.random() < 0.15:
            production = random.choice((*random.sample(self._productions, 1), "no-such-production"))
        return Turn(
            kind=kind,
            question=KINDS[kind](self.store, random),
            scope=scope,
            production=production,
            language=random.choice(LANGUAGES),
            today=random.choice(TODAYS),
            explain=random.random() < 0.3,
        )

    def _ask(self, turn: Turn, context: Context | None) -> Answer:
        return self._engine.ask(
            turn.question,
            scope=turn.scope,
            production=turn.production,
            context=context,
            today=turn.today,
            language=turn.language,
            explain=turn.explain,
        )

    def _faults(self, turn: Turn, before: Context | None, answer: Answer) -> Iterator[str]:
        """What of an answer cannot be right, whatever was asked."""
        visible = self.store.visible.get(turn.scope, self.store.visible[SHARED])
        for fact in answer.facts:
            if visible.get(fact.id) != fact:
                yield f"{fact.id} is not what {turn.scope} sees"
            if turn.production is not None and fact.production != turn.production:
                yield f"{fact.id} is not of {turn.production}"
        yield from _of_outcome(answer)
        if answer.question != turn.question or not 0 <= answer.score <= 1:
            yield f"the score is {answer.score}, the question {answer.question!r}"
        empty = answer.outcome is Outcome.UNKNOWN and not answer.productions and not answer.topics
        if (answer.explanation is not None) > turn.explain or (
            answer.explanation is None and turn.explain and not empty
        ):
            yield "it is not explained as it should be"
        yield from self._of_context(answer.context)

    def _of_context(self, context: Context) -> Iterator[str]:
        if context_in(json_line(asdict(context)).encode()) != context:
            yield f"{context} is not read as it was written"
        known = self._facts.get(context.fact or "")
        if context.fact is not None and (known is None or (known.production, known.topic) != _about(context)):
            yield f"{context} takes a fact for another production's"


def _about(context: Context) -> tuple[str | None, str | None]:
    return context.production, context.topic


def _of_outcome(answer: Answer) -> Iterator[str]:
    parts, choices = len(answer.parts), len(answer.choices)
    match answer.outcome:
        case Outcome.ANSWER:
            right = 1 <= parts <= 2 and not choices and all(part.text.strip() for part in answer.parts)
        case Outcome.CLARIFY:
            right = 2 <= choices <= 5 and not parts and not answer.unanswered
        case _:
            right = not parts and not choices and not answer.facts and not answer.unanswered
    if not right:
        yield f"{answer.outcome} with {parts} parts, {choices} choices and {answer.unanswered!r} unanswered"


def _told(fault: BaseException) -> str:
    """Return the kind of a fault, its message, and where it came up."""
    trace = fault.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f" in {trace.tb_frame.f_code.co_qualname}, line {trace.tb_lineno}" if trace is not None else ""
    return f"{type(fault).__name__}: {fault}{where}"
