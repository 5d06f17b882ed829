"""Return readable names for topics and choices."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.answers.answer import Choice
from bot.desk.asking.replies import OfferedChoice
from bot.desk.cards.choice_names import Candidate, choice_names
from bot.desk.cards.search_text import readable_line
from bot.desk.cards.spoilers import Teller

_MAX_QUOTE = 75
"""Maximum length of a label that quotes its fact."""

_MAX_LABEL = 80
"""Maximum length of a Discord button's label."""


class Labels:
    """The names of topics, by id. A topic without a name is shown as its id with spaces."""

    def __init__(self, topics: Mapping[str, str]) -> None:
        self._topics = dict(topics)

    def topic(self, topic: str) -> str:
        """Return the name of a topic for use in a sentence: ``release dates``, ``fan events``."""
        return self._topics.get(topic) or topic.replace("-", " ")

    def choices(self, choices: Sequence[Choice], tell: Teller) -> tuple[OfferedChoice, ...]:
        """Give every choice a unique label of 1 to 80 characters, without spoilers.

        Facts with the same text are numbered, because ids mean nothing to fans and may be spoilers.
        """
        named = [self._offered(each, tell) for each in choices]
        counts = Counter(each.label for each in named)
        numbers: Counter[str] = Counter()
        offered = []
        for each in named:
            numbers[each.label] += 1
            repeated = counts[each.label] > 1
            offered.append(replace(each, label=_distinct(each, numbers[each.label])) if repeated else each)
        names = choice_names([Candidate(each.label, (), "…", secret=True) for each in offered], _MAX_LABEL)
        return tuple(replace(each, label=name) for each, name in zip(offered, names, strict=True))

    def _offered(self, choice: Choice, tell: Teller) -> OfferedChoice:
        label, text = tell(choice.fact, self._label(choice)), tell(choice.fact)
        return OfferedChoice(choice.fact, label.text, text.text if text.unrestricted else "")

    def _label(self, choice: Choice) -> str:
        """Return the label of a choice, with the topic's name in place of its id at the end."""
        fact = choice.fact
        if fact.subject or not choice.label.endswith(fact.topic):
            return choice.label
        return choice.label.removesuffix(fact.topic) + self.topic(fact.topic)


def _distinct(choice: OfferedChoice, number: int) -> str:
    """Make a repeated label unique: add the fact's text, or a number if the text is a spoiler."""
    return readable_line(f"{choice.label}: {choice.hint}", _MAX_QUOTE) if choice.hint else f"{choice.label} ({number})"
