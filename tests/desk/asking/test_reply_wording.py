from __future__ import annotations

import pytest

from bot.answers.answer import Answer, Choice, Outcome
from bot.desk.asking.labels import Labels
from bot.desk.asking.replies import Nearest
from bot.desk.asking.reply_wording import asking_back, hidden, nearest, shortly_unknown, unknown
from bot.desk.state.catalogue import Catalogue
from bot.facts.models import SHARED
from tests.desk.samples import fact, production


@pytest.fixture
def catalogue() -> Catalogue:
    made = Catalogue()
    made.load(
        [production("harbour"), production("lighthouse"), production("ours", scope="server:10")],
        [fact("a"), fact("b", topic="stunt"), fact("c", topic="stunt"), fact("d", production="lighthouse")],
    )
    return made


LABELS = Labels({"stunt": "stunts"})


def unknown_answer(*productions: str) -> Answer:
    return Answer("?", Outcome.UNKNOWN, productions=productions)


def test_the_named_production_is_offered_with_its_topics(catalogue: Catalogue) -> None:
    for near in (
        nearest("who?", unknown_answer("harbour"), None, catalogue, SHARED, LABELS),
        nearest("who?", unknown_answer(), "harbour", catalogue, SHARED, LABELS),
        nearest("who made harbour", unknown_answer(), None, catalogue, SHARED, LABELS),
    ):
        assert [each.id for each in near.productions] == ["harbour"]
        assert near.topics == (("stunt", 2, "stunts"), ("release", 1, "release"))


def test_without_a_match_the_scopes_productions_are_offered(catalogue: Catalogue) -> None:
    near = nearest("xyzzy", unknown_answer(), None, catalogue, "server:20", LABELS)
    assert [each.id for each in near.productions] == ["harbour", "lighthouse"]
    assert near.topics == ()
    assert "Harbour and Lighthouse" in unknown(near, logged=False)
    assert len(nearest("xyzzy", unknown_answer(), None, catalogue, "server:10", LABELS).productions) == 3


def test_an_unknown_reply_says_whether_the_question_was_logged(catalogue: Catalogue) -> None:
    near = nearest("who?", unknown_answer("harbour"), None, catalogue, SHARED, LABELS)
    assert unknown(near, logged=True) == (
        "I don't know that yet. About Harbour, I have 2 facts on stunts and 1 on release. "
        "I've passed your question on to the moderators."
    )
    assert shortly_unknown(near, logged=True) == (
        "I don't know that yet. I've passed your question on to the moderators."
    )
    assert "moderators" not in unknown(near, logged=False)
    assert shortly_unknown(near, logged=False) == "I don't know that yet."
    assert shortly_unknown(Nearest(near.productions), logged=False) == "I don't know that yet."
    assert "/fact add" in unknown(Nearest(), logged=False)
    assert shortly_unknown(Nearest(), logged=False) == unknown(Nearest(), logged=False), "nothing can be offered"


def test_the_question_back_fits_the_choices() -> None:
    first, second = Choice(fact("a"), "one"), Choice(fact("b", production="lighthouse"), "two")
    answer = Answer("?", Outcome.CLARIFY, choices=(first, second))
    assert asking_back(answer, (first, second)) == "Which one do you mean?"
    assert asking_back(answer, (first, Choice(fact("c"), "three"))).startswith("More than one fact fits")
    assert asking_back(answer, ()) == hidden(2)


def test_hidden_spoilers_are_mentioned_only_if_there_are_any() -> None:
    assert hidden(0) == hidden(0, 3) == ""
    assert hidden(1).startswith("I know")
    assert hidden(1, 1).startswith("There is more")
