"""Read how often English words are used in subtitles. ``tools/word_counts.py`` writes the list."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Mapping
from pathlib import Path

WORD_COUNTS = "english_counts.txt.gz"
"""One line a count: the number, then every word that is used so often, separated by spaces."""


def read_word_counts(path: Path) -> Mapping[str, int]:
    """Read a list of counts.

    Raises:
        OSError, ValueError: The file is missing or damaged.
    """
    try:
        lines = gzip.decompress(path.read_bytes()).decode().splitlines()
    except (EOFError, zlib.error) as fault:
        raise ValueError(f"{path} is damaged") from fault
    counts: dict[str, int] = {}
    for line in lines:
        count, *words = line.split(" ")
        counts.update(dict.fromkeys(words, int(count)))
    return counts
