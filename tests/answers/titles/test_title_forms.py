"""The forms of a production's names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.parsing.parser import Reader
from bot.answers.titles.title_forms import Form, Named, Namer
from bot.facts.models import Production
from tests.shipped import lexicon

NAMER = Namer(lexicon(), Reader(lexicon()))


def named(title: str, *aliases: str, key: str = "k") -> Named:
    return NAMER.named(Production(id=key, title=title, aliases=aliases))


def forms(title: str, *aliases: str, key: str = "k") -> dict[str, float]:
    """Return the strength of each form."""
    return {" ".join(form.norms): form.strength for form in named(title, *aliases, key=key).forms}


def form(*norms: str, raw: bool = False) -> Form:
    return Form(("shared", "k"), norms, 1.0, raw, True)


def along(one: Form, text: str, start: int = 0) -> int:
    said = text.split()
    return one.along(said, [word in ("the", "of", "in") for word in said], start)


def test_a_form_is_met_at_its_own_place_only() -> None:
    assert along(form("salt", "choir"), "the salt choir", 1) == 3
    assert along(form("salt", "choir"), "the salt choir") == 0
    assert along(form("salt", "choir"), "salt") == 0
    assert along(form("salt", "choir"), "salt lantern choir") == 0


def test_function_words_within_a_form_are_skipped() -> None:
    assert along(form("salt", "choir"), "salt of the choir of") == 4


def test_a_raw_form_is_met_word_by_word() -> None:
    assert along(form("salt", "of", "choir", raw=True), "salt of choir the") == 3
    assert along(form("salt", "choir", raw=True), "salt of choir") == 0
    assert along(form("salt", "choir", raw=True), "salt") == 0


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("Zorbal", {"zorbal": 1.0}),
        ("The Zorbal", {"zorbal": 1.0}),
        ("The Car", {"car": 0.9}),
        ("Up", {"up": 0.78}),
        ("Salt Furrow", {"salt furrow": 1.0}),
        ("The Salt and Furrow", {"salt furrow": 1.0, "the salt and furrow": 1.0, "salt and furrow": 1.0}),
        ("Zorbal of It", {"zorbal": 0.82, "zorbal of it": 1.0, "zoi": 0.95}),
        ("Car of It", {"car of it": 1.0}),
    ],
)
def test_a_name_is_matched_by_its_content_words_and_by_all_of_them(title: str, found: dict[str, float]) -> None:
    held = forms(title)
    assert {norms: held.get(norms) for norms in found} == pytest.approx(found)


def test_everyday_words_alone_are_no_form_of_a_name_with_function_words() -> None:
    assert "car" not in forms("Car of It")
    assert "car" in forms("The Car")


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("Kestrel: The Long Furrow", {"kestrel": 0.88, "long furrow": 0.92}),
        ("Kestrel - Dust", {"kestrel": 0.88, "dust": 0.92, "kestrel dust": 1.0}),
        ("Kestrel \u2013 Dust", {"kestrel": 0.88, "dust": 0.92}),
        ("Kestrel: Part 2 - Dust", {"kestrel": 0.85, "kestrel part #2": 0.88, "dust": 0.92}),
        ("E.B. the Far Lantern", {"eb": 0.92}),
        ("9-1-7", {"#9 #1 #7": 1.0, "#917": 1.0}),
    ],
)
def test_a_name_is_known_by_its_parts(title: str, found: dict[str, float]) -> None:
    held = forms(title)
    assert {norms: held.get(norms) for norms in found} == pytest.approx(found)


def test_only_a_whole_name_is_whole() -> None:
    whole = {" ".join(one.norms): one.whole for one in named("Kestrel: Dust Zorbal").forms}
    assert whole == {"kestrel dust zorbal": True, "kestrel": False, "dust zorbal": False, "kdz": False}


def test_what_begins_a_series_is_no_part_of_a_name_with_a_colon() -> None:
    assert "kestrel" in forms("Kestrel Tide: Dust", "Kestrel - Lantern")
    assert forms("Kestrel: Dust", "Kestrel - Lantern").get("dust") is None


def test_of_forms_with_the_same_words_the_strongest_is_kept() -> None:
    assert forms("Kestrel: Dust")["kestrel"] == pytest.approx(0.88)
    assert forms("Kestrel: Dust", "Kestrel")["kestrel"] == 1.0
    assert forms("Kestrel", "Kestrel: Dust")["kestrel"] == 1.0


@pytest.mark.parametrize(
    ("title", "initials"),
    [
        ("Quiet Pact of Orrery", {"qpoo", "qpo"}),
        ("Quiet Pact 3", {"qp #3"}),
        ("Zorbal 3", set()),
        ("3 Quiet Pacts", set()),
        ("Opposite Under Tides", set()),
        ("Come Out", set()),
        ("Zorbal", set()),
    ],
)
def test_initials_name_a_production_unless_they_are_a_word(title: str, initials: set[str]) -> None:
    held = {norms for norms, strength in forms(title).items() if strength == 0.95}
    assert held == initials


@pytest.mark.parametrize(
    ("key", "found"),
    [
        ("zorbal-3", "zorbal #3"),
        ("zorbal-3-2019", "zorbal #3"),
        ("zorbal-2019", None),
        ("zorbal-123", None),
        ("zorbal", None),
    ],
)
def test_an_id_that_ends_in_a_number_is_a_name(key: str, found: str | None) -> None:
    held = forms("Lantern", key=key)
    assert {norms for norms in held if norms.startswith("zorbal")} == ({found} if found else set())


def test_the_brackets_at_the_end_of_a_title_tell_it_from_others() -> None:
    held = named("Zorbal (2019 US)")
    assert held.year == 2019
    assert held.bracket_words >= {"2019", "usa"}
    assert held.qualifiers == {"~place-us", "#2019"}
    assert {one.norms for one in held.forms} == {("zorbal",)}
    assert held.vocabulary >= {"zorbal", "2019"}


@pytest.mark.parametrize("title", ["Zorbal", "Zorbal (US)", "(2019) Zorbal", "Zorbal 2019", "Zorbal (20195)"])
def test_only_a_year_that_begins_the_brackets_is_the_year(title: str) -> None:
    assert named(title).year is None


def test_the_words_of_a_name_weigh_as_much_as_they_tell() -> None:
    (weights,) = named("The Zorbal and Car of It").names
    assert weights == (("the", 0.1), ("zorbal", 1.0), ("and", 0.1), ("car", 0.4), ("of", 0.25), ("it", 0.25))


def test_names_of_the_same_words_are_one_name() -> None:
    held = named("Salt Choir", "SALT choir", "Salt Choir (2019)")
    assert held.said == (("salt", "choir"),)
    assert len(held.names) == 1
    assert held.sayable.names == held.names


def test_the_numbers_of_names_are_known() -> None:
    assert named("Zorbal 3", "Zorbal Part IV").numbers == {"#3", "#4"}
    assert named("Zorbal").numbers == frozenset()


def test_two_words_of_letters_may_be_written_as_one() -> None:
    assert named("Salt Choir 3 Dust").compounds == {"saltchoir": ("salt", "choir")}


def test_longer_forms_stand_before_shorter_ones() -> None:
    by_ends = named("Salt Furrow Salt", "Salt Furrow Lantern Salt").by_ends
    found = by_ends["salt"]["salt"]
    assert [one.norms for _, one in found] == [("salt", "furrow", "lantern", "salt"), ("salt", "furrow", "salt")]
    assert [rank for rank, _ in found] == sorted(rank for rank, _ in found)


TITLES = st.lists(
    st.sampled_from(
        ["The", "Salt", "of", "Zorbal", "3", "II", "-", ":", "E.T.", "(2019)", "9-1-7", "House", "\u00e9t\u00e9"]
    ),
    min_size=1,
    max_size=7,
).map(" ".join)


@given(TITLES)
def test_any_title_has_forms_that_are_found_by_their_ends(title: str) -> None:
    held = named(title)
    for one in held.forms:
        assert one.norms
        assert 0 < one.strength <= 1
        assert one in [other for _, other in held.by_ends[one.norms[0]][one.norms[-1]]]
        assert one.along(list(one.norms), [False] * len(one.norms), 0) == len(one.norms)
    assert len({(one.norms, one.raw) for one in held.forms}) == len(held.forms)
