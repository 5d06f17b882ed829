"""Write the words of replies: what is unknown or left out, and what the bot asks back."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answers.answer import Answer, Choice
from bot.desk.asking.labels import Labels
from bot.desk.asking.replies import Nearest, TopicCount
from bot.desk.state.catalogue import Catalogue
from bot.messages import N_, _, all_of, ngettext, translated

UNKNOWN = N_("I don't know that yet.")
"""What every front end says if no fact answers a question. Translate it to show it."""

_TOPICS = 5
_PRODUCTIONS = 5


def nearest(
    question: str, answer: Answer, production: str | None, catalogue: Catalogue, scope: str, labels: Labels
) -> Nearest:
    """Find what to offer if the answer is unknown: topics of the named production, or productions."""
    named = [production] if production else list(answer.productions)
    known = [found for name in named if (found := catalogue.find_production(name, scope)) is not None]
    if not known:
        known = list(catalogue.nearest_productions(question, scope, _PRODUCTIONS))
        known = known or list(catalogue.productions(scope)[:_PRODUCTIONS])
    topics = catalogue.topics(scope, known[0].id) if len(known) == 1 else {}
    counted = [TopicCount(topic, count, labels.topic(topic)) for topic, count in topics.items()]
    return Nearest(tuple(known[:_PRODUCTIONS]), tuple(counted[:_TOPICS]))


def unknown(near: Nearest, logged: bool) -> str:
    """Return that the answer is unknown, what the bot knows instead, and whether the question was logged."""
    return " ".join([translated(UNKNOWN), _instead(near), *_passed_on(logged)])


def shortly_unknown(near: Nearest, logged: bool) -> str:
    """Return a short form of `unknown`, for front ends that show as controls what the bot knows instead."""
    offered = near.topics or near.productions
    return " ".join([translated(UNKNOWN), *([] if offered else [_instead(near)]), *_passed_on(logged)])


def _instead(near: Nearest) -> str:
    """Return what the bot knows instead."""
    if near.topics:
        topics = all_of([_counted(topic, first=topic is near.topics[0]) for topic in near.topics])
        return _("About {title}, I have {topics}.").format(title=near.productions[0].title, topics=topics)
    if near.productions:
        titles = all_of([each.title for each in near.productions])
        return _("I have facts about {titles}.").format(titles=titles)
    return _("I have no facts yet. A moderator can add the first one with /fact add.")


def _counted(topic: TopicCount, *, first: bool) -> str:
    """Return the number of facts on a topic. Only the first in a list says that it counts facts."""
    if first:
        words = ngettext("{count} fact on {topic}", "{count} facts on {topic}", topic.facts)
    else:
        words = ngettext("{count} on {topic}", "{count} on {topic}", topic.facts)
    return words.format(count=topic.facts, topic=topic.words)


def _passed_on(logged: bool) -> list[str]:
    return [_("I've passed your question on to the moderators.")] if logged else []


def failed(reference: str, logged: bool) -> str:
    """Return an apology for an exception, with its reference, and whether the question was logged."""
    sorry = _("Sorry, something went wrong on my side, so I can't answer that. Reference: {reference}.")
    return " ".join([sorry.format(reference=reference), *_passed_on(logged)])


def asking_back(answer: Answer, choices: Sequence[Choice]) -> str:
    """Return the question which production or fact the person means."""
    if not choices:
        return hidden(len(answer.choices))
    if len({choice.fact.production for choice in choices}) == len(choices) > 1:
        return _("Which one do you mean?")
    return _("More than one fact fits. Which do you mean?")


def hidden(count: int, shown: int = 0) -> str:
    """Return that spoilers were left out because the server hides them; empty if none were.

    ``shown`` is the number of facts that the reply does show.
    """
    if not count:
        return ""
    if shown:
        return _(
            "There is more, but it's a spoiler, and this server hides spoilers. Ask me in a direct message to see it."
        )
    return _("I know, but it's a spoiler, and this server hides spoilers. Ask me in a direct message to see it.")


def half_answered(unanswered: str) -> str:
    """Return which half of a question is unknown; empty if the whole was answered."""
    return _("I don't know anything about “{question}” yet.").format(question=unanswered) if unanswered else ""
