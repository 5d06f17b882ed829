"""What holds for every test."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator

import pytest
from hypothesis import settings

# A loaded machine is no reason for a test to fail: nothing here is timed.
settings.register_profile("callsheet", deadline=None)
settings.load_profile("callsheet")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Two workers per core for ``-n auto``: many tests wait for a process, or for the simulated Discord to settle."""
    return 2 * (os.cpu_count() or 1)


@pytest.fixture(autouse=True)
def _unfrozen() -> Iterator[None]:
    """Undo ``gc.freeze``: a bulk load and a command exclude everything in memory from garbage collection for good."""
    yield
    gc.unfreeze()
