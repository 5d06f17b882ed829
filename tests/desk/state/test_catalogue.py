from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.errors import NotFound
from bot.desk.state.catalogue import Catalogue, page
from bot.desk.state.ids import handle
from bot.facts.models import SHARED, Fact, State
from tests.desk.samples import fact, moved, own, production

SERVER = "server:10"
OTHER = "server:20"


@pytest.fixture
def catalogue() -> Catalogue:
    made = Catalogue()
    made.load(
        [production("harbour", aliases=("The Harbour", "HBR")), production("lighthouse")],
        [
            fact("detail", subject="Poland"),
            fact("headline", subject="US release", announced_dates=moved("2024-01-01", "2024-02-01")),
            fact("jump", topic="stunt", subject="the jump"),
            fact("lamp", production="lighthouse", topic="location"),
        ],
    )
    return made


def ids(facts: tuple[Fact, ...]) -> list[str]:
    return [each.id for each in facts]


def test_facts_are_listed_by_production_and_topic_headline_first(catalogue: Catalogue) -> None:
    assert ids(catalogue.facts(SHARED, "harbour")) == ["detail", "headline", "jump"]
    assert ids(catalogue.facts(SHARED, "harbour", "release")) == ["headline", "detail"]
    catalogue.put_fact(fact("general"))
    assert ids(catalogue.facts(SHARED, "harbour", "release"))[0] == "general"


def test_a_servers_version_is_only_visible_there(catalogue: Catalogue) -> None:
    shared = catalogue.fact("jump")
    catalogue.put_fact(own(shared, text="Our own sentence."))
    assert catalogue.fact("jump", SERVER).text == "Our own sentence."
    assert catalogue.fact("jump", OTHER) == catalogue.fact("jump") == shared
    assert [each.text for each in catalogue.facts(SERVER, topic="stunt")] == ["Our own sentence."]


def test_a_servers_retired_version_hides_the_shared_fact_only_there(catalogue: Catalogue) -> None:
    catalogue.put_fact(own(catalogue.fact("jump"), state=State.RETIRED))
    assert catalogue.facts(SERVER, topic="stunt") == ()
    with pytest.raises(NotFound, match=r"^A fact about Harbour \(stunt\) was retired"):
        catalogue.fact("jump", SERVER)
    assert ids(catalogue.facts(OTHER, topic="stunt")) == ["jump"]


def test_a_withdrawn_version_shows_the_shared_fact_again(catalogue: Catalogue) -> None:
    shared = catalogue.fact("jump")
    catalogue.put_fact(own(shared, text="Ours."))
    catalogue.put_fact(own(shared, text="Ours.", state=State.WITHDRAWN, revision=2))
    assert catalogue.fact("jump", SERVER) == shared
    held = catalogue.exact_version("jump", SERVER)
    assert held is not None
    assert held.revision == 2


def test_a_servers_own_fact_and_production_are_only_visible_there(catalogue: Catalogue) -> None:
    catalogue.put_production(production("premiere-night", scope=SERVER))
    catalogue.put_fact(fact("ours", production="premiere-night", scope=SERVER))
    assert catalogue.find_production("premiere-night", OTHER) is None
    assert [each.id for each in catalogue.productions(SERVER)] == ["harbour", "lighthouse", "premiere-night"]
    assert [each.id for each in catalogue.productions()] == ["harbour", "lighthouse"]
    assert catalogue.find_fact("ours", OTHER) is None
    assert catalogue.fact("ours", SERVER).production == "premiere-night"


def test_a_merged_id_leads_to_the_kept_fact(catalogue: Catalogue) -> None:
    catalogue.put_fact(fact("detail", state=State.MERGED, merged_into="headline", revision=2))
    assert catalogue.fact("detail").id == "headline"
    assert "detail" not in ids(catalogue.facts())


def test_circular_merges_find_nothing(catalogue: Catalogue) -> None:
    catalogue.put_fact(fact("detail", state=State.MERGED, merged_into="jump", revision=2))
    catalogue.put_fact(fact("jump", state=State.MERGED, merged_into="detail", revision=2))
    assert catalogue.find_fact("detail") is None


def test_an_older_revision_does_not_replace_a_newer_one(catalogue: Catalogue) -> None:
    catalogue.put_fact(fact("jump", text="Newer.", revision=3))
    catalogue.put_fact(fact("jump", text="Older.", revision=2))
    assert catalogue.fact("jump").text == "Newer."


def test_a_fact_can_move_to_another_production(catalogue: Catalogue) -> None:
    catalogue.put_fact(fact("jump", production="lighthouse", topic="stunt", revision=2))
    assert "jump" not in ids(catalogue.facts(SHARED, "harbour"))
    assert "jump" in ids(catalogue.facts(SHARED, "lighthouse"))


def test_a_production_is_found_by_id_or_any_name(catalogue: Catalogue) -> None:
    for name in ("harbour", "HARBOUR", "the harbour", " hbr "):
        assert catalogue.production(name).id == "harbour"


def test_an_unknown_production_suggests_similar_ones(catalogue: Catalogue) -> None:
    with pytest.raises(NotFound, match="Did you mean Lighthouse") as refused:
        catalogue.production("lighthose")
    assert refused.value.nearest == ("lighthouse",)
    with pytest.raises(NotFound, match="Use /productions"):
        catalogue.production("zzzzqqq")


