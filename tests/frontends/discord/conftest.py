"""Provide fixtures for every test of the Discord front end."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.answers.knowledge import Knowledge
from bot.desk.runtime.tasks import Tasks
from tests import shipped
from tests.frontends.discord.world import FACTS, PRODUCTIONS, World, pings, running, spawn_outside


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    return shipped.knowledge()


@pytest.fixture(scope="session")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pack") / "invented.json"
    content = {"format": "callsheet-pack", "version": 1, "id": "invented", "title": "Invented"}
    path.write_text(json.dumps(content | {"productions": PRODUCTIONS, "facts": FACTS}), encoding="utf-8")
    return path


@pytest.fixture(autouse=True)
def _writing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Tasks, "spawn", spawn_outside(Tasks.spawn))


@pytest.fixture
async def world(tmp_path: Path, knowledge: Knowledge, pack: Path) -> AsyncIterator[World]:
    async with running(tmp_path, knowledge, pack) as found:
        yield found


@pytest.fixture(autouse=True)
def _no_pings(request: pytest.FixtureRequest) -> Iterator[None]:
    """Check after every test that no message of the bot could ping anybody."""
    yield
    found = request.node.funcargs.get("world")
    if isinstance(found, World):
        assert [message for message in found.sent() if pings(message)] == []
