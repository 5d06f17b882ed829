"""Which production a question names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.language.normalization import clean, words
from bot.answers.parsing.parser import Reader
from bot.answers.titles.title_index import TitleMatch, Titles
from bot.facts.models import SHARED, Production
from tests.answers.invented import PRODUCTIONS
from tests.shipped import lexicon

READER = Reader(lexicon())


def titles(*productions: Production) -> Titles:
    held = Titles(lexicon(), READER)
    for production in productions:
        held.put(production)
    return held


def named(key: str, title: str, *aliases: str) -> Production:
    return Production(id=key, title=title, aliases=aliases)


def find(held: Titles, text: str) -> list[TitleMatch]:
    return held.find(READER.read(words(clean(text))))


def best(held: Titles, text: str) -> str | None:
    found = find(held, text)
    return found[0].production[1] if found else None


HELD = titles(*PRODUCTIONS)


@given(st.sampled_from(PRODUCTIONS), st.sampled_from(("when is {} out", "{}", "who directed {}?", "{} release date")))
def test_every_name_of_a_production_finds_it_first(production: Production, question: str) -> None:
    for name in (production.title, *production.aliases):
        for typed in (name, name.upper(), name.lower()):
            found = find(HELD, question.format(typed))
            assert found[0].production == (SHARED, production.id)
            assert 0 < found[0].strength <= 1


def test_the_words_of_the_name_are_taken_and_no_others() -> None:
    found = find(HELD, "when is pellwick row out")[0]
    assert found.positions == {2, 3}


def test_a_title_of_everyday_words_is_only_meant_where_it_stands() -> None:
    held = titles(named("up", "Up"), named("her", "Her"), named("glass", "The Glass"))
    assert best(held, "when did glass come out") == "glass"
    assert best(held, "when did they start filming") is None


def test_the_longer_of_two_titles_that_fit_comes_first() -> None:
    held = titles(named("war", "Thistle War"), named("star", "Thistle War Rising"))
    assert best(held, "when is thistle war rising out") == "star"
    assert best(held, "when is thistle war out") == "war"


def test_remakes_of_one_title_are_told_apart_by_the_year() -> None:
    held = titles(named("old", "Bramble Court (1974)"), named("new", "Bramble Court (2019)"))
    found = find(held, "when did bramble court come out")
    assert {match.production[1] for match in found} == {"old", "new"}
    years = {key[1]: one.year for key, one in held.named.items()}
    assert years == {"old": 1974, "new": 2019}


def test_what_follows_a_colon_names_it_too() -> None:
    held = titles(named("k", "Kestrel: The Long Furrow"))
    assert best(held, "who is in the long furrow") == "k"


def test_words_written_together_are_known_as_two() -> None:
    assert HELD.compounds["pellwickrow"] == ("pellwick", "row")


def test_the_pairs_of_a_name_go_with_the_last_production_that_has_it() -> None:
    held = titles(named("k", "Kestrel Furrow"), named("j", "Kestrel Furrow Two"))
    held.remove((SHARED, "k"))
    assert held.compounds["kestrelfurrow"] == ("kestrel", "furrow")
    held.remove((SHARED, "j"))
    assert held.compounds == {}


@pytest.mark.parametrize("text", ["", "when does zanderbrook come out", "what is the weather", "7", "the"])
def test_nothing_is_found_where_nothing_is_named(text: str) -> None:
    assert find(HELD, text) == []


def test_a_removed_production_is_forgotten() -> None:
    held = titles(*PRODUCTIONS)
    gone = held.remove((SHARED, "pell"))
    assert gone is not None
    assert gone.production.id == "pell"
    assert find(held, "pellwick row") == []
    assert "pellwick" not in held.vocabulary
    assert held.remove((SHARED, "pell")) is None


def test_a_replaced_production_answers_to_its_new_names_alone() -> None:
    held = titles(named("x", "Gannet Hall"))
    held.put(named("x", "Plover House"))
    assert best(held, "gannet hall") is None
    assert best(held, "plover house") == "x"
    assert len(held.named) == 1


@given(st.lists(st.sampled_from(["glass", "tide", "harbour", "winter", "2"]), min_size=1, max_size=3))
def test_a_name_is_found_alike_however_often_a_word_is_said(said: list[str]) -> None:
    held = titles(
        named("glass-tide", "Glass Tide"), named("winter-tide", "Winter Tide 2"), named("tide", "Tide Harbour")
    )
    once, twice = find(held, " ".join(said)), find(held, " ".join([*said, *said]))
    assert {match.production for match in once} <= {match.production for match in twice}


def test_of_names_that_are_said_alike_the_first_by_id_are_found() -> None:
    held = titles(*(named(f"tide-{at:02}", f"Zanderbrook {word}") for at, word in enumerate(_WORDS)))
    held.remove((SHARED, "tide-01"))
    found = [match.production[1] for match in find(held, "zanderbrook")]
    assert found == [f"tide-{at:02}" for at in range(len(_WORDS)) if at != 1][:16]


_WORDS = [a + b for a in ("mar", "vel", "tor", "gil") for b in ("ba", "do", "ku", "mi", "ne", "ro")]


def strength(held: Titles, text: str, key: str) -> float:
    return next(match.strength for match in find(held, text) if match.production[1] == key)


def test_a_number_that_is_missing_from_a_title_costs() -> None:
    held = titles(named("seven", "Zanderbrook Marsh 7"), named("plain", "Zanderbrook Marsh"))
    assert strength(held, "zanderbrook marsh", "seven") < 0.9 * strength(held, "zanderbrook marsh 7", "seven")
    assert best(held, "when is zanderbrook marsh out") == "plain"


def test_a_missing_word_costs_less_than_a_missing_number() -> None:
    held = titles(named("seven", "Zanderbrook Marsh 7"), named("rising", "Zanderbrook Marsh Rising"))
    assert strength(held, "zanderbrook", "seven") < strength(held, "zanderbrook", "rising")


def test_a_number_counts_only_behind_the_word_that_it_follows_in_the_title() -> None:
    held = titles(named("seven", "Zanderbrook Tolliver 7 Marsh"))
    behind = strength(held, "zanderbrook tolliver 7", "seven")
    assert behind > strength(held, "7 zanderbrook tolliver", "seven")


def test_an_ordinal_names_the_part_with_its_number() -> None:
    held = titles(named("two", "Gannet Hall 2"), named("three", "Gannet Hall 3"))
    assert best(held, "when is the third gannet hall out") == "three"


@pytest.mark.parametrize(
    ("title", "said", "found"),
    [
        ("Plover House Gannet", "phg", True),
        ("Plover House Gannet 4", "phg 4", True),
        ("Plover House 4", "ph 4", True),
        ("Plover House", "ph", False),
        ("Plover 4 House Gannet", "phg 4", False),
        ("Fenn Island Lantern Marsh", "film", False),
    ],
)
def test_initials_name_a_title_where_they_are_long_enough_and_no_word(title: str, said: str, found: bool) -> None:
    assert (best(titles(named("p", title)), said) == "p") is found


def test_the_number_in_an_id_is_a_name_too_but_a_year_is_none() -> None:
    held = titles(named("zorbal-3", "Marsh of Vantry"), named("tolliver-1974", "Gannet Hall"))
    assert best(held, "when is zorbal 3 out") == "zorbal-3"
    assert best(held, "when is tolliver 1974 out") is None


def test_a_name_of_single_digits_is_said_as_one_number() -> None:
    assert best(titles(named("nine", "9-1-1")), "when is 911 out") == "nine"


def test_dotted_initials_name_it_without_the_rest() -> None:
    assert best(titles(named("q", "Q.Z. the Vantry Marsh")), "when is q.z. out") == "q"


def test_everyday_words_name_a_title_only_with_the_small_words_between_them() -> None:
    held = titles(named("look", "Don't Look Up There"))
    assert best(held, "don't look up there") == "look"
    assert best(held, "look") is None


def test_a_title_may_be_said_without_its_article() -> None:
    held = titles(named("w", "The Weaver of Vantry"))
    assert strength(held, "when is weaver of vantry out", "w") == strength(held, "the weaver of vantry", "w") == 1.0


def test_a_surname_behind_a_given_name_is_no_half_of_a_title() -> None:
    held = titles(named("k", "Tolliver Marsh"))
    assert best(held, "tolliver") == "k"
    assert best(held, "who plays jessica tolliver") is None


def test_another_number_behind_a_name_than_is_known_is_noticed() -> None:
    held = titles(named("seven", "Gannet Hall 7"), named("eight", "Gannet Hall 8"))
    assert held.sequels(READER.read(["when", "is", "gannet", "hall", "9", "out"])) == {4}
