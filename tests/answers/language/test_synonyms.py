"""Words that mean about the same: found by stem and as phrases, softer than a concept, never for numbers."""

from __future__ import annotations

import pytest

from bot.answers.answer import Outcome
from bot.answers.engine import Engine
from bot.answers.language.normalization import clean, words
from bot.answers.language.synonyms import Span, Synonyms
from bot.answers.parsing.parser import Reader
from bot.facts.models import Production
from tests.answers.invented import fact
from tests.answers.series import TODAY
from tests.shipped import knowledge, lexicon

SETS = (
    {"strength": 0.9, "en": ["leap", "jump"], "es": ["saltar"]},
    {"strength": 0.6, "en": ["jump", "jump off", "plunge"]},
)


def plain(word: str) -> str:
    return word.removesuffix("ed")


@pytest.fixture
def synonyms() -> Synonyms:
    return Synonyms.of(SETS, {"en": plain, "es": plain})


def test_a_word_is_in_each_of_its_sets(synonyms: Synonyms) -> None:
    assert list(synonyms.spans("en", ["she", "jump"])) == [Span(1, 2, ("&0", "&1"))]
    assert synonyms.strength == {"&0": 0.9, "&1": 0.6}


def test_the_longest_phrase_goes_before_its_first_word(synonyms: Synonyms) -> None:
    assert list(synonyms.spans("en", ["jump", "off"])) == [Span(0, 2, ("&1",))]


def test_each_language_has_its_own_words(synonyms: Synonyms) -> None:
    assert list(synonyms.spans("es", ["saltar", "jump"])) == [Span(0, 1, ("&0",))]
    assert list(synonyms.spans("de", ["saltar"])) == []


def test_numbers_and_seasons_have_no_synonyms() -> None:
    """Season 3 is not season 4, however alike the words for seasons are."""
    reading = Reader(lexicon()).read(words(clean("when does season 3 episode 4 start in 2027")))
    assert [item.term for item in reading.items if item.term[0] in "@#"] == ["@s3", "@e4", "#2027"]
    assert not any(item.kin for item in reading.items if item.term[0] in "@#")


def test_every_set_is_in_use() -> None:
    assert len(lexicon().synonyms.strength) > 1000
    assert {strength for strength in lexicon().synonyms.strength.values() if not 0.5 <= strength <= 0.95} == set()


def test_a_fact_is_found_by_a_synonym_of_what_it_says() -> None:
    engine = Engine(knowledge())
    engine.load(
        [Production(id="vb", title="Velvet Brigade")],
        [
            fact("vb-rooftop", "vb", "stunt", "rooftop", "Ana Wells fell from the roof.", "who fell off the rooftop"),
            fact("vb-score", "vb", "crew", "music", "Odo Finch wrote the music.", "who wrote the music"),
        ],
    )
    answer = engine.ask("who did the plunge off the rooftop in velvet brigade", today=TODAY)
    assert (answer.outcome, [one.id for one in answer.facts]) == (Outcome.ANSWER, ["vb-rooftop"])
