"""Answer questions: return a reply for any front end, and log questions without an answer."""

from __future__ import annotations

from dataclasses import dataclass

from bot.answers.answer import Answer, Context, Explanation, Outcome, Part
from bot.desk.access.actors import Asker
from bot.desk.access.server_settings import Language
from bot.desk.access.settings import SettingsDesk
from bot.desk.asking.autocomplete import Autocomplete
from bot.desk.asking.conversations import Conversations
from bot.desk.asking.guarded_engine import FailedAnswer, GuardedEngine
from bot.desk.asking.labels import Labels
from bot.desk.asking.popularity import Popularity
from bot.desk.asking.question_log import QuestionLog, Reason
from bot.desk.asking.rate_limit import RateLimiter
from bot.desk.asking.replies import AskedQuestion, Nearest, Replies, Reply
from bot.desk.asking.reply_wording import asking_back, failed, half_answered, hidden, nearest, shortly_unknown, unknown
from bot.desk.cards.card import Card, make_card
from bot.desk.cards.spoilers import Outlet, Reader, Spoilers, Teller
from bot.desk.errors import NotFound
from bot.desk.runtime.clock import Clock, today
from bot.desk.state.catalogue import Catalogue
from bot.facts.models import SHARED, Fact
from bot.messages import _

__all__ = ["Asking", "Nearest", "Reply"]

_MAX_QUESTION = 6000


@dataclass(frozen=True, slots=True)
class _Request:
    """A question being answered: who asked what, about which production, and the engine's answer."""

    question: str
    asker: Asker
    production: str | None
    answer: Answer
    traceless: bool = False


