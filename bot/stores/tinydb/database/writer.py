"""Write to a store from one thread: group what waits into one commit, and acknowledge it once it is on disk."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from bot.messages import _
from bot.stores.protocol import StoreError, StoreUnwritable
from bot.stores.tinydb.database.storage import LineStorage

log = logging.getLogger(__name__)
T = TypeVar("T")


@dataclass(slots=True, eq=False)
class _Job:
    work: Callable[[], Any]
    publish: Callable[[Any], None]
    done: asyncio.Future[Any]
    result: Any = None
    fault: BaseException | None = None


class Writer:
    """Runs jobs on a storage in one thread, in order, several per commit (group commit).

    A job's ``work`` runs in the thread and stages changes. After the commit, its ``publish`` runs on the event loop
    with the result, and then the caller continues. Cancelling the caller doesn't stop the job.
    """

    def __init__(self, storage: LineStorage, name: str) -> None:
        self._storage = storage
        self._loop = asyncio.get_running_loop()
        self._waiting: deque[_Job] = deque()
        self._wake = threading.Condition()
        self._closing = False
        self._stopped: asyncio.Future[None] = self._loop.create_future()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    async def run(self, work: Callable[[], T], publish: Callable[[T], None] = lambda _: None) -> T:
        """Run ``work``, commit its changes, and return its result once they are on disk.

        Raises:
            StoreUnwritable: the commit failed; the changes were rolled back.
            StoreError: the store is closed.
            Exception: ``work`` raised it; its changes were rolled back.
        """
        job = _Job(work, publish, self._loop.create_future())
        job.done.add_done_callback(_retrieve_exception)
        with self._wake:
            if self._closing:
                raise StoreError(_("the store is closed; open it again"))
            self._waiting.append(job)
            self._wake.notify()
        result: T = await asyncio.shield(job.done)
        return result

    async def close(self) -> None:
        """Finish the waiting jobs, then end the thread. May be called twice."""
        with self._wake:
            self._closing = True
            self._wake.notify()
        await asyncio.shield(self._stopped)
        self._thread.join()

    # in the thread

    def _run(self) -> None:
        while jobs := self._take():
            self._commit(jobs)
            self._on_loop(self._finish, jobs)
            del jobs  # otherwise a large import would stay in memory until the next change
        self._on_loop(self._stop)

    def _take(self) -> list[_Job]:
        with self._wake:
            self._wake.wait_for(lambda: self._waiting or self._closing)
            jobs = list(self._waiting)
            self._waiting.clear()
            return jobs

    def _commit(self, jobs: Sequence[_Job]) -> None:
        """Run the jobs in one commit. If that can't be written, commit each on its own.

        A small change may still fit on the disk when a large one doesn't. And a job may have been refused only
        because of an earlier one that is now rolled back.
        """
        for job in jobs:
            self._stage(job)
        try:
            if self._storage.savepoint():
                self._storage.commit()
        except Exception as fault:  # noqa: BLE001  # passed to the callers; the thread continues
            self._undo()
            if len(jobs) == 1:
                jobs[0].fault = fault
                return
            for job in jobs:
                job.fault = None
                self._commit([job])

    def _stage(self, job: _Job) -> None:
        savepoint = self._storage.savepoint()
        try:
            job.result = job.work()
        except Exception as fault:  # noqa: BLE001  # passed to the caller; the thread continues
            self._storage.rollback(savepoint)
            job.fault = fault

    def _undo(self) -> None:
        self._storage.rollback()
        try:
            self._storage.reinstate()
        except StoreUnwritable as fault:  # the next commit or close writes the whole file again
            log.error("the file may hold a change that was refused: %s", fault)

    def _on_loop(self, call: Callable[..., None], *args: Any) -> None:
        try:
            self._loop.call_soon_threadsafe(call, *args)
        except RuntimeError:  # the loop has ended, and with it all callers
            log.warning("the event loop ended before the store was closed; what was committed is on the disk")

    # on the loop

    def _finish(self, jobs: Sequence[_Job]) -> None:
        for job in jobs:
            if job.fault is None:
                try:
                    job.publish(job.result)
                except Exception as fault:  # noqa: BLE001  # a bug of ours: the caller must get it instead of waiting forever
                    job.fault = fault
        for job in jobs:
            if job.fault is not None:
                job.done.set_exception(job.fault)
            else:
                job.done.set_result(job.result)

    def _stop(self) -> None:
        if not self._stopped.done():
            self._stopped.set_result(None)


def _retrieve_exception(done: asyncio.Future[Any]) -> None:
    """Retrieve the exception, so that asyncio doesn't complain if the caller was cancelled."""
    if not done.cancelled():
        done.exception()
