"""Test reasons: the desk's notes are stored in a fixed form and shown in the reader's language."""

from __future__ import annotations

import pytest

from bot.desk.state.reasons import reason_words, stored_reason
from bot.messages import speaking
from tests.pseudo import Pseudo

STORED = {
    "asked as: who sang; who sings": "added phrasings: who sang; who sings",
    "does not answer: who swam": "added questions it doesn't answer: who swam",
    "harbour-pier-2 merged into harbour-pier": "merged harbour-pier-2 into harbour-pier",
    "revision 3 again": "restored revision 3",
    "imported Salt Harbour": "imported Salt Harbour",
    "first load": "loaded into the empty store",
    "suggested by a member": "suggested by a member",
    "asked: who {sang}?": "someone asked: who {sang}?",
    "undid edit of harbour-pier": "undid the edit of harbour-pier",
    "undid import of 3 facts": "undid the import of 3 facts",
    "gave again merge of 2 facts": "redid the merge of 2 facts",
}
"""Notes as stores contain them since the first version, and as readers see them. Never change the left side."""


@pytest.mark.parametrize("stored", STORED)
def test_a_stored_note_is_shown_in_the_readers_language(stored: str) -> None:
    assert reason_words(stored) == STORED[stored]
    with speaking(Pseudo()):
        assert reason_words(stored).startswith("⟦")


NAMED = {
    "harbour-pier-2 merged into harbour-pier": "merged <harbour-pier-2> into <harbour-pier>",
    "undid edit of harbour-pier": "undid the edit of <harbour-pier>",
    "undid import of 3 facts": "undid the import of 3 facts",
    "gave again merge of harbour-pier": "redid the merge of <harbour-pier>",
    "asked: harbour-pier": "someone asked: harbour-pier",
    "harbour-pier": "harbour-pier",
}
"""Stored reasons, and what readers see if facts have names."""


@pytest.mark.parametrize("stored", NAMED)
def test_facts_in_a_note_are_shown_by_name(stored: str) -> None:
    assert reason_words(stored, lambda fact: f"<{fact}>") == NAMED[stored]


@pytest.mark.parametrize("typed", ["the source was wrong", "", "asked", "merged into one", "revision three again"])
def test_a_typed_reason_is_shown_unchanged(typed: str) -> None:
    with speaking(Pseudo()):
        assert reason_words(typed) == typed


def test_a_reason_is_stored_on_one_line_within_the_limit() -> None:
    assert stored_reason(" two\nlines ") == "two lines"
    assert len(stored_reason("x" * 400)) == 300
