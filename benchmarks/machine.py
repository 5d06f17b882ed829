"""Describe the machine that figures come from, because times depend on it and on its load."""

from __future__ import annotations

import os
import platform


def described() -> str:
    """Return one line: cores, load average over 1, 5 and 15 minutes, and the version of Python."""
    try:
        load = "load " + " ".join(f"{average:.1f}" for average in os.getloadavg())
    except (AttributeError, OSError):  # Windows has none
        load = "load unknown"
    return f"{os.cpu_count()} cores, {load}, Python {platform.python_version()} on {platform.system()}"
