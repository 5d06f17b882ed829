"""What holds for every test."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

# A loaded machine is no reason for a test to fail: nothing here is timed.
settings.register_profile("callsheet", deadline=None)
settings.load_profile("callsheet")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Two workers per core for ``-n auto``: many tests wait for a process, or for the simulated Discord to settle."""
    return 2 * (os.cpu_count() or 1)
