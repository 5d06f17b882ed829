"""Name topics and choices for readers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.answers.answer import Choice
from bot.desk.asking.replies import Offered
from bot.desk.cards.choice_names import Candidate, choice_names
from bot.desk.cards.search_text import readable_line
from bot.desk.cards.spoilers import Teller

_LONGEST = 75
"""Characters of a label that quotes its fact."""

_BUTTON = 80
"""Characters that fit on a Discord button."""


class Labels:
    """Names of topics: those passed in, by topic, or the topic's id with spaces."""

    def __init__(self, topics: Mapping[str, str]) -> None:
        self._topics = dict(topics)

    def topic(self, topic: str) -> str:
        """Return the name of a topic inside a sentence: ``release dates``, ``fan events``."""
        return self._topics.get(topic) or topic.replace("-", " ")

    def choices(self, choices: Sequence[Choice], tell: Teller) -> tuple[Offered, ...]:
        """Give every choice a different label of 1 to 80 characters, as far as spoilers allow.

        Facts with the same text are numbered, because ids mean nothing to a fan and may be spoilers.
        """
        named = [self._offered(each, tell) for each in choices]
        often = Counter(each.label for each in named)
        numbers: Counter[str] = Counter()
        offered = []
        for each in named:
            numbers[each.label] += 1
            alike = often[each.label] > 1
            offered.append(replace(each, label=_apart(each, numbers[each.label])) if alike else each)
        names = choice_names([Candidate(each.label, (), "…", secret=True) for each in offered], _BUTTON)
        return tuple(replace(each, label=name) for each, name in zip(offered, names, strict=True))

    def _offered(self, choice: Choice, tell: Teller) -> Offered:
        label, text = tell(choice.fact, self._label(choice)), tell(choice.fact)
        return Offered(choice.fact, label.text, text.text if text.unrestricted else "")

    def _label(self, choice: Choice) -> str:
        """Return the label; if the fact has no subject, it ends with the topic."""
        fact = choice.fact
        if fact.subject or not choice.label.endswith(fact.topic):
            return choice.label
        return choice.label.removesuffix(fact.topic) + self.topic(fact.topic)


def _apart(choice: Offered, number: int) -> str:
    """Make a repeated label unique: with the fact's text, or with a number if the text is a spoiler."""
    return readable_line(f"{choice.label}: {choice.hint}", _LONGEST) if choice.hint else f"{choice.label} ({number})"
