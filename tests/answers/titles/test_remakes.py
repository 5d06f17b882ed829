"""Productions of one name told apart by year, by what stands in their brackets, and by age; people beside a name."""

from __future__ import annotations

import pytest

from bot.answers.answer import Answer, Outcome
from bot.answers.engine import Engine
from bot.facts.models import Fact, Production
from tests.answers.series import TODAY
from tests.shipped import knowledge


def made(key: str, title: str) -> Production:
    return Production(id=key, title=title)


def bare(key: str, topic: str, subject: str, text: str) -> Fact:
    """Return a fact as a bulk import brings it: no phrasings, no value."""
    return Fact(id=f"{key}-{topic}", production=key, topic=topic, subject=subject, text=text)


PRODUCTIONS = (
    made("gorilla-1933", "Great Gorilla (1933)"),
    made("gorilla-2005", "Great Gorilla (2005)"),
    made("bureau-uk", "The Bureau (UK)"),
    made("bureau-us", "The Bureau (US)"),
    made("karate-2010", "The Judo Kid (2010)"),
    made("runner-2049", "Glass Runner 2049"),
    made("lone", "Copper Harbor"),
    made("lanterns-1", "Twelve Lanterns of Mora"),
    made("lanterns-2", "Twelve Lanterns Drowned"),
    made("judge-2014", "The Harbor Judge (2014)"),
    made("judge-1961", "The River Judge (1961)"),
)
FACTS = (
    bare("gorilla-1933", "release", "", "Great Gorilla (1933): released March 2, 1933."),
    bare("gorilla-2005", "release", "", "Great Gorilla (2005): released December 14, 2005."),
    bare("gorilla-2005", "location", "", "Great Gorilla (2005): filmed in Wellington."),
    bare("bureau-uk", "release", "", "The Bureau (UK): released July 9, 2001."),
    bare("bureau-uk", "location", "", "The Bureau (UK): filmed in Slough."),
    bare("bureau-us", "release", "", "The Bureau (US): released March 24, 2005."),
    bare("karate-2010", "location", "", "The Judo Kid (2010): filmed in Beijing."),
    bare("runner-2049", "release", "", "Glass Runner 2049: released October 6, 2017."),
    bare("lone", "release", "", "Copper Harbor: released May 4, 2012."),
    bare("lanterns-1", "release", "", "Twelve Lanterns of Mora: released May 4, 2015."),
    bare("lanterns-2", "release", "", "Twelve Lanterns Drowned: released June 9, 2018."),
    bare("judge-2014", "release", "", "The Harbor Judge (2014): released June 9, 2014."),
    bare("judge-1961", "release", "", "The River Judge (1961): released June 9, 1961."),
    bare("lone", "location", "", "Copper Harbor: filmed in Duluth."),
)


@pytest.fixture(scope="module")
def engine() -> Engine:
    held = Engine(knowledge())
    held.load(PRODUCTIONS, FACTS)
    return held


def ask(engine: Engine, question: str) -> Answer:
    return engine.ask(question, today=TODAY)


@pytest.mark.parametrize(
    ("question", "production"),
    [
        ("when did great gorilla 1933 come out", "gorilla-1933"),
        ("great gorilla 2005 release date", "gorilla-2005"),
        ("when did the american bureau start", "bureau-us"),
        ("when did the bureau us first air", "bureau-us"),
        ("when did the british bureau come out", "bureau-uk"),
        ("when did the great gorilla of the 30s come out", "gorilla-1933"),
        ("when did great gorilla come out in the thirties", "gorilla-1933"),
        ("when did the 2000s great gorilla come out", "gorilla-2005"),
    ],
)
def test_a_year_or_a_country_chooses_the_version(engine: Engine, question: str, production: str) -> None:
    answer = ask(engine, question)
    assert answer.outcome is Outcome.ANSWER
    assert answer.facts[0].production == production


