"""Slips of the hand, repaired against what the store and the lexicon know, and nothing else."""

from __future__ import annotations

import pytest

from bot.answers.engine import Engine
from bot.answers.reading import Reader
from bot.answers.repair import Repairer
from bot.answers.shelf import Shelf
from tests.answers.invented import lexicon
from tests.answers.series import FACTS, PRODUCTIONS, TODAY, ids, loaded

LEXICON = lexicon()


@pytest.fixture(scope="module")
def engine() -> Engine:
    return loaded()


def repaired(engine: Engine, question: str) -> str:
    """The words that a question is read as."""
    answer = engine.ask(question, today=TODAY, explain=True)
    assert answer.explanation is not None
    return dict(answer.explanation.understood)["words"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("wehn does glimmerfall come out", "when does glimmerfall come out"),
        ("hen did glimmerfall come out", "when did glimmerfall come out"),
        ("hwo long is glimmerfall", "how long is glimmerfall"),
        ("whre was glimmerfall filmed", "where was glimmerfall filmed"),
        ("who directed teh glimmerfall", "who directed the glimmerfall"),
        ("when does glimmerfall come our", "when does glimmerfall come out"),
        ("how mnay episodes does tarnhollow season 2 have", "how many episodes does tarnhollow season 2 have"),
    ],
)
def test_words_of_the_question_s_frame_are_repaired(engine: Engine, typed: str, meant: str) -> None:
    assert repaired(engine, typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("when does glimerfall come out", "glim-1-release"),
        ("when does glimmerfal 2 come out", "glim-2-release"),
        ("when does glimmrefall 2 come out", "glim-2-release"),
        ("how long is the slat choir", "glim-2-runtime"),
        ("the salt chior runtime", "glim-2-runtime"),
        ("who did the stuns in glimmerfall", "glim-1-stunts"),
        ("tarnholow seasn 2 relese date", "tarn-s2"),
        ("when is the quilon premeire", "quill-premiere"),
        ("how was the glas brigde of quillon crossed", "quill-bridge"),
    ],
)
def test_titles_and_subjects_are_repaired(engine: Engine, typed: str, meant: str) -> None:
    assert ids(engine.ask(typed, today=TODAY)) == [meant]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("when did glimmer fall come out", "glim-1-release"),
        ("tarn hollow season 2 release date", "tarn-s2"),
        ("how long is the saltchoir", "glim-2-runtime"),
        ("how was the roof top run of quillon done", "quill-run"),
    ],
)
def test_words_are_joined_and_split_as_the_store_writes_them(engine: Engine, typed: str, meant: str) -> None:
    assert ids(engine.ask(typed, today=TODAY)) == [meant]


@pytest.mark.parametrize(
    "question",
    [
        "when does glimmerfall come out",
        "how many songs are in glimmerfall",
        "is the house in quillon real",
        "who owns the horse in quillon",
        "did they sink the boat",
        "was the river cold",
        "where can i park near the cinema",
    ],
)
def test_plain_english_is_left_alone(engine: Engine, question: str) -> None:
    assert repaired(engine, question) == question


@pytest.mark.parametrize("question", ["how many episodes does season 2 have", "when is part 2 out in 2027"])
def test_numbers_and_short_forms_are_left_alone(engine: Engine, question: str) -> None:
    assert repaired(engine, question) == question


def test_a_word_that_nothing_known_is_near_to_is_left_alone(engine: Engine) -> None:
    assert repaired(engine, "when does zanderbrook come out") == "when does zanderbrook come out"
    assert ids(engine.ask("when does zanderbrook come out", today=TODAY)) == []


def test_a_repaired_title_is_never_one_that_another_number_tells_from(engine: Engine) -> None:
    assert ids(engine.ask("when does glimerfall 3 come out", today=TODAY)) == []


def shelf() -> Shelf:
    """What the repairer looks into, filled as the engine fills it."""
    kept = Shelf(LEXICON, Reader(LEXICON))
    for production in PRODUCTIONS:
        kept.put_production(production)
    return kept


def test_the_other_reading_changes_one_word_for_a_title_s() -> None:
    repairer, kept = Repairer(LEXICON), [shelf()]
    typed = ["who", "plays", "in", "quill"]
    assert repairer.repair(typed, kept, LEXICON.english) == typed
    other = repairer.other(typed, kept, LEXICON.english)
    assert other is None or sum(one != two for one, two in zip(other, typed, strict=True)) == 1


def test_words_that_nothing_else_is_near_to_have_no_other_reading() -> None:
    repairer, kept = Repairer(LEXICON), [shelf()]
    assert repairer.other(["zanderbrook", "glimmerfall"], kept, LEXICON.english) is None


def test_what_was_repaired_once_needs_no_more_repair(engine: Engine) -> None:
    for one in FACTS:
        for phrasing in one.phrasings:
            once = repaired(engine, phrasing)
            assert repaired(engine, once) == once
