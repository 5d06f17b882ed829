"""Seasons, episodes, parts and decades."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.language.normalization import clean, words
from bot.answers.language.terms import CONTENT, LIGHT, MARK, YEAR, Reading
from bot.answers.parsing.episode_markers import Marks, decade_term
from bot.answers.parsing.parser import Reader
from tests.shipped import lexicon

LEXICON = lexicon()
READER = Reader(LEXICON)
MARKS = Marks(LEXICON)


def read(text: str) -> Reading:
    return READER.read(words(clean(text)))


def weights(text: str) -> dict[str, float]:
    return {item.term: item.weight for item in read(text).items}


def taken(
    said: list[str], code: str = "en", before: tuple[int, ...] = ()
) -> tuple[list[tuple[str, int, int]], list[int]]:
    """Return the marks of words with their positions, and the positions that are taken."""
    language = LEXICON.languages[code]
    reading = Reading(said, READER.norms(said), [word in language.function for word in said], code)
    marked = [at in before for at in range(len(said))]
    MARKS.take(reading, language, marked)
    return [(item.term, item.start, item.end) for item in reading.items], [at for at, one in enumerate(marked) if one]


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("season 3", "@s3"),
        ("season three", "@s3"),
        ("the third season", "@s3"),
        ("3rd season", "@s3"),
        ("s3", "@s3"),
        ("s03e04", "@s3"),
        ("s03e04", "@e4"),
        ("3x04", "@s3"),
        ("3x04", "@e4"),
        ("episode 12", "@e12"),
        ("part two", "@p2"),
        ("part ii", "@p2"),
        ("pt 2", "@p2"),
    ],
)
def test_seasons_episodes_and_parts_are_marks_in_any_form(text: str, mark: str) -> None:
    assert mark in read(text).terms()


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("zorbal in the 60s", "@d1960"),
        ("zorbal from the 1960s", "@d1960"),
        ("zorbal in the sixties", "@d1960"),
        ("zorbal in the 20s", "@d2020"),
    ],
)
def test_decades_are_marks_in_any_form(text: str, mark: str) -> None:
    assert mark in read(text).terms()


@pytest.mark.parametrize("text", ["zorbal 65s", "season 2019"])
def test_what_is_no_decade_and_no_season_is_no_mark(text: str) -> None:
    assert not [term for term in read(text).terms() if term[0] == "@"]


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("the new season", "@s:new"),
        ("this season", "@s:new"),
        ("the next episode", "@e:new"),
        ("the last season", "@s:last"),
        ("the last episode", "@e:last"),
        ("the latest episode", "@e:last"),
        ("the latest season", "@s:new"),
        ("the newest and by far the longest season", "@s:new"),
    ],
)
def test_a_season_or_episode_without_a_number_is_told_by_its_age(text: str, mark: str) -> None:
    assert mark in read(text).terms()


@pytest.mark.parametrize("text", ["this episode", "the last series", "the last part", "the first episode"])
def test_what_may_mean_something_else_is_no_season_and_no_episode(text: str) -> None:
    assert not [term for term in read(text).terms() if term[0] == "@"]


def test_newest_with_other_words_before_the_season_is_said_too() -> None:
    assert "newest" in read("the newest and by far the longest season").terms()


def test_a_season_that_is_counted_is_what_is_asked_for() -> None:
    assert weights("how many seasons")["season"] > weights("when is the season")["season"] == LIGHT


def marks(text: str) -> list[str]:
    return [term for term in read(text).terms() if term[0] == "@"]


@given(st.integers(1880, 2100))
def test_a_decade_begins_with_its_year_that_ends_in_nought(year: int) -> None:
    assert decade_term(year) == f"@d{str(year)[:3]}0"


@given(st.integers(1, 99), st.integers(1, 99))
def test_every_season_and_episode_is_read_however_it_is_written(season: int, episode: int) -> None:
    both = [f"@s{season}", f"@e{episode}"]
    assert marks(f"season {season} episode {episode}") == both
    assert marks(f"s{season:02}e{episode:02}") == marks(f"s{season} ep {episode}") == both
    assert marks(f"{season}x{episode:02}") == both


@pytest.mark.parametrize(
    ("said", "found", "positions"),
    [
        ("zorbal season 4", [("@s4", 1, 3)], [1, 2]),
        ("the 3 rd season", [("season", 3, 4)], [3]),
        ("the 3rd season", [("@s3", 1, 3)], [1, 2]),
        ("third big season", [("@s3", 0, 3)], [0, 1, 2]),
        ("s 4 e 5", [("@s4", 0, 2), ("@e5", 2, 4)], [0, 1, 2, 3]),
        ("s 4 x 5", [("@s4", 0, 2), ("@s4", 1, 2), ("@e5", 2, 4)], [0, 1, 2, 3]),
        ("4 x 5", [("@s4", 0, 1), ("@e5", 1, 3)], [0, 1, 2]),
        ("the 60 s", [("@d1960", 1, 3)], [1, 2]),
        ("the sixties", [("@d1960", 1, 2)], [1]),
        ("the new season", [("@s:new", 2, 3)], [1, 2]),
        ("the new big season", [("@s:new", 3, 4)], [3]),
    ],
)
def test_the_words_of_a_mark_are_taken(said: str, found: list[tuple[str, int, int]], positions: list[int]) -> None:
    assert taken(said.split()) == (found, positions)


def test_a_word_that_is_taken_is_no_mark() -> None:
    assert taken(["season", "4"], before=(0,)) == ([], [0])
    assert taken(["season", "4"], before=(1,))[0] == [("season", 0, 1)]
    assert taken(["third", "season"], before=(0,))[0] == [("season", 1, 2)]
    assert taken(["new", "season"], before=(0,))[0] == [("season", 1, 2)]


@pytest.mark.parametrize(
    ("said", "decade"),
    [
        ("20 s", "@d2020"),
        ("30 s", "@d1930"),
        ("90 s", "@d1990"),
        ("1880 s", "@d1880"),
        ("2100 s", "@d2100"),
        ("twenties", "@d2020"),
        ("10 s", None),
        ("1870 s", None),
        ("2110 s", None),
        ("1965 s", None),
        ("060 s", None),
        ("s", None),
    ],
)
def test_only_a_year_that_ends_in_nought_begins_a_decade(said: str, decade: str | None) -> None:
    assert [term for term, _, _ in taken(said.split())[0]] == ([decade] if decade else [])


def test_a_year_behind_a_mark_is_no_number_of_it() -> None:
    assert marks("season 2019") == []
    assert marks("season 1879") == ["@s1879"]


@pytest.mark.parametrize(
    ("text", "found"),
    [("the first season", ["@s1"]), ("the first episode", []), ("the second episode", ["@e2"]), ("part one", ["@p1"])],
)
def test_the_first_episode_may_be_the_first_of_any_season(text: str, found: list[str]) -> None:
    assert marks(text) == found


def test_a_size_is_no_ordinal() -> None:
    assert marks("the 4k season") == []
    assert marks("the 4th season") == ["@s4"]


def test_an_ordinal_may_stand_two_words_before_and_no_further() -> None:
    assert marks("the third zorbal season") == ["@s3"]
    assert marks("the third zorbal lantern season") == []


def test_new_is_looked_for_within_seven_words() -> None:
    said = ["newest", *["lantern"] * 6, "season"]
    assert taken(said)[0] == [("@s:new", 7, 8)]
    assert taken(["newest", "lantern", *said[1:]])[0] == [("season", 8, 9)]


def test_a_part_without_a_number_is_no_mark() -> None:
    assert taken(["the", "last", "part"]) == ([], [])


@pytest.mark.parametrize(
    ("code", "said", "term"),
    [
        ("es", "temporada 2", "@s2"),
        ("es", "cuarta temporada", "@s4"),
        ("es", "nueva temporada", "@s:new"),
        ("es", "ultima temporada", "@s:last"),
        ("de", "achte staffel", "@s8"),
        ("fr", "episode 3", "@e3"),
        ("pt", "third season", "@s3"),
    ],
)
def test_each_language_has_its_own_words_and_those_of_english(code: str, said: str, term: str) -> None:
    assert [found for found, _, _ in taken(said.split(), code)[0]] == [term]


def test_marks_weigh_as_much_as_they_tell() -> None:
    assert weights("season 4")["@s4"] == MARK
    assert weights("zorbal in the 60s")["@d1960"] == YEAR
    assert LIGHT < weights("the new season")["@s:new"] < MARK
    assert weights("how many seasons")["season"] == CONTENT


@given(
    st.lists(
        st.sampled_from(
            [
                "s",
                "e",
                "x",
                "ep",
                "4",
                "05",
                "60",
                "1960",
                "season",
                "episode",
                "part",
                "new",
                "last",
                "third",
                "3rd",
                "4k",
                "zorbal",
            ]
        ),
        max_size=9,
    )
)
def test_any_words_are_read_and_every_mark_lies_within_them(said: list[str]) -> None:
    found, positions = taken(said)
    assert all(0 <= start < end <= len(said) for _, start, end in found)
    assert {at for _, start, end in found for at in range(start, end)} <= set(positions)
