"""What tells facts apart, on a small invented store."""

from __future__ import annotations

from datetime import date

import pytest

from bot.answers.answer import Answer, Outcome
from bot.answers.engine import Engine
from bot.facts.models import DateValue, PlaceValue, Production
from tests.answers.invented import FACTS, PRODUCTIONS, fact
from tests.shipped import knowledge

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def engine() -> Engine:
    engine = Engine(knowledge())
    engine.load(PRODUCTIONS, FACTS)
    return engine


def first(answer: Answer) -> str | None:
    """Return the id of the fact that answers; None where the engine asked back or knew nothing."""
    return answer.parts[0].fact.id if answer.outcome is Outcome.ANSWER else None


NAMES = """
cw7|CW7|cw 7|c:w 7|C.W. 7|Cobalt Wake 7|cobalt wake seven
cobalt wake: harbour of ash|harbour of ash part one|harbour of ash part 1|Harbour of Ash – Part I|**Cobalt Wake 7**
"""
NAMES_8 = "cw8|C:W 8|cobalt wake eight|cobalt wake viii|the last lantern|harbour of ash part two"


@pytest.mark.parametrize("name", NAMES.strip().replace("\n", "|").split("|"))
def test_every_form_of_a_name_and_its_number_means_the_production(engine: Engine, name: str) -> None:
    assert first(engine.ask(f"when did {name} come out?", today=TODAY)) == "cw7-release"


@pytest.mark.parametrize("name", NAMES_8.split("|"))
def test_the_sequel_is_told_from_the_film_before_it(engine: Engine, name: str) -> None:
    assert first(engine.ask(f"when does {name} come out?", today=TODAY)) == "cw8-release"


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("when did the weaver of vantry come out", "weaver-release"),
        ("weaver of vantry release date", "weaver-release"),
        ("when did weaver of vantry 2 come out", "weaver-2-release"),
        ("when did the weaver of vantry ii come out", "weaver-2-release"),
    ],
)
def test_a_title_inside_a_title_needs_the_number_to_mean_the_longer(engine: Engine, question: str, meant: str) -> None:
    assert first(engine.ask(question, today=TODAY)) == meant


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("where was the cw7 ravine jump filmed", "cw7-ravine"),
        ("how many times was the cw7 ravine jump done", "cw7-ravine-count"),
        ("how long is cw7", "cw7-runtime"),
        ("who directed cw7", "cw7-director"),
        ("how much did cw8 cost", "cw8-budget"),
        ("who plays tamsin oake in cw7", "cw7-tamsin"),
    ],
)
def test_the_kind_of_answer_asked_for_chooses_the_fact(engine: Engine, question: str, meant: str) -> None:
    assert first(engine.ask(question, today=TODAY)) == meant


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("when does orrery season 3 come out", "orrery-s3"),
        ("orrery s3 release date", "orrery-s3"),
        ("when did the second season of orrery come out", "orrery-s2"),
        ("when did orrery season two start", "orrery-s2"),
        ("how many episodes are in season 2 of orrery", "orrery-s2-episodes"),
    ],
)
def test_seasons_are_read_in_any_form(engine: Engine, question: str, meant: str) -> None:
    assert first(engine.ask(question, today=TODAY)) == meant


@pytest.mark.parametrize(
    "question",
    [
        "when does cobalt wake 9 come out",
        "when does orrery season 4 come out",
        "how many episodes does season 3 of orrery have",
        "when did the weaver of vantry 3 come out",
        "who directed cobalt wake 6",
    ],
)
def test_another_number_is_another_thing_and_not_answered(engine: Engine, question: str) -> None:
    assert engine.ask(question, today=TODAY).outcome is not Outcome.ANSWER


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("wehn did cobalt wkae 7 come out", "cw7-release"),
        ("who plays tamsn oake", "cw7-tamsin"),
        ("where was teh harpsichrd of pellwick row built", "pell-harpsichord"),
        ("how many skydivse for pelwick row", "pell-skydives"),
        ("orery seaosn 3 release date", "orrery-s3"),
    ],
)
def test_spelling_is_repaired_against_what_the_store_knows(engine: Engine, question: str, meant: str) -> None:
    assert first(engine.ask(question, today=TODAY)) == meant


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("when is the cw7 bluray out", "cw7-disc"),
        ("when is the cw7 blu ray out", "cw7-disc"),
        ("how many sky dives for pellwick row", "pell-skydives"),
        ("how many sky-dives were made for pellwickrow", "pell-skydives"),
    ],
)
def test_compounds_and_splits_are_the_same_word(engine: Engine, question: str, meant: str) -> None:
    assert first(engine.ask(question, today=TODAY)) == meant


def test_a_rare_word_says_more_than_the_common_ones_beside_it(engine: Engine) -> None:
    assert first(engine.ask("pellwick row where built harpsichord", today=TODAY)) == "pell-harpsichord"
    assert first(engine.ask("pellwick row where built piano", today=TODAY)) == "pell-piano"


