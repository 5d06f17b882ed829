"""Sentences that go with a reply: what is asked back, and kindly what is not known but held instead."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answers.answer import Answer, Choice
from bot.desk.asking.labels import Labels
from bot.desk.asking.replies import HeldTopic, Nearest
from bot.desk.state.catalogue import Catalogue

_TOPICS = 5
UNKNOWN = "I don't know that yet."
"""What every front end says where nothing that is held answers."""

_PRODUCTIONS = 5


def nearest(
    question: str, answer: Answer, production: str | None, catalogue: Catalogue, scope: str, labels: Labels
) -> Nearest:
    """What an unknown question may lead to: topics of the production it was about, or productions like it."""
    about = [production] if production else list(answer.productions)
    known = [found for name in about if (found := catalogue.find_production(name, scope)) is not None]
    if not known:
        known = list(catalogue.nearest_productions(question, scope, _PRODUCTIONS))
        known = known or list(catalogue.productions(scope)[:_PRODUCTIONS])
    topics = catalogue.topics(scope, known[0].id) if len(known) == 1 else {}
    held = [HeldTopic(topic, count, labels.topic(topic)) for topic, count in topics.items()]
    return Nearest(tuple(known[:_PRODUCTIONS]), tuple(held[:_TOPICS]))


def unknown(near: Nearest, logged: bool) -> str:
    """That it is not known, what is held, and whether the moderators will see the question."""
    sentences = [UNKNOWN]
    if near.topics:
        first, *others = near.topics
        counted = [f"{first.facts} fact{'' if first.facts == 1 else 's'} on {first.words}"]
        counted += [f"{other.facts} on {other.words}" for other in others]
        sentences.append(f"On {near.productions[0].title} I hold {listed(counted)}.")
    elif near.productions:
        sentences.append(f"I hold facts on {listed([each.title for each in near.productions])}.")
    else:
        sentences.append("I hold no facts yet: a moderator can add the first with /fact add.")
    if logged:
        sentences.append("I have passed your question on to the moderators.")
    return " ".join(sentences)


def failed(reference: str, logged: bool) -> str:
    """Say that something went wrong, under which reference, and whether the moderators will see the question."""
    passed = " I have passed your question on to the moderators." if logged else ""
    return (
        f"Sorry, something went wrong on my side, so I can't answer that. The reference for it is {reference}.{passed}"
    )


def asking_back(answer: Answer, choices: Sequence[Choice]) -> str:
    """Which question a choice answers: which production, or which of its facts."""
    if not choices:
        return hidden(len(answer.choices))
    if len({choice.fact.production for choice in choices}) == len(choices) > 1:
        return "Which one do you mean?"
    return "More than one fact fits. Which do you mean?"


def hidden(count: int, shown: int = 0) -> str:
    """That spoilers were left out, because the server chose so, beside what is shown; empty where none was."""
    if not count:
        return ""
    beginning = "There is more to say, but it" if shown else "I know, but it"
    return (
        f"{beginning} would give the story away, and this server leaves spoilers out. "
        "Ask me in a direct message to see it covered."
    )


def half_answered(unanswered: str) -> str:
    """That nothing is known on one half of a question, beside the answer to the other; empty where all is answered."""
    return f"On “{unanswered}” I don't know anything yet." if unanswered else ""


def listed(names: Sequence[str]) -> str:
    """Names as a sentence lists them."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