def test_topics_are_counted_most_first(catalogue: Catalogue) -> None:
    assert list(catalogue.topics(SHARED, "harbour").items()) == [("release", 2), ("stunt", 1)]


def test_related_facts_have_the_same_production_and_topic(catalogue: Catalogue) -> None:
    catalogue.put_fact(fact("poland-again", subject="Poland, again"))
    assert ids(catalogue.related(catalogue.fact("detail"))) == ["poland-again", "headline"]


@given(st.lists(st.integers(), max_size=50), st.integers(-5, 60), st.integers(1, 12))
def test_pages_cover_the_whole_list(items: list[int], number: int, size: int) -> None:
    first = page(items, 1, size)
    joined = [item for each in range(1, first.pages + 1) for item in page(items, each, size).items]
    assert joined == items
    asked = page(items, number, size)
    assert 1 <= asked.number <= asked.pages
    assert asked.total == len(items)


_VERSION = st.tuples(st.sampled_from([State.LIVE, State.RETIRED]), st.sampled_from(["harbour", "lighthouse"]))
_OWN_STATES = st.sampled_from([State.LIVE, State.RETIRED, State.WITHDRAWN])
_OWN = st.tuples(_OWN_STATES, st.sampled_from(["harbour", "lighthouse"]))


@given(
    shared=st.lists(st.tuples(st.sampled_from("abcd"), _VERSION)),
    mine=st.lists(st.tuples(st.sampled_from("abcdef"), _OWN)),
)
def test_lists_and_lookups_agree_after_any_changes(
    shared: list[tuple[str, tuple[State, str]]], mine: list[tuple[str, tuple[State, str]]]
) -> None:
    catalogue = Catalogue()
    for scope, changes in ((SHARED, shared), (SERVER, mine)):
        for number, (name, (state, about)) in enumerate(changes, start=1):
            catalogue.put_fact(fact(name, state=state, production=about, scope=scope, revision=number))
    for scope in (SHARED, SERVER, OTHER):
        found = {name: each for name in "abcdef" if (each := catalogue.find_fact(name, scope)) is not None}
        assert {each.id: each for each in catalogue.facts(scope)} == found
        for about in ("harbour", "lighthouse"):
            on = {name: each for name, each in found.items() if each.production == about}
            listed = catalogue.facts(scope, about)
            assert {each.id: each for each in listed} == on
            assert len(listed) == len(on)


def test_a_handle_leads_to_its_fact_in_scopes_that_have_it(catalogue: Catalogue) -> None:
    catalogue.put_fact(fact("ours", scope=SERVER))
    catalogue.put_fact(fact("jump", state=State.RETIRED, revision=2))
    for name in ("jump", "headline"):
        assert {catalogue.by_handle(handle(name), scope) for scope in (SHARED, SERVER, OTHER)} == {name}
    assert catalogue.by_handle(handle("ours"), SERVER) == "ours"
    assert catalogue.by_handle(handle("ours"), OTHER) is None
    assert catalogue.by_handle(handle("nothing-such"), SERVER) is None
    assert catalogue.ids(SERVER) == ("ours", *catalogue.ids(OTHER))


def test_a_servers_version_keeps_the_position_of_the_shared_fact(catalogue: Catalogue) -> None:
    before = ids(catalogue.facts())
    catalogue.put_fact(own(catalogue.fact("detail"), text="Ours."))
    catalogue.put_fact(fact("ours", scope=SERVER))
    assert ids(catalogue.facts(SERVER)) == [*before, "ours"]


_STATES = st.sampled_from([State.LIVE, State.RETIRED])


@given(
    shared=st.dictionaries(st.sampled_from("abcd"), _STATES),
    mine=st.dictionaries(st.sampled_from("abcdef"), st.sampled_from([State.LIVE, State.RETIRED, State.WITHDRAWN])),
)
def test_a_scope_sees_the_same_as_a_simple_overlay(shared: dict[str, State], mine: dict[str, State]) -> None:
    catalogue = Catalogue()
    catalogue.load([], [fact(name, state=state) for name, state in shared.items()])
    catalogue.load([], [fact(name, state=state, scope=SERVER) for name, state in mine.items()])
    expected = {
        (name, SERVER if name in mine and mine[name] is not State.WITHDRAWN else SHARED)
        for name in {**shared, **mine}
        if (mine[name] if name in mine and mine[name] is not State.WITHDRAWN else shared.get(name)) is State.LIVE
    }
    assert {(each.id, each.scope) for each in catalogue.facts(SERVER)} == expected
    assert {each.id for each in catalogue.facts(OTHER)} == {
        name for name, state in shared.items() if state is State.LIVE
    }


def test_a_servers_version_of_a_production_replaces_the_shared_one_there(catalogue: Catalogue) -> None:
    catalogue.put_production(production("harbour", title="Our Harbour", scope=SERVER))
    catalogue.put_production(production("pier", title="Our Pier", scope=SERVER))
    assert [each.title for each in catalogue.productions(SERVER)] == ["Our Harbour", "Lighthouse", "Our Pier"]
    for scope in (SHARED, OTHER):
        assert [each.title for each in catalogue.productions(scope)] == ["Harbour", "Lighthouse"]
