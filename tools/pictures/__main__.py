"""Draw the pictures: all of them, or those that are named."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

from PIL import Image

from tools.pictures.chromium import NoBrowser, chromium
from tools.pictures.page import page
from tools.pictures.scenes import SCENES
from tools.pictures.stage import stage
from tools.pictures.terminal import screen

FOLDER = Path(__file__).parents[2] / "docs" / "images"
_SCALE = 1.5
_COLOURS = 128
_LARGEST = 150_000
"""Bytes of a picture; the documents are to open quickly."""


async def pages() -> dict[str, str]:
    """Return every picture's page, by name."""
    return {"terminal": await screen()} | await scenes()


async def scenes() -> dict[str, str]:
    """Return the pages of what happens on Discord, by name."""
    found: dict[str, str] = {}
    for scene in SCENES:
        # A stage of its own for each: what one does must not show in another's pictures.
        async with stage() as taken:
            await scene(taken)
            names = taken.names()
        found |= {seen.name: page(seen, names) for seen in taken.taken}
    return found


async def draw(wanted: Sequence[str]) -> int:
    """Draw and write them; returns the exit code."""
    found = await pages()
    if unknown := [name for name in wanted if name not in found]:
        sys.stderr.write(f"There is no picture {', '.join(unknown)}; there are {', '.join(found)}.\n")
        return 2
    FOLDER.mkdir(exist_ok=True)
    async with chromium() as browser:
        for name in wanted or found:
            drawn = _small(await browser.draw(found[name], _SCALE))
            assert len(drawn) <= _LARGEST, f"{name} has {len(drawn)} bytes; the most is {_LARGEST}"
            (FOLDER / f"{name}.png").write_bytes(drawn)
            sys.stdout.write(f"docs/images/{name}.png, {len(drawn) // 1000} kB\n")
    return 0


def _small(drawn: bytes) -> bytes:
    """Return the same picture with a palette, in a third of the bytes."""
    packed = BytesIO()
    with Image.open(BytesIO(drawn)) as picture:
        picture.convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE).save(packed, "PNG", optimize=True)
    return packed.getvalue()


if __name__ == "__main__":
    try:
        sys.exit(asyncio.run(draw(sys.argv[1:])))
    except NoBrowser as missing:
        sys.exit(str(missing))
