"""Asking: a question in, a reply out that any front end can show; what could not be answered is logged."""

from __future__ import annotations

from dataclasses import dataclass

from bot.answers.answer import Answer, Context, Explanation, Outcome, Part
from bot.desk.access.actors import Asker
from bot.desk.access.server_settings import Language
from bot.desk.access.settings import SettingsDesk
from bot.desk.asking.autocomplete import Completion
from bot.desk.asking.conversations import Conversations
from bot.desk.asking.guarded_engine import Answering, Faulted
from bot.desk.asking.labels import Labels
from bot.desk.asking.popularity import Popularity
from bot.desk.asking.question_log import QuestionLog, Reason
from bot.desk.asking.rate_limit import Limits
from bot.desk.asking.replies import Asked, Nearest, Replies, Reply
from bot.desk.asking.reply_wording import asking_back, failed, half_answered, hidden, nearest, unknown
from bot.desk.cards.card import Card, make_card
from bot.desk.cards.spoilers import Outlet, Reader, Spoilers, Teller
from bot.desk.errors import NotFound
from bot.desk.runtime.clock import Clock, today
from bot.desk.state.catalogue import Catalogue
from bot.facts.models import SHARED, Fact

__all__ = ["Asking", "Nearest", "Reply"]

_LONGEST_QUESTION = 6000


@dataclass(frozen=True, slots=True)
class _Visit:
    """One question on its way: who asked what, on which production, and what the engine made of it."""

    question: str
    asker: Asker
    production: str | None
    answer: Answer
    traceless: bool = False


