"""Fixtures: a desk on real stores in a temporary folder, with a clock that tests set."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.answers.engine import Engine
from bot.answers.knowledge import Knowledge
from bot.data import shipped_packs
from bot.desk.desk import Desk
from bot.desk.runtime.tasks import Tasks
from bot.desk.runtime.write_behind import WriteBehind
from bot.stores.opening import Stores, open_stores
from tests import shipped
from tests.desk.samples import SetClock


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    return shipped.knowledge()


@pytest.fixture
async def stores(tmp_path: Path) -> AsyncIterator[Stores]:
    opened = await open_stores(f"tinydb:///{tmp_path / 'store.json'}")
    yield opened
    await opened.close()


@pytest.fixture
async def write_behind(stores: Stores) -> AsyncIterator[WriteBehind]:
    """Write-behind that only writes when a test flushes it."""
    tasks = Tasks()
    made = WriteBehind(stores.documents, tasks, delay=60)
    yield made
    made.stop()
    await tasks.close()


@pytest.fixture
def engine(knowledge: Knowledge) -> Engine:
    return Engine(knowledge)


@pytest.fixture
async def empty_desk(stores: Stores, engine: Engine, clock: SetClock) -> AsyncIterator[Desk]:
    """A desk with an empty store."""
    desk = await Desk.open(stores, engine, clock=clock)
    yield desk
    await desk.close()


@pytest.fixture
async def desk(stores: Stores, engine: Engine, clock: SetClock) -> AsyncIterator[Desk]:
    """A desk with the shipped packs."""
    desk = await Desk.open(stores, engine, packs=shipped_packs(), clock=clock)
    yield desk
    await desk.close()
