"""The comparison with other ways of finding facts: that it is fair, and that its figures are what they say."""

from __future__ import annotations

import pytest
from rapidfuzz import utils

from benchmarks.__main__ import main
from benchmarks.comparison.__main__ import tables
from benchmarks.comparison.cases import LONG, NEAR, SHORT, Cases, made_up, one_large_show, real_films
from benchmarks.comparison.chatter import SENTENCES, message
from benchmarks.comparison.differences import Difference, differences, lines
from benchmarks.comparison.measuring import Asked, Ours, Way, compare
from benchmarks.comparison.peers import LookUp, Peer, Trigrams, builders
from benchmarks.comparison.table import rows, threshold
from benchmarks.comparison.texts import Texts
from benchmarks.machine import described
from bot.evaluation.sets import MeasuredStore, Question
from bot.facts.models import Fact, Production
from tests.shipped import knowledge

STORM = Production(id="storm", title="Paper Storm", aliases=("PS", "The Storm"))
FACTS = (
    Fact(
        id="storm-director",
        production="storm",
        topic="crew",
        subject="director",
        text="Ada Lund directed Paper Storm.",
        phrasings=("who directed Paper Storm", "name of the boss behind the camera"),
    ),
    Fact(
        id="storm-bridge",
        production="storm",
        topic="location",
        subject="bridge scene",
        text="The bridge scene was shot in Porto.",
        phrasings=("where was the bridge scene of PS shot",),
    ),
)
ANSWERED = Question("where was the bridge scene of ps shot", ("storm-bridge",), "plain")
UNANSWERED = Question("how do you boil an egg", (), "far")
STORE = MeasuredStore("storm", (STORM,), FACTS, (ANSWERED, UNANSWERED))


def peers() -> list[Peer]:
    texts = Texts.named(STORE.productions, STORE.facts)
    return [LookUp(texts), *(build() for build in builders(texts)), Trigrams(texts)]


def asked(score: float, found: str | None = "x", gold: tuple[str, ...] = (), *, answers: bool = True) -> Asked:
    return Asked(Question(f"{score} {found}", gold, "plain"), 1.0, found, answers, score)


def test_peers_get_every_name_that_the_engine_has() -> None:
    texts = Texts.named((STORM,), FACTS)
    of_bridge = {text for text, owner in zip(texts.texts, texts.owners, strict=True) if owner == "storm-bridge"}
    assert {f"where was the bridge scene of {name} shot" for name in ("ps", "paper storm", "the storm")} <= of_bridge
    assert {f"{name} bridge scene" for name in ("ps", "paper storm", "the storm")} <= of_bridge
    assert "the bridge scene was shot in porto" in of_bridge
    assert "name of the boss behind the camera the storm" in texts.texts, "a phrasing without a name gets each"
    assert len(set(texts.texts)) == len(texts.texts)


def test_of_a_hundred_names_only_the_first_make_texts_of_their_own() -> None:
    many = STORM.model_copy(update={"aliases": tuple(f"storm number {number}" for number in range(100))})
    texts = Texts.named((many,), FACTS)
    assert len(texts.texts) < 40
    assert texts.prepared("storm number 99 bridge") == "paper storm bridge"
    renamed = FACTS[0].model_copy(update={"phrasings": ("who directed storm number 99",)})
    assert "who directed paper storm" in Texts.named((many,), (renamed,)).texts


def test_a_name_is_replaced_only_where_whole_words_are_it() -> None:
    fact = FACTS[0].model_copy(update={"phrasings": ("where are the maps",)})
    texts = Texts.named((STORM,), (fact,)).texts
    assert "where are the maps" in texts
    assert not any("mapaper" in text for text in texts)


def test_each_peer_finds_a_text_as_it_stands_and_bears_odd_questions() -> None:
    for peer in peers():
        found = peer.find(ANSWERED.text)
        assert found is not None, peer.name
        assert found.fact == "storm-bridge", peer.name
        for odd in ("", "?", "a", "zzqx wwvk", '"', "NOT (", "🎬"):
            peer.find(odd)


def test_only_the_dict_and_what_has_nothing_in_common_stay_silent() -> None:
    names = {peer.name for peer in peers() if peer.find("who directed qwzx") is None}
    assert names == {"dict look-up"}


def test_an_alias_in_a_question_becomes_the_title() -> None:
    texts = Texts.named((STORM, Production(id="ps", title="PS", aliases=("Paper",))), FACTS)
    assert texts.prepared("Who directed THE STORM?") == "who directed paper storm"
    assert texts.prepared("ps") == "ps", "a title stays, although another production has it as an alias"
    assert texts.prepared("paper storm and paper") == "paper storm and ps", "the longest name counts"
    assert texts.prepared("") == ""


@pytest.mark.parametrize("length", [SHORT, LONG])
def test_a_long_message_is_as_long_as_told_and_holds_the_question_whole(length: int) -> None:
    for seed in range(20):
        text = message("who directed Paper Storm", length, seed)
        assert length - 100 < len(text) <= length
        assert "who directed Paper Storm?" in text
        assert "?" not in message("", length, seed)
    assert len({message("", length, seed) for seed in range(20)}) == 20


def test_sentences_between_ask_nothing() -> None:
    assert not any("?" in sentence for sentence in SENTENCES)


def test_no_fact_answers_what_counts_as_unanswerable() -> None:
    for cases in (*made_up(200, 40), one_large_show(200, 40), real_films(200, 40), real_films(200, 40, phrasings=True)):
        (store,) = cases.stores
        held = {fact.id for fact in store.facts}
        assert {question.answerable for question in store.questions} == {True, False}
        assert all(held.issuperset(question.gold) for question in store.questions)
        assert len(store.facts) == 200


