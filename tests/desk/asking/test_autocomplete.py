from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.access.server_settings import SpoilerPolicy
from bot.desk.asking.autocomplete import CHOICES, MAX_LENGTH, Autocomplete
from bot.desk.cards.search_text import normal
from bot.desk.cards.spoilers import Outlet, Reader, Spoilers
from bot.desk.state.catalogue import Catalogue
from bot.facts.models import SHARED, Fact, Spoiler, State
from bot.plain import is_blank, tidy
from tests.desk.samples import fact, own, production

SERVER = "server:10"

FACTS = [
    fact("release", phrasings=("When does Harbour come out?", "harbour release date")),
    fact("jump", topic="stunt", phrasings=("Who did the harbour jump?", "how high was the harbour jump")),
    fact("lamp", production="lighthouse", topic="location", phrasings=("Where is the lighthouse lamp?",)),
    fact("ending", topic="story", spoiler=Spoiler.MAJOR, phrasings=("who dies at the end of harbour",)),
    fact("bare", topic="crew", subject="the director"),
]


class Indexed:
    """A catalogue with autocomplete, updated together as the ledger does."""

    policy = SpoilerPolicy.COVER

    def __init__(self, facts: list[Fact], *, at_once: bool = True) -> None:
        self.catalogue = Catalogue()
        self.catalogue.load([production("harbour"), production("lighthouse")], [])
        self.autocomplete = Autocomplete(self.catalogue)
        if at_once:
            self.catalogue.load([], facts)
            self.autocomplete.load(facts)
        else:
            for each in facts:
                self.put(each)

    def complete(
        self, typed: str, scope: str, production: str | None = None, asked: Sequence[tuple[str, str, int]] = ()
    ) -> list[str]:
        tell = Spoilers(self.catalogue, lambda _: self.policy).at(Outlet.QUESTION, Reader(scope))
        return self.autocomplete.complete(typed, scope, tell, production, asked)

    def put(self, new: Fact) -> None:
        self.catalogue.put_fact(new)
        self.autocomplete.put_fact(new)


@pytest.fixture
def indexed() -> Indexed:
    return Indexed(FACTS)


def test_phrasings_with_the_typed_prefix_come_first(indexed: Indexed) -> None:
    assert indexed.complete("WHO did", SHARED)[0] == "Who did the harbour jump?"
    assert indexed.complete("harbour rel", SHARED)[0] == "harbour release date"


def test_the_most_asked_phrasings_come_before_other_prefix_matches(indexed: Indexed) -> None:
    asked = [("Where is the lighthouse lamp?", "lamp", 9), ("When does Harbour come out?", "release", 4)]
    assert indexed.complete("", SHARED, asked=asked)[:2] == [asked[0][0], asked[1][0]]
    assert indexed.complete("whe", SHARED, asked=asked)[0] == asked[0][0]
    assert indexed.complete("come out", SHARED, asked=asked)[0] == asked[1][0]


def test_a_typo_still_finds_phrasings(indexed: Indexed) -> None:
    assert "Where is the lighthouse lamp?" in indexed.complete("lihgthouse lapm", SHARED)


def test_a_production_limits_the_choices(indexed: Indexed) -> None:
    assert indexed.complete("", SHARED, "lighthouse") == ["Where is the lighthouse lamp?"]
    assert "Where is the lighthouse lamp?" not in indexed.complete("where", SHARED, "harbour")


def test_major_spoilers_and_retired_facts_are_not_offered(indexed: Indexed) -> None:
    for typed in ("", "who dies", "harbour", "end"):
        assert FACTS[3].phrasings[0] not in indexed.complete(typed, SHARED)
    indexed.put(FACTS[2].model_copy(update={"state": State.RETIRED, "revision": 2}))
    assert indexed.complete("where is", SHARED, "lighthouse") == []


def test_a_fact_without_phrasings_is_offered_by_title_topic_and_subject(indexed: Indexed) -> None:
    assert "Harbour crew the director" in indexed.complete("director", SHARED)


