from __future__ import annotations

import asyncio

import pytest

from bot.desk.runtime.tasks import Tasks


async def test_closing_waits_for_running_tasks() -> None:
    tasks, done = Tasks(), []

    async def work() -> None:
        await asyncio.sleep(0.01)
        done.append(1)

    tasks.spawn(work(), "work")
    await tasks.close()
    assert done == [1]


async def test_slow_tasks_are_cancelled_on_close() -> None:
    tasks, ended = Tasks(), []

    async def forever() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.append(1)

    tasks.spawn(forever(), "forever")
    await asyncio.sleep(0)
    await tasks.close(grace=0.01)
    assert ended == [1]


async def test_a_failure_is_logged_with_the_name_of_the_task(caplog: pytest.LogCaptureFixture) -> None:
    tasks = Tasks()

    async def broken() -> None:
        raise RuntimeError("out of paint")

    tasks.spawn(broken(), "painting")
    await tasks.close()
    assert "task painting failed" in caplog.text
    assert "out of paint" in caplog.text


async def test_no_task_starts_after_closing() -> None:
    tasks, done = Tasks(), []

    async def work() -> None:
        done.append(1)

    await tasks.close()
    tasks.spawn(work(), "late")
    await asyncio.sleep(0)
    assert done == []
