"""Where what was computed from data may be kept, so that the next start needn't compute it again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol


class Cache(Protocol):
    """Keeps parts (bytes) under a name, for one key: a digest of everything that they were computed from."""

    def read(self, name: str, key: str) -> list[bytes] | None:
        """Return the parts that were written for this key; None if there are none, or not exactly those."""
        ...

    def write(self, name: str, key: str, parts: Sequence[bytes]) -> None:
        """Keep parts in place of others of this name. If that is impossible, nothing happens."""
        ...
