"""Test the names of topics and choices."""

from __future__ import annotations

from bot.answers.answer import Choice
from bot.answers.knowledge import Knowledge
from bot.desk.access.server_settings import SpoilerPolicy
from bot.desk.asking.labels import Labels
from bot.desk.cards.spoilers import Outlet, Reader, Spoilers
from bot.desk.state.catalogue import Catalogue
from bot.facts.models import SHARED, Fact, Spoiler
from bot.facts.topics import shipped_topics
from tests.desk.samples import fact, production

LABELS = Labels({"release": "release dates", "story": "the story"})


def labels_of(*choices: tuple[Fact, str]) -> list[str]:
    catalogue = Catalogue()
    catalogue.load([production("harbour"), production("lighthouse")], [of for of, _ in choices])
    tell = Spoilers(catalogue, lambda _: SpoilerPolicy.COVER).at(Outlet.CHOICE, Reader(SHARED))
    return [each.label for each in LABELS.choices([Choice(*each) for each in choices], tell)]


def test_a_topic_without_a_name_is_shown_as_words() -> None:
    assert [LABELS.topic(each) for each in ("release", "fan-event")] == ["release dates", "fan event"]


def test_every_shipped_topic_has_a_name(knowledge: Knowledge) -> None:
    assert all(knowledge.lexicon.topics[topic].label for topic in shipped_topics().ids)


def test_a_choice_without_a_subject_ends_with_the_topics_name() -> None:
    assert labels_of(
        (fact("a"), "release"),
        (fact("b", subject="US release"), "US release"),
        (fact("c"), "Harbour: release"),
        (fact("d", production="lighthouse"), "Lighthouse"),
        (fact("e", subject="4K / Blu-ray / DVD"), "4K / Blu-ray / DVD"),
    ) == ["release dates", "US release", "Harbour: release dates", "Lighthouse", "4K / Blu-ray / DVD"]


def test_repeated_labels_become_unique_without_spoilers() -> None:
    end, keeper = "The lighthouse goes dark.", "The keeper did it."
    labels = labels_of(
        (fact("a", topic="story", text=end), "story"),
        (fact("b", topic="story", text="A very long beginning, " * 9), "story"),
        (fact("c", topic="story", text=keeper, spoiler=Spoiler.MAJOR), "story"),
        (fact("d"), "release"),
    )
    assert labels[0] == f"the story: {end}"
    assert labels[2:] == ["a spoiler about Harbour (story)", "release dates"]
    assert len(set(labels)) == 4
    assert max(len(label) for label in labels) <= 80
