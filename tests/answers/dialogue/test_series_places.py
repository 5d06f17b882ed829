"""Places in a series: which production "the second one", "part 3" or "the new one" means."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.dialogue.series_places import SMALL_STORE, Target, target_of
from bot.answers.index.scopes import View
from bot.answers.ranking.retrieval import SearchSpace
from bot.facts.models import DateValue, Production
from tests.answers.invented import fact
from tests.answers.searching import SEARCH, SERIES, read, view_of

WORDS = "the second one part 2 3 first new movie glimmerfall original when budget".split()  # noqa: SIM905


def store(titles: dict[str, tuple[str, int | None]]) -> View:
    """Return a store of productions, each with its title and the year of its release, if that is known."""
    return view_of(
        [Production(id=key, title=title) for key, (title, _) in titles.items()],
        [
            fact(f"{key}-release", key, "release", "release", "A.", value=DateValue(edtf=f"{year}-05-01"))
            for key, (_, year) in titles.items()
            if year is not None
        ],
    )


SAGA = store(
    {
        "young": ("Zorvane Rises", 2015),
        "old": ("Zorvane", 1999),
        "middle": ("Zorvane Returns", 2007),
        "apart": ("Drelkin", 2001),
        "undated": ("Zorvane Someday", None),
    }
)


def target(question: str, spoken_of: str | None = None, view: View = SERIES, only: str | None = None) -> Target:
    return target_of(read(question), SearchSpace(view, only=only, spoken_of=spoken_of), SEARCH)


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("the first one", "old"),
        ("when does the second one come out", "middle"),
        ("budget of the 3rd film", "young"),
        ("part 2 budget", "middle"),
        ("movie 3 budget", "young"),
        ("number 1 budget", "old"),
    ],
)
def test_a_place_is_counted_by_age_among_productions_that_share_a_name(question: str, meant: str) -> None:
    aimed = target(question, "middle", SAGA)
    assert (aimed.space.spoken_of, aimed.space.only, aimed.another) == (meant, None, True)


@pytest.mark.parametrize("question", ["the fourth one", "part 9 budget", "part 0 budget"])
def test_a_place_that_the_series_does_not_have_changes_nothing(question: str) -> None:
    aimed = target(question, "middle", SAGA)
    assert (aimed.space.spoken_of, aimed.another) == ("middle", False)


@pytest.mark.parametrize(("question", "meant"), [("how long is the new one", "young"), ("the original film", "old")])
def test_the_new_one_is_the_last_by_age_and_the_original_the_first(question: str, meant: str) -> None:
    assert target(question, "middle", SAGA).space.spoken_of == meant


def test_a_production_without_relatives_has_no_second() -> None:
    for question in ("the second one", "the new one", "part 2 budget"):
        assert target(question, "apart", SAGA).space.spoken_of == "apart"


def test_a_number_in_a_name_counts_before_the_age() -> None:
    view = store({"a": ("Zorvane 2", 1999), "b": ("Zorvane", 2004), "c": ("Zorvane Returns", 2007)})
    assert target("the second one", "b", view).space.spoken_of == "a"
    assert target("the third one", "b", view).space.spoken_of == "c"


def test_the_words_for_a_place_are_taken_out_of_the_question() -> None:
    aimed = target("when does the second one come out", "glim-1")
    assert aimed.reading.terms() == ["~release"]
    assert aimed.reading.recency is None
    assert target("when does it come out", "glim-1").reading.terms() == ["~release"]


def test_without_a_conversation_a_place_works_in_a_small_store_and_limits_the_search() -> None:
    aimed = target("when does the second one come out")
    assert (aimed.space.only, aimed.space.spoken_of, aimed.another) == ("glim-2", "glim-2", True)
    assert SERIES.size == SMALL_STORE < SAGA.size
    for question in ("when does the second one come out", "the new one"):
        assert target(question, None, SAGA).space == SearchSpace(SAGA)


def test_productions_that_are_named_are_counted_rather_than_those_of_the_conversation() -> None:
    aimed = target("zorvane the second one budget", "apart", SAGA)
    assert aimed.space.spoken_of == "middle"


def test_words_that_clearly_name_a_production_are_no_place() -> None:
    aimed = target("glimmerfall part 2 budget", "glim-1")
    assert not aimed.another
    assert "@p2" in aimed.reading.terms()
    assert max(aimed.matches, key=lambda key: aimed.matches[key].strength) == "glim-2"


@pytest.mark.parametrize("question", ["part 2024 budget", "budget", "second budget", "when was the scene 2 filmed"])
def test_other_numbers_and_ordinals_are_no_places(question: str) -> None:
    aimed = target(question, "glim-1")
    assert (aimed.space.spoken_of, aimed.another) == ("glim-1", False)


@given(st.lists(st.sampled_from(WORDS), max_size=7), st.sampled_from([None, "glim-1", "tarn"]))
def test_a_production_that_was_chosen_already_stays(said: list[str], spoken_of: str | None) -> None:
    question = " ".join(said)
    aimed = target(question, spoken_of, only="quill")
    assert aimed.space == SearchSpace(SERIES, only="quill", spoken_of=spoken_of)
    assert (aimed.reading, aimed.another) == (read(question), False)


@given(st.lists(st.sampled_from(WORDS), max_size=7), st.sampled_from([None, "glim-1", "tarn", "unknown"]))
def test_only_a_known_production_is_meant(said: list[str], spoken_of: str | None) -> None:
    aimed = target(" ".join(said), spoken_of)
    assert aimed.space.spoken_of in {spoken_of, *(one.id for one in SERIES.known())}
    assert aimed.another or aimed.space.spoken_of == spoken_of
