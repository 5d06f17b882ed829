"""Indexing: the terms of a fact, its phrasings, the kinds of answer it gives, and what it implies."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.index.date_answers import COUNTDOWN, CREDITS, HISTORY
from bot.answers.index.indexed_fact import IndexedFact, own_words, shared, vocabulary_of
from bot.facts.models import AnnouncedDate, DateValue, Fact, NumberValue, PlaceValue, Production, Value
from tests.answers.invented import fact
from tests.answers.searching import INDEXER, LEXICON, SERIES, read, view_of
from tests.answers.series import FACTS

NAMED = SERIES.named(("shared", "glim-1"))
MOVED = (AnnouncedDate(date="2024-06-14", announced="2021"), AnnouncedDate(date="2026-07-17"))


def made(
    *phrasings: str,
    topic: str = "production",
    subject: str = "harpoon",
    text: str = "A.",
    value: Value | None = None,
    announced: tuple[AnnouncedDate, ...] = (),
) -> IndexedFact:
    held = fact("x", "glim-1", topic, subject, text, *phrasings, value=value, announced=announced)
    return INDEXER.index(held, NAMED)


def test_core_terms_are_of_subject_and_phrasings_and_body_terms_of_subject_text_and_value() -> None:
    terms = made("where is the lantern", text="The anchor.", value=PlaceValue(name="Quibblemoor")).terms
    assert terms.core == {"harpoon", "lantern"}
    assert {"harpoon", "anchor"} < terms.body
    assert "lantern" not in terms.body
    assert terms.every >= terms.core | terms.body
    assert any("quibblemo" in term for term in terms.body)


def test_the_production_s_name_is_no_term() -> None:
    assert made("where was glimmerfall filmed").terms.core == {"harpoon", "~shoot"}
    unnamed = INDEXER.index(fact("x", "p", "production", "harpoon", "A.", "where was glimmerfall filmed"), None)
    assert "glimmerfal" in unnamed.terms.core


def test_the_person_addressed_is_no_term() -> None:
    assert all(term != "@you" for term in made("can you tell me where it was filmed").terms.every)


def test_a_phrasing_that_says_nothing_asks_for_the_default() -> None:
    assert "~release" in made("when glimmerfall").terms.core
    assert "~release" not in made("when was glimmerfall filmed").terms.core


def test_a_finale_is_also_the_last_episode() -> None:
    assert "@e:last" in made(subject="finale").subject.terms
    assert "@e:last" not in made(subject="premiere").subject.terms


def test_each_term_leads_to_its_phrasings() -> None:
    index = made("where is the lantern", "who filmed the lantern").phrasings
    assert index.postings["lantern"] == (0, 1)
    assert index.postings["~shoot"] == (1,)
    assert [wording.kinds for wording in index.wordings] == [{"where"}, {"who"}]
    assert index.texts == ("where is the lantern", "who filmed the lantern")


def test_the_texts_of_phrasings_leave_the_name_out() -> None:
    assert made("where was glimmerfall filmed").phrasings.texts == ("where was filmed",)


def test_counterexamples_are_indexed_apart() -> None:
    held = fact("x", "glim-1", "production", "harpoon", "A.").model_copy(
        update={"counterexamples": ("why the anchor",)}
    )
    indexed = INDEXER.index(held, NAMED)
    assert indexed.counters is not None
    assert "anchor" in indexed.counters.postings
    assert "anchor" not in indexed.terms.every
    assert made().counters is None


def test_a_release_is_also_asked_for_by_a_countdown_if_it_has_phrasings() -> None:
    day = DateValue(edtf="2026-07-17")
    one = ("when does glimmerfall come out",)
    plain = made(*one, topic="release", subject="release", value=day)
    assert len(plain.phrasings.wordings) == 1 + len(COUNTDOWN)
    assert made(topic="release", subject="release", value=day).phrasings.wordings == ()
    assert len(made(*one, topic="release", subject="harpoon", value=day).phrasings.wordings) == 1
    assert len(made(*one, topic="production", subject="release", value=day).phrasings.wordings) == 1
    assert len(plain.phrasings.texts) == 1


def test_a_date_that_moved_is_also_asked_for_by_its_history() -> None:
    day = DateValue(edtf="2026-07-17")
    moved = made(topic="release", subject="release", value=day, announced=MOVED)
    assert len(moved.phrasings.wordings) == len(HISTORY) + len(COUNTDOWN)
    assert moved.dates.moved
    assert "how_many" in moved.answers.kinds
    assert CREDITS.keys() <= moved.implied.keys()
    once = made(topic="release", subject="release", value=day, announced=MOVED[1:])
    assert not once.dates.moved
    assert "how_many" not in once.answers.kinds
    assert once.implied is LEXICON.topics["release"].implies


def test_a_range_implies_its_start_and_end() -> None:
    assert "~finish" in made(value=DateValue(edtf="2026-05/2026-07")).implied
    assert "~finish" not in made(value=DateValue(edtf="2026-05")).implied


def test_years_are_those_of_the_texts_and_of_the_dates() -> None:
    indexed = made("why not 1999", text="Not in 2031.", value=DateValue(edtf="2026-07-17"), announced=MOVED)
    assert indexed.dates.years == {"#1999", "#2024", "#2026", "#2031"}
    assert indexed.dates.years <= indexed.terms.every


@pytest.mark.parametrize(
    ("topic", "text", "value", "kinds"),
    [("location", "A.", PlaceValue(name="Ghent"), {"where"}), ("cast", "A.", None, LEXICON.topics["cast"].kinds),
     ("cast", "Since May.", None, LEXICON.topics["cast"].kinds | {"when"}),
     ("cast", "Since May.", PlaceValue(name="Ghent"), {"where"})],
)  # fmt: skip
def test_without_a_value_the_topic_and_the_text_tell_the_kinds(
    topic: str, text: str, value: Value | None, kinds: set[str]
) -> None:
    assert made(topic=topic, text=text, value=value).answers.kinds == kinds


def test_a_phrasing_adds_the_kind_that_it_asks_for_and_what_it_asks_it_with() -> None:
    answers = made("who built the harpoon", value=PlaceValue(name="Ghent")).answers
    assert answers.kinds == {"where", "who"}
    assert answers.typed == {"where"}
    assert made("who plays the harpoon").answers.asked_with >= {("who", "~play")}


@pytest.mark.parametrize(
    ("value", "fullness"),
    [(None, 0), (PlaceValue(name="Ghent"), 1), (PlaceValue(name="Ghent", latitude=1.0, longitude=2.0), 2),
     (DateValue(edtf="2026"), 2), (NumberValue(amount=1, unit="jumps"), 2)],
)  # fmt: skip
def test_a_place_without_coordinates_is_less_full(value: Value | None, fullness: int) -> None:
    assert made(value=value).fullness == fullness


def test_the_most_phrased_fact_comes_first_and_then_the_lightest_subject() -> None:
    many, few = made("a harpoon", "b harpoon"), made("a harpoon")
    light, heavy = made(subject="harpoon"), made(subject="harpoon anchor")
    assert many.order < few.order < light.order < heavy.order


def test_the_sentences_are_the_texts_in_order_and_the_vocabulary_their_words() -> None:
    indexed = made("why 7 lanterns", text="An anchor.")
    assert indexed.sentences[:2] == (("harpoon",), ("why", "7", "lanterns"))
    assert "anchor" in indexed.sentences[-1]
    assert {"harpoon", "why", "lanterns", "anchor"} <= indexed.vocabulary
    assert vocabulary_of([("a", "7", "4k", ".")]) == {"a"}


def test_a_name_is_found_in_a_text_wherever_it_stands() -> None:
    view = view_of((Production(id="p", title="The Weaver of Vantry"),))
    named = view.named(("shared", "p"))
    assert named is not None
    assert own_words(named, read("budget of the weaver of vantry")) >= {3, 4, 5}
    assert own_words(named, read("budget of the lantern")) == frozenset()


@given(st.frozensets(st.text()))
def test_equal_values_are_one_object(value: frozenset[str]) -> None:
    assert shared(value) is shared(frozenset(list(value)))


@given(st.sampled_from(FACTS))
def test_indexing_is_the_same_every_time(one: Fact) -> None:
    first = INDEXER.index(one, NAMED)
    assert first == INDEXER.index(one, NAMED)
    assert first.terms.core <= first.terms.every
    assert first.answers.typed <= first.answers.kinds
    assert all(0 < credit <= 1 for credit in first.implied.values())