def test_films_of_one_name_answer_equally() -> None:
    (store,) = real_films(6_000, 3_000).stores
    titles = {production.id: production.title.casefold() for production in store.productions}
    facts = {fact.id: fact for fact in store.facts}
    shared = [question for question in store.questions if len(question.gold) > 1]
    assert shared
    for question in shared:
        assert len({titles[facts[gold].production] for gold in question.gold}) == 1
        assert len({facts[gold].subject for gold in question.gold}) == 1


def test_unanswerable_questions_on_films_name_no_kind_of_fact_that_is_stored() -> None:
    (store,) = real_films(200, 40).stores
    titles = {production.title.lower() for production in store.productions}
    for question in store.questions:
        if not question.answerable:
            near = any(question.text == way.format(title) for way in NEAR for title in titles)
            assert near or not any(f" {title} " in f" {question.text} " for title in titles if len(title) > 12)


def test_every_way_is_asked_every_question_once() -> None:
    ways = compare(Cases("storm", (STORE, STORE)), knowledge())
    assert ways[0].name == Ours.name
    assert len(ways) == 2 + len(builders(Texts([], [])))
    for way in ways:
        assert sorted(it.question.text for it in way.asked) == sorted([ANSWERED.text, UNANSWERED.text] * 2)
        assert all(it.seconds >= 0 for it in way.asked)
    engine, dictionary = ways[:2]
    for way in (engine, dictionary):
        assert all(it.first for it in way.asked if it.question.answerable), way.name
        assert not any(it.answers for it in way.asked if not it.question.answerable), way.name


def test_a_peer_that_takes_too_long_is_asked_no_more_and_the_engine_everything() -> None:
    engine, *others = compare(Cases("storm", (STORE,)), knowledge(), budget=0.0)
    assert len(engine.asked) == 2
    assert not any(way.asked for way in others)
    assert len(list(rows([engine, *others]))) == 1


def test_a_peer_is_compared_on_the_questions_that_it_was_asked() -> None:
    engine = Way("engine", [asked(0.9, "x", ("x",)), asked(0.8, "y", ("y",)), asked(0.0, answers=False)])
    engine.asked[1] = Asked(engine.asked[1].question, 9.0, "y", True, 0.8)
    first = engine.asked[0].question
    _, peer = rows([engine, Way("peer", [Asked(first, 0.5, "z", True, 3.0)])])
    assert (peer.ratio, peer.first, peer.silent, peer.right, peer.asked) == (0.5, 0.0, None, None, 1)


def test_the_engine_counts_as_right_only_if_it_answers() -> None:
    quiet = asked(0.3, "x", ("x",), answers=False)
    (row,) = rows([Way("engine", [quiet, asked(0.9, "y", ("y",)), asked(0.1, answers=False)])])
    assert (row.first, row.silent, row.right, row.ratio) == (1.0, 1.0, 0.5, 1.0)


def test_a_peer_may_speak_as_often_as_the_engine_does() -> None:
    unanswerable = [asked(score) for score in (5.0, 3.0, 1.0)]
    assert 5.0 < threshold(unanswerable, 0) < 5.1
    assert 3.0 < threshold(unanswerable, 1) < 3.1
    assert threshold(unanswerable, 3) < 0
    engine = Way("engine", [Asked(it.question, 1.0, None, False, 0.0) for it in unanswerable])
    right = [asked(score, "x", ("x",)) for score in (4.0, 6.0)]
    engine.asked += [Asked(it.question, 1.0, "x", True, 1.0) for it in right]
    _, peer = rows([engine, Way("peer", [*unanswerable, *right])])
    assert (peer.first, peer.silent, peer.right) == (1.0, 0.0, 0.5)


def test_the_table_has_a_row_for_each_way_and_tells_the_load() -> None:
    printed = "\n".join(tables([Cases("storm", (STORE,))], knowledge()))
    assert described().partition(",")[0] in printed
    for name in ("engine", "dict look-up", "bm25s", "tantivy fuzzy", "3-grams + token_sort"):
        assert f"\n{name} " in printed


def test_a_difference_tells_where_the_engine_loses_a_fact() -> None:
    lost = Question("the quay", ("storm-bridge",), "para")
    store = MeasuredStore("storm", (STORM,), FACTS, (ANSWERED, lost, UNANSWERED))
    found = list(differences(store, knowledge()))
    assert [it.question.text for it in found] == [ANSWERED.text, lost.text]
    assert found[0] == Difference(ANSWERED, engine=True, peer=True, near=True, lost="", instead="storm-bridge")
    assert (found[1].engine, found[1].lost) == (False, "production")


def test_questions_of_held_sets_are_never_shown() -> None:
    other = Production(id="harbour", title="Quiet Harbour")
    fact = Fact(id="harbour-paper", production="harbour", topic="stunt", text="Who directed paper storm and rain?")
    secret = Question("who directed paper storm and rain", ("harbour-paper",), "para")
    store = MeasuredStore("storm", (STORM, other), (*FACTS, fact), (secret,))

    def shown(*, held: bool) -> str:
        return "\n".join(lines(Cases("storm", (store,), held=held), knowledge(), misspelt=False, listed=True))

    assert secret.text in shown(held=False)
    assert secret.text not in shown(held=True)
    assert "behind 1/1/1" in shown(held=True)


def test_an_unknown_benchmark_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["pears"]) == 2
    assert "peers" in capsys.readouterr().out
    assert main(["peers", "0"]) == 2


def test_texts_are_preprocessed_as_questions_are() -> None:
    assert Texts.phrasings(FACTS).texts[0] == utils.default_process("who directed Paper Storm")
