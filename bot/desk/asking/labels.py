"""What topics and choices are called where people read them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.answers.answer import Choice
from bot.desk.asking.replies import Offered
from bot.desk.cards.choice_names import Candidate, choice_names
from bot.desk.cards.search_text import one_line
from bot.desk.cards.spoilers import Teller

_LONGEST = 75
"""Characters of a label that says what its fact says."""

_BUTTON = 80
"""Characters that the label of one of Discord's buttons takes."""


class Labels:
    """Words for topics: those that were handed in, by topic, else the topic's own id in words."""

    def __init__(self, topics: Mapping[str, str]) -> None:
        self._topics = dict(topics)

    def topic(self, topic: str) -> str:
        """A topic as it stands within a sentence: ``release dates``, ``fan events``."""
        return self._topics.get(topic) or topic.replace("-", " ")

    def choices(self, choices: Sequence[Choice], tell: Teller) -> tuple[Offered, ...]:
        """The same choices, topics in words, each told apart from the others, as far as a place may tell them.

        A label has 1 to 80 characters. Facts that say the same are numbered: their ids mean nothing to a fan, and
        may give the story away.
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
        label, said = tell(choice.fact, self._label(choice)), tell(choice.fact)
        return Offered(choice.fact, label.text, said.text if said.plain else "")

    def _label(self, choice: Choice) -> str:
        """The label; the topic stands at its end where the fact has no subject."""
        fact = choice.fact
        if fact.subject or not choice.label.endswith(fact.topic):
            return choice.label
        return choice.label.removesuffix(fact.topic) + self.topic(fact.topic)


def _apart(choice: Offered, number: int) -> str:
    """A label that others have too, with what the fact says, or by its number where that would tell too much."""
    return one_line(f"{choice.label}: {choice.hint}", _LONGEST) if choice.hint else f"{choice.label} ({number})"