def test_an_edit_replaces_the_phrasings(indexed: Indexed) -> None:
    indexed.put(FACTS[2].model_copy(update={"phrasings": ("which lamp was it",), "revision": 2}))
    assert indexed.complete("which", SHARED)[0] == "which lamp was it"
    assert "Where is the lighthouse lamp?" not in indexed.complete("where is", SHARED)


def test_phrasings_of_one_server_are_not_offered_elsewhere(indexed: Indexed) -> None:
    indexed.put(own(FACTS[2], phrasings=("where is our lamp",)))
    indexed.put(fact("party", scope=SERVER, phrasings=("where is our party",)))
    assert indexed.complete("where is", SERVER)[:2] == ["where is our lamp", "where is our party"]
    assert "Where is the lighthouse lamp?" not in indexed.complete("where is", SERVER)
    for other in (SHARED, "server:20"):
        assert indexed.complete("where is", other) == ["Where is the lighthouse lamp?"]


def test_the_same_phrasing_for_two_productions_shows_their_names() -> None:
    indexed = Indexed(
        [
            fact("first", phrasings=("when is it out",)),
            fact("second", production="lighthouse", phrasings=("when is it out",)),
        ]
    )
    both = indexed.complete("when", SHARED)
    assert both == ["when is it out (Harbour)", "when is it out (Lighthouse)"]
    assert indexed.complete("when", SHARED, "harbour") == ["when is it out"]


def test_questions_are_counted_under_the_facts_own_phrasing(indexed: Indexed) -> None:
    phrase = indexed.autocomplete.phrase_for(FACTS[0], "omg when is harbor coming out my name is Anna")
    assert phrase in FACTS[0].phrasings


_PHRASES = st.lists(
    st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=130).filter(
        lambda text: not is_blank(tidy(text))
    ),
    max_size=6,
)


@given(st.lists(_PHRASES, max_size=8), st.text(max_size=40))
def test_choices_always_fit_discords_limits(phrasings: list[list[str]], typed: str) -> None:
    facts = [
        fact(f"f{number}", phrasings=tuple(phrases), production=("harbour", "lighthouse")[number % 2])
        for number, phrases in enumerate(phrasings)
    ]
    choices = Indexed(facts).complete(typed, SHARED)
    assert len(choices) <= CHOICES
    assert all(1 <= len(choice) <= MAX_LENGTH and choice.strip() for choice in choices)
    assert len({normal(choice) for choice in choices}) == len(choices)


@given(st.lists(st.lists(st.sampled_from(["ab cd", "ab ce", "xy", "cd ab"]), max_size=3), min_size=1, max_size=6))
def test_adding_one_by_one_equals_loading_all(phrasings: list[list[str]]) -> None:
    facts = [fact(f"f{number}", phrasings=tuple(phrases)) for number, phrases in enumerate(phrasings)]
    first, second = Indexed(facts), Indexed(facts[::-1], at_once=False)
    for each in facts:
        second.put(each.model_copy(update={"phrasings": ("gone",), "revision": 2}))
        second.put(each.model_copy(update={"revision": 3}))
    for typed in ("ab", "cd", "x", "c"):
        assert first.complete(typed, SHARED) == second.complete(typed, SHARED)


@pytest.mark.parametrize(
    ("question", "phrase"),
    [
        ("when does harbour come out", "When does Harbour come out?"),
        ("HARBOUR's release date, please", "harbour release date"),
        ("out come harbour does when", "When does Harbour come out?"),
    ],
)
def test_a_question_is_counted_under_the_nearest_phrasing(indexed: Indexed, question: str, phrase: str) -> None:
    for phrasings in (FACTS[0].phrasings, FACTS[0].phrasings[::-1]):
        indexed.put(fact("release", phrasings=phrasings))
        assert indexed.autocomplete.phrase_for(indexed.catalogue.fact("release"), question) == phrase
