"""The shipped word counts are what the tool makes from pyspellchecker's."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.answers.language.word_counts import WORD_COUNTS, read_word_counts
from bot.data import lexicon_folder
from tools.word_counts import counts


def test_the_shipped_counts_are_those_of_the_source() -> None:
    assert read_word_counts(lexicon_folder() / WORD_COUNTS) == counts(), "run tools.word_counts"


@pytest.mark.parametrize("kept", [0, 100, 300_000])
def test_a_damaged_list_is_refused(tmp_path: Path, kept: int) -> None:
    path = tmp_path / WORD_COUNTS
    path.write_bytes((lexicon_folder() / WORD_COUNTS).read_bytes()[:kept] or b"words")
    with pytest.raises((OSError, ValueError)):
        read_word_counts(path)
