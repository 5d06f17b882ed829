"""What holds for every test."""

from __future__ import annotations

from hypothesis import settings

# A loaded machine is no reason for a test to fail: nothing here is timed.
settings.register_profile("callsheet", deadline=None)
settings.load_profile("callsheet")