@pytest.mark.parametrize(
    "question",
    [
        "where was the submarine chase of cw7 filmed",
        "who composed the music of pellwick row",
        "when does zanderbrook come out",
        "what is the capital of france",
        "how are you today",
        "lol",
    ],
)
def test_what_no_field_explains_is_not_answered(engine: Engine, question: str) -> None:
    assert engine.ask(question, today=TODAY).outcome is not Outcome.ANSWER


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("when did cw7 come out", "cw7-release"),
        ("cw7 release date", "cw7-release"),
        ("when did cw7 come out in poland", "cw7-poland"),
        ("cw7 polish release date", "cw7-poland"),
    ],
)
def test_a_general_question_gets_the_headline_and_an_exact_one_the_detail(
    engine: Engine, question: str, meant: str
) -> None:
    assert first(engine.ask(question, today=TODAY)) == meant


def test_a_chosen_production_is_the_only_one_answered_from(engine: Engine) -> None:
    for key in ("cw7", "cw8", "weaver", "weaver-2"):
        answer = engine.ask("when does it come out", production=key, today=TODAY)
        assert first(answer) == f"{key}-release"


def test_a_question_without_its_production_is_asked_back(engine: Engine) -> None:
    answer = engine.ask("when does it come out", today=TODAY)
    assert answer.outcome is not Outcome.ANSWER
    assert len(answer.choices) <= 5


def test_the_context_of_an_answer_carries_its_production(engine: Engine) -> None:
    before = engine.ask("when does cw8 come out", today=TODAY)
    assert first(engine.ask("how much did it cost", context=before.context, today=TODAY)) == "cw8-budget"


def test_an_explicit_production_wins_over_the_context(engine: Engine) -> None:
    before = engine.ask("when does cw8 come out", today=TODAY)
    assert first(engine.ask("how long is cw7", context=before.context, today=TODAY)) == "cw7-runtime"


def test_an_answer_says_what_it_was_understood_to_be_about(engine: Engine) -> None:
    answer = engine.ask("when did cw7 come out", today=TODAY)
    assert answer.question == "when did cw7 come out"
    assert answer.productions[0] == "cw7"
    assert 0 < answer.score <= 1


def test_the_engine_lists_the_titles_of_a_scope(engine: Engine) -> None:
    assert {production.id for production in engine.titles()} == {production.id for production in PRODUCTIONS}


def test_similar_puts_the_fact_that_says_the_same_first(engine: Engine) -> None:
    found = engine.similar("The ravine jump was filmed at Helmsund.", production="cw7")
    assert found[0][0].id == "cw7-ravine"
    assert all(0 <= alike <= 1 for _, alike in found)
    assert [alike for _, alike in found] == sorted((alike for _, alike in found), reverse=True)
    assert engine.similar("", production=None) == []


@pytest.fixture(scope="module")
def seasons() -> Engine:
    """Return a show whose seasons start a year apart, and a film that was shot in two countries."""
    held = Engine(knowledge())
    starts = [
        fact(
            f"ash-{number}",
            "ash",
            "release",
            f"season {number}",
            f"Season {number} of Ashgrove starts on 3 March {2020 + number}.",
            f"when does season {number} of ashgrove start",
            value=DateValue(edtf=f"{2020 + number}-03-03"),
        )
        for number in (2, 3, 1)
    ]
    places = [
        fact(
            f"tin-{country}",
            "tin",
            "location",
            scene,
            f"The {scene} of Tin Parade was filmed in {name}.",
            f"what was filmed in {name.lower()}",
            value=PlaceValue(name=name, country=country.upper()),
        )
        for country, name, scene in (("pl", "Poland", "market"), ("mt", "Malta", "harbour"))
    ]
    held.load([Production(id="ash", title="Ashgrove"), Production(id="tin", title="Tin Parade")], [*starts, *places])
    return held


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("when does the newest season of ashgrove start", "ash-3"),
        ("latest season of ashgrove release date", "ash-3"),
        ("when does the first season of ashgrove start", "ash-1"),
    ],
)
def test_the_newest_season_is_the_one_with_the_highest_number(seasons: Engine, question: str, expected: str) -> None:
    assert [part.fact.id for part in seasons.ask(question, today=TODAY).parts] == [expected]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("what of tin parade was filmed outside poland", "tin-mt"),
        ("what of tin parade was filmed outside malta", "tin-pl"),
        ("tin parade filming, not in poland", "tin-mt"),
        ("tin parade filming, not in malta", "tin-pl"),
    ],
)
def test_a_place_that_is_excluded_is_not_answered(seasons: Engine, question: str, expected: str) -> None:
    assert [part.fact.id for part in seasons.ask(question, today=TODAY).parts] == [expected]
