from __future__ import annotations

import pytest

from bot.desk.desk import Desk
from bot.desk.errors import NotAllowed, NotFound
from bot.facts.models import Action
from tests.desk.stock import FAN, FAR, HOST, MARA, PIER, stocked


async def test_each_entry_has_author_reason_and_differences(empty_desk: Desk) -> None:
    desk = await stocked(empty_desk)
    draft = await desk.curating.draft(HOST, PIER.id)
    await desk.curating.edit(HOST, draft.typed(status="reported", why="one source"))
    newest, first = await desk.history.entries(HOST, PIER.id)
    assert (newest.revision.action, newest.revision.by, newest.revision.why) == (Action.EDIT, "cli:host", "one source")
    assert [line for each in newest.differences for line in each.lines()] == ["status: confirmed → reported"]
    assert (newest.holds, first.holds) == (True, False)
    assert first.differences == ()


async def test_a_servers_version_comes_first_with_differences_from_the_shared_fact(empty_desk: Desk) -> None:
    desk = await stocked(empty_desk)
    await desk.curating.edit(MARA, (await desk.curating.draft(MARA, PIER.id)).typed(text="Ours."))
    entries = await desk.history.entries(MARA, PIER.id)
    assert [(entry.shared, entry.holds) for entry in entries] == [(False, True), (True, False)]
    assert [each.field for each in entries[0].differences] == ["text"]
    assert [entry.shared for entry in await desk.history.entries(FAR, PIER.id)] == [True]


async def test_retired_facts_have_a_history_without_a_current_revision(empty_desk: Desk) -> None:
    desk = await stocked(empty_desk)
    await desk.curating.retire(HOST, PIER.id, "it was another pier")
    entries = await desk.history.entries(HOST, PIER.id)
    assert [entry.revision.action for entry in entries] == [Action.RETIRE, Action.IMPORT]
    assert not any(entry.holds for entry in entries)


async def test_history_needs_a_curator_and_an_existing_fact(empty_desk: Desk) -> None:
    desk = await stocked(empty_desk)
    with pytest.raises(NotAllowed):
        await desk.history.entries(FAN, PIER.id)
    with pytest.raises(NotFound, match="no fact “salt-harbour-gulls”"):
        await desk.history.entries(MARA, "salt-harbour-gulls")