class Asking:
    """Answers questions, and shows facts as cards."""

    def __init__(
        self,
        *,
        answers: GuardedEngine,
        catalogue: Catalogue,
        settings: SettingsDesk,
        spoilers: Spoilers,
        question_log: QuestionLog,
        popularity: Popularity,
        autocomplete: Autocomplete,
        conversations: Conversations,
        limits: RateLimiter,
        labels: Labels,
        clock: Clock,
    ) -> None:
        self._answering = answers
        self._catalogue = catalogue
        self._settings = settings
        self._spoilers = spoilers
        self._question_log = question_log
        self._popularity = popularity
        self._autocomplete = autocomplete
        self._conversations = conversations
        self._limits = limits
        self._labels = labels
        self._clock = clock
        self._replies = Replies()

    def ask(
        self,
        question: str,
        asker: Asker,
        *,
        production: str | None = None,
        explain: bool = False,
        traceless: bool = False,
    ) -> Reply:
        """Answer a question, ask back, or reply that the answer is unknown. Takes about 1 ms and never waits.

        If the engine raises an exception, the reply is an apology, with its reference in the log.

        Args:
            production: an id or any name. It overrides the context of the conversation.
            traceless: don't log or count the question.

        Raises:
            TooMany: the person is over the rate limit; try again after ``retry_after`` seconds.
            NotFound: there is no such production.
        """
        self._limits.take(asker.person)
        named = None if production is None else self._catalogue.production(production, asker.scope).id
        question = question[:_MAX_QUESTION]
        answer = self._answer(question, asker, named, explain)
        if answer.outcome is not Outcome.UNKNOWN:
            self._conversations.put(asker, answer.context)
        return self._reply(_Request(question, asker, named, answer, traceless))

    def choose(self, fact: str, asker: Asker, *, reply: str | None = None) -> Reply:
        """Answer with the chosen fact. ``reply`` is the reply that offered it, for its question.

        Raises:
            NotFound: the fact has been retired.
        """
        chosen = self._catalogue.fact(fact, asker.scope)
        asked = None if reply is None else self._replies.get(reply, asker.scope)
        question = asked.question if asked else ""
        part = self._part_for(chosen, question, asker)
        context = Context(production=chosen.production, topic=chosen.topic, fact=chosen.id)
        answer = Answer(
            question=question,
            outcome=Outcome.ANSWER,
            parts=(part,),
            score=1.0,
            productions=(chosen.production,),
            topics=(chosen.topic,),
            context=context,
        )
        self._conversations.put(asker, context)
        return self._reply(_Request(question, asker, chosen.production, answer))

    def card(self, fact: str, scope: str, tell: Teller | None = None) -> Card:
        """Return the card of a fact, by default for a curator's panel. Raises ``NotFound``."""
        return self.show(self._catalogue.fact(fact, scope), scope, tell)

    def show(self, fact: Fact, scope: str, tell: Teller | None = None) -> Card:
        """Return the card of a fact that may not be stored, such as a draft or an earlier revision."""
        return self._card(fact, scope, tell or self._tell(Outlet.PANEL, scope))

    def cards(self, scope: str, production: str, topic: str | None = None) -> tuple[Card, ...]:
        """Return the cards of a production's facts, for one topic or all, without hidden spoilers.

        Raises:
            NotFound: there is no such production.
        """
        found = self._catalogue.production(production, scope)
        facts = self._catalogue.facts(scope, found.id, topic)
        tell = self._tell(Outlet.LIST, scope)
        return tuple(card for fact in facts if not (card := self._card(fact, scope, tell)).withheld)

    def complete(self, prefix: str, scope: str, production: str | None = None) -> list[str]:
        """Return at most 25 completions of 1 to 100 characters: the most asked, then by prefix, then similar ones.

        Only this scope's counts matter, so that servers don't see what others ask. For an unknown production, return
        none.
        """
        tell = self._tell(Outlet.QUESTION, scope)
        if production is None:
            return self._autocomplete.complete(prefix, scope, tell, None, self._popularity.top_phrases(scope))
        try:
            named = self._catalogue.production(production, scope).id
        except NotFound:
            return []
        return self._autocomplete.complete(prefix, scope, tell, named, self._popularity.top_phrases(scope))

    def wrong(self, reply: str, asker: Asker) -> str | None:
        """Report a wrong answer to the moderators; return the question's key in the log, for `tell_me`.

        Raises:
            NotFound: the reply is no longer remembered.
        """
        asked = self._replies.get(reply, asker.scope)
        if asked is None or not asked.question:
            raise NotFound(_("I no longer remember which question that was. Ask again, then use the button there."))
        noted = self._question_log.note(
            asked.question,
            asker.scope,
            asker.person,
            reason=Reason.WRONG,
            productions=asked.answer.productions,
            topics=asked.answer.topics,
            facts=[fact.id for fact in asked.answer.facts],
        )
        return None if noted is None else noted.key

    async def tell_me(self, logged: str, asker: Asker) -> None:
        """Record that the asker wants to be notified when a logged question is answered.

        Raises:
            NotFound: there is no such question, it was closed, or it belongs to another server.
        """
        if not logged.startswith((f"{asker.scope}/", f"{SHARED}/")):
            raise NotFound(_("There is no such question here. Ask it again where you want the answer."))
        await self._question_log.wait(logged, asker.person)

    def explain(self, question: str, asker: Asker, production: str | None = None) -> Explanation:
        """Explain how a question is answered, for ``/why``. Doesn't log, count or remember anything."""
        named = None if production is None else self._catalogue.production(production, asker.scope).id
        answer = self._answer(question[:_MAX_QUESTION], asker, named, explain=True)
        if isinstance(answer, FailedAnswer):
            return Explanation((), (), failed(answer.reference, logged=False))
        return answer.explanation or Explanation((), (), _("This question has no words that I can look up."))

    # -- from the question to the answer

    def _answer(self, question: str, asker: Asker, production: str | None, explain: bool) -> Answer:
        """Ask the engine; if the production is unclear, try the server's default production."""
        context = None if production else self._conversations.get(asker)
        answer = self._ask(question, asker, production, context, explain)
        default = self._settings.of(asker.server).default_production
        clear = answer.outcome is Outcome.ANSWER or len(answer.productions) == 1
        if production or clear or default is None or self._catalogue.find_production(default, asker.scope) is None:
            return answer
        narrowed = self._ask(question, asker, default, None, explain)
        return answer if narrowed.outcome is Outcome.UNKNOWN else narrowed

    def _ask(
        self, question: str, asker: Asker, production: str | None, context: Context | None, explain: bool
    ) -> Answer:
        chosen = self._settings.of(asker.server).language
        return self._answering.ask(
            question,
            language=asker.language if chosen is Language.AUTO else chosen.value,
            scope=asker.scope,
            production=production,
            context=context,
            today=today(self._clock),
            explain=explain,
        )

    def _part_for(self, chosen: Fact, question: str, asker: Asker) -> Part:
        """Return the answer from a chosen fact: computed from its dates for the question, or else its text."""
        if question:
            repeated = self._ask(question, asker, chosen.production, None, explain=False)
            for part in repeated.parts:
                if part.fact.id == chosen.id:
                    return part
        return Part(chosen, chosen.text)

    # -- from the answer to the reply

    def _reply(self, request: _Request) -> Reply:
        reference = self._replies.remember(AskedQuestion(request.question, request.asker.scope, request.answer))
        if isinstance(request.answer, FailedAnswer):
            return self._failed(request, request.answer, reference)
        match request.answer.outcome:
            case Outcome.ANSWER:
                return self._answered(request, reference)
            case Outcome.CLARIFY:
                return self._asked_back(request, reference)
            case _:
                return self._unknown(request, reference)

    def _answered(self, request: _Request, reference: str) -> Reply:
        parts, scope = request.answer.parts, request.asker.scope
        tell = self._tell(Outlet.ANSWER, scope)
        self._count(request, parts[0].fact)
        all_cards = (self._card(part.fact, scope, tell, part.text) for part in parts)
        cards = tuple(card for card in all_cards if not card.withheld)
        half = request.answer.unanswered
        notices = (hidden(len(parts) - len(cards), len(cards)), half_answered(half))
        logged = self._log(request, half) if half else None
        return Reply(reference, request.answer, cards, notice=" ".join(filter(None, notices)), logged=logged)

    def _asked_back(self, request: _Request, reference: str) -> Reply:
        # Don't offer a choice that would be withheld as an answer.
        answer, choice = (self._tell(outlet, request.asker.scope) for outlet in (Outlet.ANSWER, Outlet.CHOICE))
        offered = [each for each in request.answer.choices if not answer(each.fact).withheld]
        choices = self._labels.choices(offered, choice)
        return Reply(reference, request.answer, choices=choices, notice=asking_back(request.answer, choices))

    def _unknown(self, request: _Request, reference: str) -> Reply:
        near = nearest(
            request.question, request.answer, request.production, self._catalogue, request.asker.scope, self._labels
        )
        logged = self._log(request, request.question)
        passed_on = logged is not None
        return Reply(
            reference,
            request.answer,
            nearest=near,
            notice=unknown(near, passed_on),
            short_notice=shortly_unknown(near, passed_on),
            logged=logged,
        )

    def _failed(self, request: _Request, answer: FailedAnswer, reference: str) -> Reply:
        """Apologise for an exception, and log the question for the moderators, who otherwise wouldn't see it."""
        noted = None if request.traceless else self._note(request, request.question)
        return Reply(reference, answer, notice=failed(answer.reference, noted is not None), logged=noted)

    def _log(self, request: _Request, question: str) -> str | None:
        """Log a question, or its unknown half, if it names a production or topic. Small talk isn't logged."""
        if request.traceless:
            return None
        named = request.answer
        if request.production is None and self._conversations.get(request.asker) is not None:
            # In a conversation even "thanks" has a production, so ask again without the context.
            named = self._ask(request.question, request.asker, None, None, explain=False)
        if not (request.production or named.productions or named.topics):
            return None
        return self._note(request, question)

    def _note(self, request: _Request, question: str) -> str | None:
        noted = self._question_log.note(
            question,
            request.asker.scope,
            request.asker.person,
            productions=request.answer.productions or ((request.production,) if request.production else ()),
            topics=request.answer.topics,
        )
        return None if noted is None else noted.key

    def _count(self, request: _Request, fact: Fact) -> None:
        if request.traceless:
            return
        phrase = self._autocomplete.phrase_for(fact, request.question)
        self._popularity.count(request.asker.scope, fact.id, phrase)

    def _tell(self, outlet: Outlet, scope: str) -> Teller:
        return self._spoilers.at(outlet, Reader(scope))

    def _card(self, fact: Fact, scope: str, tell: Teller, text: str | None = None) -> Card:
        return make_card(fact, self._catalogue, today(self._clock), scope, tell, text=text)
