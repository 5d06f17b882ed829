"""The pictures of the documents: that what they show still happens, can be drawn, and is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tools.pictures.__main__ import FOLDER
from tools.pictures.page import page
from tools.pictures.scenes import SCENES
from tools.pictures.stage import stage

ROOT = Path(__file__).parents[2]
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


async def test_every_scene_plays_and_every_component_can_be_drawn() -> None:
    async with stage() as taken:
        for scene in SCENES:
            await scene(taken)
        names = taken.names()
    pages = {seen.name: page(seen, names) for seen in taken.taken}
    assert {path.stem for path in FOLDER.glob("*.png")} == {*pages, "terminal"}
    assert "this is what fans will see" in pages["preview"]
    assert "SPOILER" in pages["spoiler"]
    assert [name for name, drawn in pages.items() if "@somebody" in drawn] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_pictures_and_files_that_a_document_names_are_there(document: Path) -> None:
    named = re.findall(r"\]\(([^)\s#]+)[^)]*\)|src=\"([^\"]+)\"", document.read_text(encoding="utf-8"))
    local = [found for pair in named if (found := "".join(pair)) and "://" not in found]
    assert [name for name in local if not (document.parent / name).exists()] == []
