"""Configure every test."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator

import pytest
from hypothesis import settings

# A test must not fail because the machine is busy, so nothing here is timed.
settings.register_profile("callsheet", deadline=None)
settings.load_profile("callsheet")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Run two workers per core for ``-n auto``, because many tests wait for a process or for simulated Discord
    events."""
    return 2 * (os.cpu_count() or 1)


@pytest.fixture(autouse=True)
def _unfrozen() -> Iterator[None]:
    """Undo ``gc.freeze``: a bulk load and a command exclude everything in memory from garbage collection for good."""
    yield
    gc.unfreeze()
