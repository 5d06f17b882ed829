from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.desk.runtime.tasks import Tasks
from bot.desk.runtime.write_behind import WriteBehind
from bot.stores.opening import Stores
from bot.stores.protocol import Document, StoreUnwritable


class Watched:
    """A document store that signals writes and refusals. Its disk is full while ``full`` is set.

    A write waits for the event ``resume`` if that is set.
    """

    def __init__(self, stores: Stores) -> None:
        self._inner = stores.documents
        self.full = False
        self.resume: asyncio.Event | None = None
        self.refused = asyncio.Event()
        self.written = asyncio.Event()

    async def get(self, collection: str, key: str) -> dict[str, Any] | None:
        return await self._inner.get(collection, key)

    async def all(self, collection: str) -> dict[str, dict[str, Any]]:
        return await self._inner.all(collection)

    async def put(self, collection: str, key: str, document: Document) -> None:
        if self.resume is not None:
            self.refused.set()
            await self.resume.wait()
        if self.full:
            self.refused.set()
            raise StoreUnwritable("the disk is full; free some space")
        await self._inner.put(collection, key, document)
        self.written.set()

    async def delete(self, collection: str, key: str) -> bool:
        deleted = await self._inner.delete(collection, key)
        self.written.set()
        return deleted

    async def close(self) -> None:
        await self._inner.close()


async def test_queued_documents_are_written_after_the_delay(stores: Stores) -> None:
    watched, tasks = Watched(stores), Tasks()
    queue = WriteBehind(watched, tasks, delay=0.01)
    queue.put("things", "a", {"n": 1})
    queue.put("things", "a", {"n": 2})
    assert await watched.get("things", "a") is None
    await watched.written.wait()
    assert await watched.get("things", "a") == {"n": 2}
    watched.written.clear()
    queue.put("things", "a", None)
    await watched.written.wait()
    assert await watched.get("things", "a") is None
    await tasks.close()


async def test_flushing_after_stop_writes_everything(stores: Stores) -> None:
    tasks = Tasks()
    queue = WriteBehind(stores.documents, tasks, delay=60)
    queue.put("things", "a", {"n": 1})
    queue.stop()
    queue.put("things", "b", {"n": 2})
    await tasks.close()
    await queue.flush()
    assert await stores.documents.all("things") == {"a": {"n": 1}, "b": {"n": 2}}


async def test_a_discarded_document_is_not_written(stores: Stores) -> None:
    queue = WriteBehind(stores.documents, Tasks(), delay=60)
    queue.put("things", "a", {"n": 1})
    await stores.documents.put("things", "a", {"n": 2})
    queue.discard("things", "a")
    await queue.flush()
    assert await stores.documents.get("things", "a") == {"n": 2}


async def test_a_failed_write_is_retried(stores: Stores, caplog: pytest.LogCaptureFixture) -> None:
    watched, tasks = Watched(stores), Tasks()
    watched.full = True
    queue = WriteBehind(watched, tasks, delay=0.01)
    queue.put("things", "a", {"n": 1})
    await watched.refused.wait()
    watched.full = False
    await watched.written.wait()
    assert await watched.get("things", "a") == {"n": 1}
    await tasks.close()
    assert "free some space" in caplog.text


async def test_a_failed_flush_raises_and_keeps_the_queue(stores: Stores) -> None:
    watched, tasks = Watched(stores), Tasks()
    watched.full = True
    queue = WriteBehind(watched, tasks, delay=60)
    queue.put("things", "a", {"n": 1})
    with pytest.raises(StoreUnwritable, match="disk is full"):
        await queue.flush()
    watched.full = False
    await queue.flush()
    assert await watched.get("things", "a") == {"n": 1}
    queue.stop()
    await tasks.close()


@pytest.mark.parametrize("later", [{"n": 2}, None])
async def test_a_failed_write_never_replaces_a_later_document(stores: Stores, later: dict[str, Any] | None) -> None:
    watched, tasks = Watched(stores), Tasks()
    watched.full, watched.resume = True, asyncio.Event()
    queue = WriteBehind(watched, tasks, delay=60)
    queue.stop()
    queue.put("things", "a", {"n": 1})
    failing = asyncio.create_task(queue.flush())
    await watched.refused.wait()
    queue.put("things", "a", later)
    watched.resume.set()
    with pytest.raises(StoreUnwritable):
        await failing
    watched.full = False
    await queue.flush()
    assert await watched.get("things", "a") == later
    await tasks.close()


async def test_a_failed_write_is_not_retried_after_discard(stores: Stores) -> None:
    watched, tasks = Watched(stores), Tasks()
    watched.full, watched.resume = True, asyncio.Event()
    queue = WriteBehind(watched, tasks, delay=60)
    queue.stop()
    queue.put("things", "a", {"n": 1})
    failing = asyncio.create_task(queue.flush())
    await watched.refused.wait()
    await stores.documents.put("things", "a", {"n": 2})
    queue.discard("things", "a")
    watched.resume.set()
    with pytest.raises(StoreUnwritable):
        await failing
    watched.full = False
    await queue.flush()
    assert await watched.get("things", "a") == {"n": 2}
    await tasks.close()


async def test_a_failed_write_does_not_affect_other_documents(stores: Stores) -> None:
    class Choosy(Watched):
        async def put(self, collection: str, key: str, document: Document) -> None:
            self.full = key == "bad"
            await super().put(collection, key, document)

    watched, tasks = Choosy(stores), Tasks()
    queue = WriteBehind(watched, tasks, delay=60)
    queue.stop()
    for key in ("a", "bad", "z"):
        queue.put("things", key, {"n": 1})
    with pytest.raises(StoreUnwritable):
        await queue.flush()
    assert set(await watched.all("things")) == {"a", "z"}
    await tasks.close()


async def test_a_flush_writes_each_document_once(stores: Stores) -> None:
    watched, tasks = Watched(stores), Tasks()
    queue = WriteBehind(watched, tasks, delay=60)
    queue.stop()
    queue.put("things", "a", {"n": 1})
    await queue.flush()
    await stores.documents.put("things", "a", {"n": 2})
    await queue.flush()
    assert await watched.get("things", "a") == {"n": 2}
    await tasks.close()


async def test_stopping_flushes_without_waiting_for_the_delay(stores: Stores) -> None:
    watched, tasks = Watched(stores), Tasks()
    queue = WriteBehind(watched, tasks, delay=600)
    queue.put("things", "a", {"n": 1})
    await asyncio.sleep(0)
    queue.stop()
    await watched.written.wait()
    assert await watched.get("things", "a") == {"n": 1}
    await tasks.close()


async def test_the_timer_restarts_for_later_documents(stores: Stores) -> None:
    watched, tasks = Watched(stores), Tasks()
    queue = WriteBehind(watched, tasks, delay=0.001)
    for number in range(3):
        watched.written.clear()
        queue.put("things", "a", {"n": number})
        await watched.written.wait()
        await asyncio.sleep(0.01)
    assert await watched.get("things", "a") == {"n": 2}
    await tasks.close()
