from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.desk import Desk
from bot.desk.editing.drafts.draft import Draft
from bot.desk.editing.merge import joined
from bot.desk.errors import Invalid, NotAllowed, NotFound
from bot.facts.models import SHARED, Fact, Source, Spoiler, State
from tests.desk.samples import NOW
from tests.desk.stock import CURATOR, FAN, HERE, HOST, KEEPER, MARA, PAPER, PIER, THERE, stocked


async def test_a_merge_joins_phrasings_and_sources_and_redirects_the_other_id(empty_desk: Desk) -> None:
    desk = await stocked(empty_desk)
    other = await desk.curating.add(
        HOST,
        Draft(
            production="salt-harbour",
            topic="location",
            text="They shot the pier at Whitby.",
            phrasings="which pier is it\nWHERE was the pier scene filmed",
            sources="https://town.example/pier\nhttps://reel.example/harbour | The Evening Reel | 2026-10-01",
        ),
    )
    assert desk.merging.preview(HOST, PIER.id, other.id).phrasings == (*PIER.phrasings, "which pier is it")
    kept = await desk.merging.merge(HOST, PIER.id, other.id)
    assert kept.phrasings == (*PIER.phrasings, "which pier is it")
    assert kept.sources == (PAPER, Source(title="town.example", url="https://town.example/pier"))
    assert desk.catalogue.fact(other.id) == kept
    answer = desk.engine.ask("which pier is it in salt harbour", today=NOW.date())
    assert [fact.id for fact in answer.facts] == [PIER.id]
    held = desk.catalogue.exact_version(other.id, SHARED)
    assert held is not None
    assert (held.state, held.merged_into) == (State.MERGED, PIER.id)


async def test_a_merged_id_leads_on_through_edits_and_a_second_merge(empty_desk: Desk) -> None:
    desk = await stocked(empty_desk)
    await desk.merging.merge(HOST, PIER.id, KEEPER.id)
    draft = await desk.curating.draft(HOST, KEEPER.id)
    assert draft.base is not None
    assert draft.base.id == PIER.id
    new = await desk.curating.add(HOST, Draft(production="salt-harbour", topic="story", text="A storm comes."))
    await desk.merging.merge(HOST, new.id, PIER.id)
    assert desk.catalogue.fact(KEEPER.id).id == new.id


async def test_a_server_merges_only_for_itself(empty_desk: Desk) -> None:
    desk = await stocked(empty_desk)
    await desk.merging.merge(MARA, PIER.id, KEEPER.id)
    assert desk.catalogue.fact(KEEPER.id, HERE).id == PIER.id
    assert desk.catalogue.fact(KEEPER.id, THERE) == KEEPER
    assert desk.catalogue.fact(PIER.id) == PIER


async def test_invalid_merges_are_refused(empty_desk: Desk) -> None:
    desk = await stocked(empty_desk)
    other = await desk.curating.add(HOST, Draft(production="nine-lanterns", topic="story", text="A fair."))
    before = await desk.store.load()
    with pytest.raises(Invalid, match="the same fact"):
        await desk.merging.merge(HOST, PIER.id, PIER.id)
    with pytest.raises(Invalid, match="same production"):
        await desk.merging.merge(HOST, PIER.id, other.id)
    with pytest.raises(NotFound):
        await desk.merging.merge(HOST, PIER.id, "nothing")
    for actor in (FAN, CURATOR):
        with pytest.raises(NotAllowed):
            await desk.merging.merge(actor, PIER.id, KEEPER.id)
    assert await desk.store.load() == before


async def test_counterexamples_are_joined_unless_one_fact_answers_them(empty_desk: Desk) -> None:
    desk = await stocked(empty_desk)
    draft = Draft(production="salt-harbour", topic="location", text="At Whitby.", phrasings="which town is it")
    other = await desk.curating.add(
        HOST, draft.typed(counterexamples="WHO built the pier\nwhere was the pier scene filmed?\nhow long is it")
    )
    await desk.curating.add_counterexamples(HOST, PIER.id, ("who built the pier", "Which town is it?"))
    kept = await desk.merging.merge(HOST, PIER.id, other.id)
    assert kept.counterexamples == ("who built the pier", "how long is it")


phrases = st.lists(st.sampled_from(["who", "Who", "where is it", "when", "WHEN"]), max_size=5).map(tuple)


@given(phrases, phrases)
def test_joining_loses_and_duplicates_nothing(kept: tuple[str, ...], gone: tuple[str, ...]) -> None:
    def fact(name: str, phrasings: tuple[str, ...]) -> Fact:
        return PIER.model_copy(update={"id": name, "phrasings": phrasings})

    merged = joined(fact("a", kept), fact("b", gone), SHARED).phrasings
    folded = [phrase.casefold() for phrase in merged]
    assert len(folded) == len(set(folded))
    assert set(folded) == {phrase.casefold() for phrase in (*kept, *gone)}


@given(phrases, phrases, phrases, phrases)
def test_a_merged_fact_has_no_phrasing_as_counterexample(
    kept: tuple[str, ...], gone: tuple[str, ...], not_kept: tuple[str, ...], not_gone: tuple[str, ...]
) -> None:
    one = PIER.model_copy(update={"phrasings": kept, "counterexamples": not_kept})
    other = PIER.model_copy(update={"id": "b", "phrasings": gone, "counterexamples": not_gone})
    merged = joined(one, other, SHARED)
    declined = {each.casefold() for each in merged.counterexamples}
    answered = {each.casefold() for each in merged.phrasings}
    assert declined == {each.casefold() for each in (*not_kept, *not_gone)} - answered
    assert len(declined) == len(merged.counterexamples)


@pytest.mark.parametrize(("keeps", "goes"), [(Spoiler.MAJOR, Spoiler.NONE), (Spoiler.NONE, Spoiler.MAJOR)])
def test_a_merged_fact_has_the_higher_spoiler_level(keeps: Spoiler, goes: Spoiler) -> None:
    kept, gone = (fact.model_copy(update={"spoiler": each}) for fact, each in ((PIER, keeps), (KEEPER, goes)))
    assert joined(kept, gone, SHARED).spoiler is Spoiler.MAJOR