@pytest.mark.parametrize(
    "question",
    [
        "where was great gorilla 1933 filmed",
        "where was the american bureau filmed",
        "where was the original judo kid filmed",
        "when did the original glass runner come out",
    ],
)
def test_what_is_held_on_another_version_is_no_answer(engine: Engine, question: str) -> None:
    assert ask(engine, question).outcome is not Outcome.ANSWER


def test_a_version_that_is_not_told_is_asked_back(engine: Engine) -> None:
    answer = ask(engine, "when did great gorilla come out")
    assert answer.outcome is Outcome.CLARIFY
    assert {fact.production for fact in answer.facts} == {"gorilla-1933", "gorilla-2005"}


@pytest.mark.parametrize(
    "question",
    [
        "when did copper harbor with jessica vandermolen come out",
        "where was the movie copper harbor filmed starring tom brubaker",
        "copper harbor jennifer okonkwo release date",
        "when did copper harbor with hugh vandermolen come out",
        "where was jim okonkwo's copper harbor filmed",
        "copper harbor vincent price release date",
        "when did copper harbor come out on channel 4",
        "when does copper harbor come out on disney plus",
    ],
)
def test_who_is_in_it_asks_nothing_where_a_time_or_a_place_is_asked_for(engine: Engine, question: str) -> None:
    answer = ask(engine, question)
    assert (answer.outcome, answer.facts[0].production) == (Outcome.ANSWER, "lone")


def test_the_next_one_is_not_the_one_that_is_named(engine: Engine) -> None:
    answer = ask(engine, "when does the next twelve lanterns of mora movie come out")
    assert [fact.production for fact in answer.facts] == ["lanterns-2"]
    plain = ask(engine, "when did twelve lanterns of mora come out")
    assert [fact.production for fact in plain.facts] == ["lanterns-1"]


def test_a_remake_is_the_version_of_our_days(engine: Engine) -> None:
    assert [fact.production for fact in ask(engine, "when did the harbor judge remake come out").facts] == [
        "judge-2014"
    ]
    assert ask(engine, "when did the river judge remake come out").outcome is Outcome.UNKNOWN


def test_another_decade_than_a_version_is_of_chooses_none(engine: Engine) -> None:
    assert ask(engine, "where was copper harbor in the 70s filmed").outcome is Outcome.UNKNOWN


def test_what_it_is_about_is_no_release_date(engine: Engine) -> None:
    assert ask(engine, "what is copper harbor about").outcome is Outcome.UNKNOWN


@pytest.mark.parametrize(("said", "missing"), [("with benefits", "benefit"), ("starring tom brubaker", "")])
def test_only_names_are_taken_for_who_is_in_it(engine: Engine, said: str, missing: str) -> None:
    found = engine.ask(f"copper harbor {said} release date", today=TODAY, explain=True).explanation
    assert found is not None
    assert found.candidates[0].note == (f"not explained: {missing}" if missing else "")


def test_who_is_in_it_asks_for_it_where_a_person_is_asked_for(engine: Engine) -> None:
    assert ask(engine, "who does jessica vandermolen play in copper harbor").outcome is Outcome.UNKNOWN


@pytest.mark.parametrize(
    ("question", "production"),
    [
        ("when did the first great gorilla come out", "gorilla-1933"),
        ("when did the original great gorilla come out", "gorilla-1933"),
        ("when did the new great gorilla come out", "gorilla-2005"),
        ("when did the latest great gorilla come out", "gorilla-2005"),
    ],
)
def test_the_first_is_the_oldest_and_the_new_one_the_newest(engine: Engine, question: str, production: str) -> None:
    assert [fact.production for fact in ask(engine, question).facts] == [production]


def test_a_year_that_a_fact_speaks_of_tells_nothing_against_a_version(engine: Engine) -> None:
    assert ask(engine, "great gorilla 1950 release date").outcome is not Outcome.ANSWER


def test_us_means_a_country_only_right_behind_the_name(engine: Engine) -> None:
    facts = ask(engine, "tell us when the bureau came out").facts
    assert [fact.production for fact in facts] != ["bureau-us"]
