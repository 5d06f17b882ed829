from __future__ import annotations

import pytest

from bot.desk.desk import Desk
from bot.desk.errors import NotAllowed, NotFound
from bot.facts.models import Action
from tests.desk.stock import FAN, FAR, HOST, MARA, PIER, stocked


async def test_each_revision_says_who_when_why_and_what(empty_desk: Desk) -> None:
    desk = await stocked(empty_desk)
    draft = await desk.curating.draft(HOST, PIER.id)
    await desk.curating.edit(HOST, draft.typed(status="reported", why="one source"))
    newest, first = await desk.history.entries(HOST, PIER.id)
    assert (newest.revision.action, newest.revision.by, newest.revision.why) == (Action.EDIT, "cli:host", "one source")
    assert [line for each in newest.differences for line in each.lines()] == ["status: confirmed → reported"]
    assert (newest.holds, first.holds) == (True, False)
    assert first.differences == ()


async def test_a_servers_version_comes_before_the_shared_one_and_differs_from_it(empty_desk: Desk) -> None:
    desk = await stocked(empty_desk)
    await desk.curating.edit(MARA, (await desk.curating.draft(MARA, PIER.id)).typed(text="Ours."))
    entries = await desk.history.entries(MARA, PIER.id)
    assert [(entry.shared, entry.holds) for entry in entries] == [(False, True), (True, False)]
    assert [each.field for each in entries[0].differences] == ["text"]
    assert [entry.shared for entry in await desk.history.entries(FAR, PIER.id)] == [True]


async def test_retired_facts_have_a_history_that_nothing_of_holds(empty_desk: Desk) -> None:
    desk = await stocked(empty_desk)
    await desk.curating.retire(HOST, PIER.id, "it was another pier")
    entries = await desk.history.entries(HOST, PIER.id)
    assert [entry.revision.action for entry in entries] == [Action.RETIRE, Action.IMPORT]
    assert not any(entry.holds for entry in entries)


async def test_it_is_for_curators_and_of_facts_that_exist(empty_desk: Desk) -> None:
    desk = await stocked(empty_desk)
    with pytest.raises(NotAllowed):
        await desk.history.entries(FAN, PIER.id)
    with pytest.raises(NotFound, match="no fact “salt-harbour-gulls”"):
        await desk.history.entries(MARA, "salt-harbour-gulls")
