"""The collector of garbage, kept away while thousands of facts come to stay."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

MANY = 500
"""Facts from which on a change is many: fewer are looked through within a few milliseconds."""


@contextmanager
def uncollected(facts: int) -> Iterator[None]:
    """Collect no garbage while so many facts are taken in, and leave what is then in memory out of it ever after.

    The collector stops every thread while it looks through what is new: a tenth of a second for two thousand facts,
    again and again, and finds nothing, because all of it stays. For few facts this does nothing.
    """
    if facts < MANY or not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
