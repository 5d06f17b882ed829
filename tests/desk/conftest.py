"""A desk on real stores in a temporary folder, with a clock that a test sets."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.answers.lexicon import Lexicon
from bot.data import lexicon_folder, shipped_packs
from bot.stores.opening import Stores, open_stores
from tests.desk.samples import SetClock

if TYPE_CHECKING:
    from bot.answers.engine import Engine
    from bot.desk.desk import Desk


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    return Lexicon.load(lexicon_folder())


@pytest.fixture
async def stores(tmp_path: Path) -> AsyncIterator[Stores]:
    opened = await open_stores(f"tinydb:///{tmp_path / 'store.json'}")
    yield opened
    await opened.close()


@pytest.fixture
def engine(lexicon: Lexicon) -> Engine:
    from bot.answers.engine import Engine

    return Engine(lexicon)


@pytest.fixture
async def empty_desk(stores: Stores, engine: Engine, clock: SetClock) -> AsyncIterator[Desk]:
    """A desk that holds nothing yet."""
    from bot.desk.desk import Desk

    desk = await Desk.open(stores, engine, clock=clock)
    yield desk
    await desk.close()


@pytest.fixture
async def desk(stores: Stores, engine: Engine, clock: SetClock) -> AsyncIterator[Desk]:
    """A desk that holds the shipped packs."""
    from bot.desk.desk import Desk

    desk = await Desk.open(stores, engine, packs=shipped_packs(), clock=clock)
    yield desk
    await desk.close()
