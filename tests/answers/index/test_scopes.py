"""Scopes: what one server changes is seen there and nowhere else; what is put is found, what is removed forgotten."""

from __future__ import annotations

import gc
import weakref
from datetime import date

import pytest

from bot.answers.answer import Answer, Outcome
from bot.answers.engine import Engine
from bot.answers.index.scopes import Scopes, View
from bot.facts.models import SHARED, Fact, Production, State
from tests.answers.invented import FACTS, PRODUCTIONS, fact
from tests.answers.searching import scopes_of
from tests.shipped import knowledge

TODAY = date(2026, 11, 22)
HERE, THERE = "server:1", "server:2"
QUESTION = "who directed cobalt wake 7"
BY_ID = {one.id: one for one in FACTS}


@pytest.fixture
def engine() -> Engine:
    engine = Engine(knowledge())
    engine.load(PRODUCTIONS, FACTS)
    return engine


def said(answer: Answer) -> str | None:
    return answer.parts[0].text if answer.outcome is Outcome.ANSWER else None


def own(text: str, **changes: object) -> Fact:
    """This server's version of who directed."""
    return BY_ID["cw7-director"].model_copy(update={"scope": HERE, "text": text, **changes})


def ask(engine: Engine, scope: str = SHARED, question: str = QUESTION) -> Answer:
    return engine.ask(question, scope=scope, today=TODAY)


def test_a_servers_version_of_a_fact_is_seen_there_only(engine: Engine) -> None:
    shared = said(ask(engine))
    engine.put_fact(own("Here we say that Juno Abel directed."))
    assert said(ask(engine, HERE)) == "Here we say that Juno Abel directed."
    assert said(ask(engine, THERE)) == said(ask(engine)) == shared


def test_a_fact_retired_by_a_server_is_silent_there_only(engine: Engine) -> None:
    shared = said(ask(engine))
    engine.put_fact(own("Retired.", state=State.RETIRED))
    assert said(ask(engine, HERE)) is None
    assert said(ask(engine, THERE)) == said(ask(engine)) == shared


def test_a_fact_retired_by_a_server_is_not_on_offer_there(engine: Engine) -> None:
    """Nothing but a title is asked, so that a fact of each topic is offered."""
    offered = [choice.fact.id for choice in ask(engine, HERE, "cobalt wake 7").choices]
    for gone in offered:
        engine.put_fact(BY_ID[gone].model_copy(update={"scope": HERE, "state": State.RETIRED}))
        assert gone not in [choice.fact.id for choice in ask(engine, HERE, "cobalt wake 7").choices]
    assert [choice.fact.id for choice in ask(engine, THERE, "cobalt wake 7").choices] == offered


def test_a_fact_changed_by_a_server_is_on_offer_there_once_as_it_is_there(engine: Engine) -> None:
    engine.put_fact(own("Juno Abel directed."))
    texts = {choice.fact.id: choice.fact.text for choice in ask(engine, HERE, "cobalt wake 7").choices}
    assert texts["cw7-director"] == "Juno Abel directed."
    assert len(texts) == len(ask(engine, HERE, "cobalt wake 7").choices)


def test_a_withdrawn_version_lets_the_shared_fact_hold_again(engine: Engine) -> None:
    shared = said(ask(engine))
    engine.put_fact(own("Ours."))
    engine.put_fact(own("Ours.", state=State.WITHDRAWN))
    assert said(ask(engine, HERE)) == shared


def test_a_servers_own_fact_and_production_are_seen_there_only(engine: Engine) -> None:
    engine.put_production(Production(id="fanfilm", title="Zinnia Protocol", scope=HERE))
    engine.put_fact(fact("fan-cost", "fanfilm", "production", "budget", "It cost nothing.", scope=HERE))
    question = "what was the budget of zinnia protocol"
    assert said(ask(engine, HERE, question)) == "It cost nothing."
    assert said(ask(engine, THERE, question)) != "It cost nothing."
    assert said(ask(engine, SHARED, question)) != "It cost nothing."
    assert "fanfilm" in {production.id for production in engine.titles(HERE)}
    assert "fanfilm" not in {production.id for production in engine.titles()}


def test_a_dropped_scope_sees_what_is_shared(engine: Engine) -> None:
    shared = said(ask(engine))
    engine.put_fact(own("Ours."))
    engine.drop_scope(HERE)
    assert said(ask(engine, HERE)) == shared


def test_the_shared_scope_cannot_be_dropped(engine: Engine) -> None:
    shared = said(ask(engine))
    engine.drop_scope(SHARED)
    assert said(ask(engine)) == shared is not None


def test_a_fork_is_tried_without_changing_what_it_was_taken_from(engine: Engine) -> None:
    engine.put_fact(own("Ours."))
    trial = engine.fork(HERE, "server:3")
    assert said(ask(engine, trial)) == "Ours."
    engine.put_fact(own("Tried.", scope=trial))
    assert said(ask(engine, trial)) == "Tried."
    assert said(ask(engine, HERE)) == "Ours."
    engine.drop_scope(trial)
    assert said(ask(engine, HERE)) == "Ours."


def test_an_edited_fact_is_found_by_its_new_words_and_no_more_by_its_old(engine: Engine) -> None:
    old = BY_ID["pell-harpsichord"]
    new = {
        "subject": "vuvuzela",
        "text": "The vuvuzela was built in Ghent.",
        "phrasings": ("where was the vuvuzela built",),
    }
    engine.put_fact(old.model_copy(update={**new, "revision": 2}))
    assert (
        said(ask(engine, SHARED, "where was the vuvuzela of pellwick row built")) == "The vuvuzela was built in Ghent."
    )
    assert said(ask(engine, SHARED, "where was the harpsichord of pellwick row built")) is None


