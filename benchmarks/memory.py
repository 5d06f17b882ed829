"""Print the bytes that a loaded engine takes per fact: ``python -m benchmarks.memory N``, in its own process."""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path

from benchmarks.synthetic import make
from bot.answers.engine import Engine
from bot.answers.knowledge import Knowledge
from bot.data import lexicon_folder


def resident() -> int:
    """Bytes of this process that are in memory.

    Raises:
        OSError: the system does not tell in the way of Linux.
    """
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def main(size: int) -> None:
    """Print the figure alone."""
    store = make(size)
    engine = Engine(Knowledge.load(lexicon_folder()))
    gc.collect()
    before = resident()
    engine.load(store.productions, store.facts)
    gc.collect()
    print((resident() - before) / size)


if __name__ == "__main__":
    main(int(sys.argv[1]))
