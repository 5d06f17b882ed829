"""Test that garbage collection is paused during bulk loads, and always resumed."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from bot.desk.runtime.gc_pause import BULK_FACTS, gc_paused


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    yield
    gc.unfreeze()
    gc.enable()


def test_collection_is_paused_only_for_bulk_loads() -> None:
    with gc_paused(BULK_FACTS - 1):
        assert gc.isenabled()
    with gc_paused(BULK_FACTS):
        assert not gc.isenabled()
        with gc_paused(BULK_FACTS):
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()
    assert gc.get_freeze_count() > 0


def test_collection_resumes_after_an_error() -> None:
    with pytest.raises(OSError, match="disk"), gc_paused(BULK_FACTS):
        raise OSError("disk")
    assert gc.isenabled()