def test_an_added_fact_is_found_at_once_also_misspelt(engine: Engine) -> None:
    text = "The zeppelin of Pellwick Row was built in Bruges."
    engine.put_fact(fact("pell-zeppelin", "pell", "production", "zeppelin", text, "where was the zeppelin built"))
    assert said(ask(engine, SHARED, "where was the zepelin of pellwick row built")) == text


@pytest.mark.parametrize("state", [State.RETIRED, State.MERGED])
def test_a_fact_that_is_no_longer_live_is_forgotten(engine: Engine, state: State) -> None:
    into = "cw8-budget" if state is State.MERGED else None
    engine.put_fact(BY_ID["cw7-director"].model_copy(update={"state": state, "merged_into": into}))
    assert said(ask(engine)) is None


def test_a_fact_moved_to_another_production_leaves_the_first(engine: Engine) -> None:
    moved = BY_ID["cw7-director"].model_copy(
        update={"production": "cw8", "text": "Ilse Marrow directed it.", "phrasings": ("who directed cobalt wake 8",)}
    )
    engine.put_fact(moved)
    assert said(ask(engine)) is None
    assert said(ask(engine, SHARED, "who directed cobalt wake 8")) == "Ilse Marrow directed it."


def test_a_production_is_found_by_its_new_alias_and_no_more_by_its_old(engine: Engine) -> None:
    pell = next(production for production in PRODUCTIONS if production.id == "pell")
    engine.put_production(pell.model_copy(update={"title": "Quillon Street", "aliases": ()}))
    assert said(ask(engine, SHARED, "how many skydives for quillon street")) is not None
    assert "pell" not in ask(engine, SHARED, "pellwick row").productions


def test_nothing_of_a_scope_that_was_dropped_stays_in_memory(engine: Engine) -> None:
    trial = engine.fork(HERE, "server:3")
    ask(engine, trial)
    shelf = weakref.ref(engine._scopes._shelves[trial])
    engine.drop_scope(trial)
    gc.collect()
    assert shelf() is None


def scopes() -> Scopes:
    return scopes_of(PRODUCTIONS, FACTS)


def ids_of(view: View, production: str) -> set[str]:
    """Return the ids of the facts of a production that a scope sees."""
    return {one.fact.id for group in view.groups(production) for one in group.facts.values() if view.visible(one)}


def test_a_view_holds_the_shared_index_and_the_scopes_own_if_it_has_one() -> None:
    held = scopes()
    assert len(held.view(SHARED).shelves) == len(held.view(HERE).shelves) == 1
    held.put_fact(own("Ours."))
    assert len(held.view(HERE).shelves) == 2
    assert (list(held.view(HERE).own), list(held.view(SHARED).own)) == (["cw7-director"], [])


def test_a_fact_that_is_not_live_hides_the_shared_one_but_a_withdrawn_one_does_not() -> None:
    held = scopes()
    for state, seen in ((State.LIVE, True), (State.RETIRED, False), (State.WITHDRAWN, True)):
        held.put_fact(own("Ours.", state=state))
        assert ("cw7-director" in ids_of(held.view(HERE), "cw7")) is seen
        assert (held.indexed(HERE, "cw7-director") is not None) is (state is State.LIVE)
    assert held.indexed(SHARED, "cw7-director") is not None
    assert held.indexed(THERE, "cw7-director") is None


def test_a_scopes_own_version_of_a_production_replaces_the_shared_one_there() -> None:
    held = scopes()
    held.put_names(Production(id="pell", title="Pellwick Lane", scope=HERE))
    director = own("Ours.", production="pell")
    for scope, title in ((HERE, "Pellwick Lane"), (SHARED, "Pellwick Row"), (THERE, "Pellwick Row")):
        view = held.view(scope)
        assert {one.id: one.title for one in view.productions()}["pell"] == title
        assert len(view.productions()) == len(PRODUCTIONS)
        assert view.title_of(director.model_copy(update={"scope": scope})) == title
    assert held.view(HERE).size == len(held.view(HERE).known()) == len(PRODUCTIONS) + 1


def test_the_title_of_an_unknown_production_is_its_id() -> None:
    assert scopes().view(HERE).title_of(fact("x", "nowhere", "release", "release", "A.")) == "nowhere"


def test_a_production_is_named_by_its_scope_and_id_and_known_with_its_year() -> None:
    view = scopes().view(HERE)
    assert view.named((SHARED, "pell")) is not None
    assert view.named((HERE, "pell")) is None
    years = {one.id: one.year for one in view.known()}
    assert (years["cw7"], years["weaver-2"], years["pell"]) == (2023, 2021, None)


def test_new_names_return_the_facts_that_must_be_put_again() -> None:
    held = scopes()
    held.put_fact(own("Ours."))
    shared = [one.id for one in FACTS if one.production == "cw7"]
    again = held.put_names(PRODUCTIONS[0])
    assert sorted(one.id for one in again) == sorted([*shared, "cw7-director"])
    own_only = held.put_names(PRODUCTIONS[0].model_copy(update={"scope": HERE}))
    assert [(one.scope, one.id) for one in own_only] == [(HERE, "cw7-director")]


def test_a_fork_of_what_is_shared_or_unknown_is_empty_and_replaces_what_had_the_name() -> None:
    held = scopes()
    held.put_fact(own("Ours."))
    for source in (SHARED, THERE):
        held.fork(source, HERE)
        assert list(held.view(HERE).own) == []


def test_only_a_scope_that_exists_and_is_not_shared_is_dropped() -> None:
    held = scopes()
    held.put_fact(own("Ours."))
    assert held.drop(SHARED) is None
    assert held.drop(THERE) is None
    assert held.drop(HERE) is not None
    assert list(held.view(HERE).own) == []
