"""Where the shipped data lies."""

from __future__ import annotations

from bot.data import data_folder, lexicon_folder, shipped_packs
from bot.facts.packs.reading import read_pack


def test_the_data_folder_holds_packs_and_lexicon() -> None:
    assert lexicon_folder().parent == data_folder()
    assert shipped_packs()


def test_every_shipped_pack_is_read_without_a_problem() -> None:
    for path in shipped_packs():
        reading = read_pack(path.read_bytes(), path.name)
        assert reading.problems == ()
        assert reading.facts
