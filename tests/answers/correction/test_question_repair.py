"""Slips of the hand, repaired against what the store and the lexicon know, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answers.correction.question_repair import MAX_UNKNOWN, Repairer
from bot.answers.engine import Engine
from bot.answers.index.scope_index import Shelf
from bot.answers.language.terms import Guess
from bot.answers.parsing.parser import Reader
from bot.facts.models import SHARED, Fact, Production
from tests.answers.series import FACTS, PRODUCTIONS, TODAY, ids, loaded
from tests.shipped import knowledge, lexicon

LEXICON, WORDS = lexicon(), knowledge().words


@pytest.fixture(scope="module")
def engine() -> Engine:
    return loaded()


def repaired(engine: Engine, question: str) -> str:
    """Return the words that a question is read as."""
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
        ("how any episodes does tarnhollow have", "how many episodes does tarnhollow have"),
        ("hwere was glimmerfall shot", "where was glimmerfall shot"),
        ("wheh si glimmerfall out", "when is glimmerfall out"),
        ("when is the ew season of tarnhollow", "when is the new season of tarnhollow"),
        ("is glimmerfall ouf yet", "is glimmerfall out yet"),
        ("when does the 2bd season of tarnhollow start", "when does the second season of tarnhollow start"),
        ("utnil when is glimmerfall playing", "until when is glimmerfall playing"),
        ("how long utniil glimmerfall 2", "how long until glimmerfall 2"),
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
        ("who did teh stnuts in glimmrefalll", "glim-1-stunts"),
        ("wehre was gllimmerfal filmd", "glim-1-filming"),
        ("cuadno se estrena glimmerfal", "glim-1-release"),
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
        ("when did glimmer flal come out", "glim-1-release"),
        ("how long is the slatchoir", "glim-2-runtime"),
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


def named(key: str, title: str) -> Production:
    return Production(id=key, title=title, aliases=())


def shelf(*more: Production) -> Shelf:
    """Return what the repairer looks into, filled as the engine fills it."""
    kept = Shelf(LEXICON, Reader(LEXICON))
    for production in (*PRODUCTIONS, *more):
        kept.put_production(production)
    return kept


def test_the_other_reading_puts_a_title_s_word_for_one_that_was_left() -> None:
    repairer, kept = Repairer(LEXICON, WORDS), [shelf(named("mire", "Mire"), named("mine", "The Mine"))]
    typed = ["when", "does", "mird", "come", "out"]
    assert repairer.lattice(typed, kept, LEXICON.english).words() == ["when", "does", "mire", "come", "out"]
    assert repairer.other(repairer.lattice(["who", "is", "in", "mire"], kept, LEXICON.english), kept) is None


def test_words_that_the_facts_write_apart_are_split() -> None:
    engine = Engine(knowledge())
    engine.put_production(Production(id="otters", title="Otter County"))
    engine.put_fact(
        Fact(id="coaster", production="otters", topic="location", subject="roller coaster scene", text="Shot in Ghent.")
    )
    for typed in ("where is the otter county rollercoaster", "otter county roller coaster scene location"):
        assert ids(engine.ask(typed, today=TODAY)) == ["coaster"]


@pytest.mark.parametrize(
    "question",
    ["where was quillon with rob lowe filmed", "did meryl streep act in quillon", "is hugh grant in quillon"],
)
def test_names_of_people_are_left_alone(engine: Engine, question: str) -> None:
    assert repaired(engine, question) == question


def test_a_word_that_says_something_is_no_slip_for_one_of_a_title() -> None:
    engine = Engine(knowledge())
    engine.put_production(Production(id="ferry", title="The Last Ferry", aliases=("A Barca, Parte Um",)))
    engine.put_fact(
        Fact(
            id="ferry-us",
            production="ferry",
            topic="release",
            subject="US release",
            text="It opened in American cinemas on 4 May 2024.",
            phrasings=("when does the last ferry come out", "the last ferry release date"),
        )
    )
    assert ids(engine.ask("the last ferry release date", today=TODAY)) == ["ferry-us"]
    assert ids(engine.ask("uk release date of the last ferry", today=TODAY)) == []


def test_words_that_nothing_else_is_near_to_have_no_other_reading() -> None:
    repairer, kept = Repairer(LEXICON, WORDS), [shelf()]
    assert repairer.other(repairer.lattice(["zanderbrook", "glimmerfall"], kept, LEXICON.english), kept) is None


def test_the_word_before_and_the_word_behind_decide() -> None:
    kept = [shelf(named("walk", "The Walking Tide"), named("tidy", "Tidy Makers"))]
    repairer = Repairer(LEXICON, WORDS)
    assert repairer.lattice(["walking", "tid"], kept, LEXICON.english).words() == ["walking", "tide"]
    assert repairer.lattice(["tid", "makers"], kept, LEXICON.english).words() == ["tidy", "makers"]


def test_what_was_hardly_less_likely_is_kept_beside() -> None:
    kept = [shelf(named("a", "Brindle"), named("b", "Brundle"))]
    (word,) = Repairer(LEXICON, WORDS).lattice(["brndle"], kept, LEXICON.english).words()
    assert isinstance(word, Guess)
    assert {word, *word.others} == {"brindle", "brundle"}


def test_words_count_as_long_as_a_title_has_them() -> None:
    kept, repairer = shelf(), Repairer(LEXICON, WORDS)
    assert repairer.lattice(["vandrelith"], [kept], LEXICON.english).words() == ["vandrelith"]
    kept.put_production(named("v", "Vandrelyth"))
    assert repairer.lattice(["vandrelith"], [kept], LEXICON.english).words() == ["vandrelyth"]
    kept.drop_production((SHARED, "v"))
    assert repairer.lattice(["vandrelith"], [kept], LEXICON.english).words() == ["vandrelith"]


def test_each_scope_is_repaired_by_its_own_words() -> None:
    shared, own, repairer = shelf(), Shelf(LEXICON, Reader(LEXICON)), Repairer(LEXICON, WORDS)
    own.put_production(named("v", "Vandrelyth"))
    assert repairer.lattice(["vandrelith"], [shared, own], LEXICON.english).words() == ["vandrelyth"]
    assert repairer.lattice(["vandrelith"], [shared], LEXICON.english).words() == ["vandrelith"]


def test_of_many_unknown_words_the_first_are_repaired() -> None:
    typed = ["glimmerfal"] * (MAX_UNKNOWN + 3)
    repaired = Repairer(LEXICON, WORDS).lattice(typed, [shelf()], LEXICON.english).words()
    assert repaired == ["glimmerfall"] * MAX_UNKNOWN + ["glimmerfal"] * 3


TYPED = st.one_of(
    st.text("abcdefghijklmnopqrstuvwxyz\u00e9\u00df\u0144", min_size=1, max_size=30),
    st.sampled_from(
        [
            "when",
            "does",
            "the",
            "glimmerfal",
            "quilon",
            "salt",
            "choir",
            "season",
            "2",
            "4k",
            "7th",
            "iv",
            "s",
            "e",
            "come",
            "otu",
            "saltchoir",
        ]
    ),
)


@given(st.lists(TYPED, min_size=1, max_size=20), st.sampled_from(sorted(LEXICON.languages)))
@settings(max_examples=200)
def test_any_words_are_repaired_into_words_and_the_same_each_time(typed: list[str], code: str) -> None:
    repairer, kept = Repairer(LEXICON, WORDS), [shelf()]
    repaired = repairer.lattice(typed, kept, LEXICON.languages[code]).words()
    assert repaired
    assert all(repaired)
    assert len(repaired) <= 2 * len(typed)
    assert repairer.lattice(typed, kept, LEXICON.languages[code]).words() == repaired
    assert Repairer(LEXICON, WORDS).lattice(typed, [shelf()], LEXICON.languages[code]).words() == repaired
    other = repairer.other(repairer.lattice(typed, kept, LEXICON.languages[code]), kept)
    assert other is None or all(other)


def test_what_was_repaired_once_needs_no_more_repair(engine: Engine) -> None:
    for one in FACTS:
        for phrasing in one.phrasings:
            once = repaired(engine, phrasing)
            assert repaired(engine, once) == once
