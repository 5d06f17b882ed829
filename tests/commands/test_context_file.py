"""A conversation is read from its file as it was written to it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.answer import Context
from bot.commands.context_file import read_context, write_context
from bot.commands.exits import Refused

SAID = st.text(st.characters(codec="utf-8"), min_size=1, max_size=40)
CONTEXTS = st.builds(
    Context,
    production=st.none() | SAID,
    topic=st.none() | SAID,
    fact=st.none() | SAID,
    kind=st.none() | SAID,
    terms=st.lists(SAID, max_size=70).map(tuple),
    kinds=st.lists(SAID, max_size=5).map(tuple),
)


@given(CONTEXTS)
def test_any_conversation_is_read_as_it_was_written(tmp_path_factory: pytest.TempPathFactory, context: Context) -> None:
    file = tmp_path_factory.mktemp("talk") / "talk.json"
    write_context(file, context)
    assert read_context(file) == context
    assert list(file.parent.iterdir()) == [file]


def test_where_nothing_was_said_yet_there_is_no_conversation(tmp_path: Path) -> None:
    assert read_context(tmp_path / "talk.json") is None
    write_context(tmp_path / "talk.json", None)
    assert read_context(tmp_path / "talk.json") == Context()


def test_a_conversation_that_cannot_be_kept_leaves_the_one_before(tmp_path: Path) -> None:
    file = tmp_path / "talk.json"
    file.mkdir()
    with pytest.raises(Refused, match="can't be written"):
        write_context(file, Context(production="pier"))
    assert [path.name for path in tmp_path.iterdir()] == ["talk.json"]
