"""Queries: what a question asks of one production, without the production's name."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answers.language.terms import LIGHT, Guess
from bot.answers.ranking.query_building import MAX_FACTS_RARE, TITLE_MASS, UNNAMED_MASS, UNNAMED_STRENGTH
from bot.answers.ranking.title_context import Mention
from tests.answers.searching import BUILDER, READER, SERIES, mention, query, read
from tests.answers.series import FACTS

UNNAMED = Mention(None, None, ())
ASKED = sorted({word for one in FACTS for phrasing in one.phrasings for word in phrasing.split()})


def terms(question: str, production: str = "glim-1") -> dict[str, float]:
    return dict(query(question, production).terms.weights)


def test_the_name_is_neither_a_term_nor_a_word_of_the_query() -> None:
    asked = query("where was glimmerfall filmed", "glim-1")
    assert list(asked.terms.weights) == ["~shoot"]
    assert asked.words == "where was filmed"
    assert asked.title.outside == 3
    assert asked.title.beside == {"~shoot"}


@pytest.mark.parametrize(
    ("question", "production", "mass"),
    [("glimmerfall budget", "glim-1", 0.8), ("glimmerfall 2 budget", "glim-2", TITLE_MASS),
     ("glimmerfall the salt choir budget", "glim-2", TITLE_MASS), ("glimmerfall budget", "quill", UNNAMED_MASS)],
)  # fmt: skip
def test_a_name_weighs_by_its_words_up_to_a_limit(question: str, production: str, mass: float) -> None:
    assert query(question, production).title.mass == pytest.approx(mass)


@pytest.mark.parametrize("doubt", [1.0, 0.7, 0.0])
def test_doubt_lowers_the_strength_of_a_production_that_is_not_named_only(doubt: float) -> None:
    question = "where was glimmerfall filmed"
    unnamed = BUILDER.build(read(question), UNNAMED, doubt)
    assert unnamed.title.strength == pytest.approx(UNNAMED_STRENGTH * doubt)
    assert not unnamed.title.whole
    named = BUILDER.build(read(question), mention(question, "glim-1"), doubt)
    assert named.title.strength == pytest.approx(1.0)
    assert named.title.whole


def test_when_alone_asks_for_the_release() -> None:
    assert "~release" in terms("when glimmerfall")
    assert "~release" not in terms("when was glimmerfall filmed")


def test_a_streaming_service_alone_asks_for_streaming() -> None:
    assert "~stream" in terms("is glimmerfall on netflix")
    assert "~stream" not in terms("is the glimmerfall budget on netflix")
    assert "~stream" not in terms("when is glimmerfall on netflix")


def test_a_bare_countdown_is_to_the_release_and_asks_when() -> None:
    asked = query("until glimmerfall", "glim-1")
    assert "~countdown" not in asked.terms.weights or "~release" in asked.terms.weights
    countdown = query("countdown glimmerfall", "glim-1")
    assert countdown.terms.weights.keys() == {"~countdown", "~release"}
    assert countdown.wanted.kinds == {"when"}
    assert query("how many days until glimmerfall filming", "glim-1").wanted.kinds == {"when"}
    assert "~release" not in terms("countdown to glimmerfall filming")


def test_when_something_plays_it_hardly_matters_that_it_plays() -> None:
    assert terms("when does glimmerfall play")["~play"] == LIGHT
    assert terms("who plays prewitt in glimmerfall")["~play"] > LIGHT


def test_where_to_watch_asks_for_no_place() -> None:
    assert query("where can i watch glimmerfall", "glim-1").wanted.kinds == frozenset()
    assert query("where was glimmerfall filmed", "glim-1").wanted.kinds == {"where"}


def test_a_show_whose_releases_are_all_of_seasons_is_asked_for_one() -> None:
    assert terms("when does tarnhollow come out", "tarn")["@s1"] == 0.5
    assert terms("when does the new tarnhollow come out", "tarn")["@s3"] == 0.5
    assert not any(term[0] == "@" for term in terms("when was tarnhollow filmed", "tarn"))
    assert not any(term[0] == "@" for term in terms("when does glimmerfall come out"))
    assert not any(term[0] == "@" for term in terms("when does glimmerfall come out", "tarn"))


def test_the_newest_season_is_resolved_by_the_production_s_facts() -> None:
    assert "@s3" in terms("new season of tarnhollow release date", "tarn")
    assert "@s:new" in terms("new season of glimmerfall release date")


def test_what_a_question_excludes_is_no_term() -> None:
    asked = query("where is glimmerfall not released", "glim-1")
    assert asked.terms.excluded == {"~release"}
    assert "~release" not in asked.terms.weights


def test_what_a_word_may_also_be_is_kept() -> None:
    guessed = READER.read(["glimmerfall", Guess("stunts", ("stints",))])
    asked = BUILDER.build(guessed, mention("glimmerfall stunts", "glim-1"))
    assert asked.terms.others.keys() == {"~stunt"}
    assert query("glimmerfall stunts", "glim-1").terms.others == {}


def test_only_words_that_are_not_english_are_names() -> None:
    assert query("glimmerfall prewitt stunts door", "glim-1").terms.names == {"prewitt"}


def test_the_focus_is_what_follows_the_question_word_outside_the_name() -> None:
    asked = query("which glimmerfall camera was used", "glim-1").wanted
    assert asked.focus == "~camera"
    direct = query("which camera was used in glimmerfall", "glim-1").wanted
    assert (direct.focus, direct.attributed) == ("~camera", True)
    assert query("glimmerfall camera", "glim-1").wanted.focus is None


@pytest.mark.parametrize(
    ("question", "starts"),
    [("when did glimmerfall first come out", True), ("when does glimmerfall come out", False),
     ("where did glimmerfall first come out", False), ("when did glimmerfall first finish", False)],
)  # fmt: skip
def test_only_when_something_first_happened_asks_for_a_start(question: str, starts: bool) -> None:
    assert query(question, "glim-1").wanted.starts is starts


def test_the_topics_are_those_that_a_term_names() -> None:
    assert query("glimmerfall cast", "glim-1").topics == {"cast"}
    assert query("glimmerfall xylophone", "glim-1").topics == frozenset()


def test_a_term_is_rare_if_few_facts_of_the_production_have_it_and_it_is_a_thing() -> None:
    asked = query("glimmerfall stunts 9 prewitt", "glim-1")
    assert asked.statistics.rare == {"~stunt"}
    many = query("how many episodes does tarnhollow season 2 have", "tarn")
    held = SERIES.groups("tarn")[0].held
    assert all(0 < held[term] <= MAX_FACTS_RARE for term in many.statistics.rare)
    assert "@s2" not in many.statistics.rare


def test_inverse_document_frequency_falls_with_the_facts_that_have_a_term() -> None:
    asked = query("glimmerfall release stunts harpoon", "glim-1")
    idf = asked.statistics.idf
    assert 0 <= idf["~release"] < idf["~stunt"] == 1.0
    assert "harpoon" not in idf


def test_announced_years_are_those_of_dates_that_moved() -> None:
    assert query("glimmerfall 2 release", "glim-2").statistics.announced == {"#2024", "#2025", "#2026", "#2027"}
    assert query("glimmerfall release", "glim-1").statistics.announced == frozenset()


def test_the_query_for_another_unnamed_production_differs_only_in_its_statistics() -> None:
    first = BUILDER.build(read("who did the stunts"), UNNAMED)
    again = BUILDER.again(first, SERIES.groups("glim-2"))
    assert replace(again, statistics=first.statistics) == first
    assert again == BUILDER.build(read("who did the stunts"), Mention(None, None, SERIES.groups("glim-2")))
    assert again.statistics != first.statistics


@given(st.lists(st.sampled_from([*ASKED, "first", "not", "netflix", "2031"]), max_size=9), st.floats(0, 1))
@settings(max_examples=100)
def test_a_query_adds_up_whatever_is_asked(said: list[str], doubt: float) -> None:
    question = " ".join(said)
    for production in ("glim-1", "tarn", "quill"):
        asked = BUILDER.build(read(question), mention(question, production), doubt)
        weights = asked.terms.weights
        assert asked.terms.content == pytest.approx(sum(weights.values()))
        assert all(weight > 0 for weight in weights.values())
        assert asked.terms.kin.keys() <= weights.keys()
        assert asked.wanted.asking <= weights.keys()
        assert asked.statistics.rare <= weights.keys()
        assert all(0 <= share <= 1 for share in asked.statistics.idf.values())
        assert asked.wanted.focus is None or asked.wanted.focus in weights or asked.wanted.focus[0] in "#@"