class Asking:
    """Questions and what they lead to."""

    def __init__(
        self,
        *,
        answers: Answering,
        catalogue: Catalogue,
        settings: SettingsDesk,
        spoilers: Spoilers,
        question_log: QuestionLog,
        popularity: Popularity,
        completion: Completion,
        conversations: Conversations,
        limits: Limits,
        labels: Labels,
        clock: Clock,
    ) -> None:
        self._answering = answers
        self._catalogue = catalogue
        self._settings = settings
        self._spoilers = spoilers
        self._question_log = question_log
        self._popularity = popularity
        self._completion = completion
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
        """Answer a question, ask back, or say honestly that it is not known. Takes about a millisecond; no waiting.

        Where the engine raises, the reply is an apology with the reference under which the log tells the cause.
        ``production`` (an id or any name) holds against whatever the conversation was about. ``traceless``: nothing is
        logged or counted, and the reply does not say that it was.

        Raises:
            TooMany: the person asked too often; try again after ``retry_after`` seconds.
            NotFound: there is no such production.
        """
        self._limits.take(asker.person)
        named = None if production is None else self._catalogue.production(production, asker.scope).id
        question = question[:_LONGEST_QUESTION]
        answer = self._answer(question, asker, named, explain)
        if answer.outcome is not Outcome.UNKNOWN:
            self._conversations.put(asker, answer.context)
        return self._reply(_Visit(question, asker, named, answer, traceless))

    def choose(self, fact: str, asker: Asker, *, reply: str | None = None) -> Reply:
        """The reply to a choice that was tapped; with the ``reply`` that offered it, in words to that question.

        Raises:
            NotFound: the fact was retired since.
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
        return self._reply(_Visit(question, asker, chosen.production, answer))

    def card(self, fact: str, scope: str, tell: Teller | None = None) -> Card:
        """The card of one fact, for a curator's panel unless ``tell`` says where it is shown. Raises ``NotFound``."""
        return self.show(self._catalogue.fact(fact, scope), scope, tell)

    def show(self, fact: Fact, scope: str, tell: Teller | None = None) -> Card:
        """The card of a fact as it stands in the hand: a draft, an earlier revision."""
        return self._card(fact, scope, tell or self._tell(Outlet.PANEL, scope))

    def cards(self, scope: str, production: str, topic: str | None = None) -> tuple[Card, ...]:
        """The cards of a production's facts, one topic or all, headlines first; hidden spoilers are left out.

        Raises:
            NotFound: there is no such production.
        """
        found = self._catalogue.production(production, scope)
        facts = self._catalogue.facts(scope, found.id, topic)
        tell = self._tell(Outlet.LIST, scope)
        return tuple(card for fact in facts if not (card := self._card(fact, scope, tell)).withheld)

    def complete(self, prefix: str, scope: str, production: str | None = None) -> list[str]:
        """At most 25 unique questions of 1 to 100 characters: most asked first, then by prefix, then alike.

        Most asked means in this very scope: what one server asks is no other's business. A production that does not
        exist completes nothing.
        """
        tell = self._tell(Outlet.QUESTION, scope)
        if production is None:
            return self._completion.complete(prefix, scope, tell, None, self._popularity.top_phrases(scope))
        try:
            named = self._catalogue.production(production, scope).id
        except NotFound:
            return []
        return self._completion.complete(prefix, scope, tell, named, self._popularity.top_phrases(scope))

    def wrong(self, reply: str, asker: Asker) -> str | None:
        """“Not what I asked”: the question goes to the moderators; its key in the log, for `tell_me`.

        Raises:
            NotFound: the reply is no longer remembered.
        """
        asked = self._replies.get(reply, asker.scope)
        if asked is None or not asked.question:
            raise NotFound("I no longer remember what that answer was for. Ask again, then tell me under the new one.")
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
        """Remember that the asker wants to be told when a logged question has an answer.

        Raises:
            NotFound: there is no such question, it was closed since, or it is another server's.
        """
        if not logged.startswith((f"{asker.scope}/", f"{SHARED}/")):
            raise NotFound("I know no such question here. Ask it again where you want to be told.")
        await self._question_log.wait(logged, asker.person)

    def explain(self, question: str, asker: Asker, production: str | None = None) -> Explanation:
        """Why a question is answered as it is, for ``/why``; nothing is logged, counted or remembered."""
        named = None if production is None else self._catalogue.production(production, asker.scope).id
        answer = self._answer(question[:_LONGEST_QUESTION], asker, named, explain=True)
        if isinstance(answer, Faulted):
            return Explanation((), (), failed(answer.reference, logged=False))
        return answer.explanation or Explanation((), (), "There is nothing in this question to look for.")

    # -- how a question finds its answer

    def _answer(self, question: str, asker: Asker, production: str | None, explain: bool) -> Answer:
        """The engine's answer; the server's default production is tried where the question leaves it open."""
        context = None if production else self._conversations.get(asker)
        answer = self._ask(question, asker, production, context, explain)
        default = self._settings.of(asker.server).default_production
        settled = answer.outcome is Outcome.ANSWER or len(answer.productions) == 1
        if production or settled or default is None or self._catalogue.find_production(default, asker.scope) is None:
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
        """The sentence of a chosen fact that answers the question, where the engine computes one from its dates."""
        if question:
            again = self._ask(question, asker, chosen.production, None, explain=False)
            for part in again.parts:
                if part.fact.id == chosen.id:
                    return part
        return Part(chosen, chosen.text)

    # -- how an answer becomes a reply

    def _reply(self, visit: _Visit) -> Reply:
        reference = self._replies.remember(Asked(visit.question, visit.asker.scope, visit.answer))
        if isinstance(visit.answer, Faulted):
            return self._failed(visit, visit.answer, reference)
        match visit.answer.outcome:
            case Outcome.ANSWER:
                return self._answered(visit, reference)
            case Outcome.CLARIFY:
                return self._asked_back(visit, reference)
            case _:
                return self._unknown(visit, reference)

    def _answered(self, visit: _Visit, reference: str) -> Reply:
        parts, scope = visit.answer.parts, visit.asker.scope
        tell = self._tell(Outlet.ANSWER, scope)
        self._count(visit, parts[0].fact)
        every = (self._card(part.fact, scope, tell, part.text) for part in parts)
        cards = tuple(card for card in every if not card.withheld)
        half = visit.answer.unanswered
        notices = (hidden(len(parts) - len(cards), len(cards)), half_answered(half))
        logged = self._log(visit, half) if half else None
        return Reply(reference, visit.answer, cards, notice=" ".join(filter(None, notices)), logged=logged)

    def _asked_back(self, visit: _Visit, reference: str) -> Reply:
        # What would be withheld as an answer is not offered either.
        answer, choice = (self._tell(outlet, visit.asker.scope) for outlet in (Outlet.ANSWER, Outlet.CHOICE))
        offered = [each for each in visit.answer.choices if not answer(each.fact).withheld]
        choices = self._labels.choices(offered, choice)
        return Reply(reference, visit.answer, choices=choices, notice=asking_back(visit.answer, choices))

    def _unknown(self, visit: _Visit, reference: str) -> Reply:
        near = nearest(visit.question, visit.answer, visit.production, self._catalogue, visit.asker.scope, self._labels)
        logged = self._log(visit, visit.question)
        return Reply(reference, visit.answer, nearest=near, notice=unknown(near, logged is not None), logged=logged)

    def _failed(self, visit: _Visit, answer: Faulted, reference: str) -> Reply:
        """The apology for a fault. Moderators see the question, because nothing else keeps what it was."""
        noted = None if visit.traceless else self._note(visit, visit.question)
        return Reply(reference, answer, notice=failed(answer.reference, noted is not None), logged=noted)

    def _log(self, visit: _Visit, question: str) -> str | None:
        """Log a question, or the unknown half of one, that moderators could do something about.

        That is one that names what is held, no small talk.
        """
        if visit.traceless:
            return None
        named = visit.answer
        if visit.production is None and self._conversations.get(visit.asker) is not None:
            # In a conversation even "thanks" is on some production: ask what the question says by itself.
            named = self._ask(visit.question, visit.asker, None, None, explain=False)
        if not (visit.production or named.productions or named.topics):
            return None
        return self._note(visit, question)

    def _note(self, visit: _Visit, question: str) -> str | None:
        noted = self._question_log.note(
            question,
            visit.asker.scope,
            visit.asker.person,
            productions=visit.answer.productions or ((visit.production,) if visit.production else ()),
            topics=visit.answer.topics,
        )
        return None if noted is None else noted.key

    def _count(self, visit: _Visit, fact: Fact) -> None:
        if visit.traceless:
            return
        phrase = self._completion.phrase_for(fact, visit.question)
        self._popularity.count(visit.asker.scope, fact.id, phrase)

    def _tell(self, outlet: Outlet, scope: str) -> Teller:
        return self._spoilers.at(outlet, Reader(scope))

    def _card(self, fact: Fact, scope: str, tell: Teller, text: str | None = None) -> Card:
        return make_card(fact, self._catalogue, today(self._clock), scope, tell, text=text)
