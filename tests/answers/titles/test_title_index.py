"""Which production a question names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.language.normalization import clean, words
from bot.answers.parsing.parser import Reader
from bot.answers.titles.title_index import TitleMatch, Titles
from bot.facts.models import SHARED, Production
from tests.answers.invented import PRODUCTIONS, lexicon

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
