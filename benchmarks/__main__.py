"""``python -m benchmarks [NAME] [facts ...]``: one of them, with sizes if you like; or all."""

from __future__ import annotations

import sys
from collections.abc import Callable

from benchmarks import answers, crafted, loop, one_show, size, startup, store
from benchmarks.comparison import __main__ as comparison
from benchmarks.comparison.cases import FACTS
from benchmarks.machine import described

BENCHMARKS: dict[str, Callable[[list[int]], None]] = {
    "answers": lambda sizes: answers.main(sizes or answers.SIZES),
    "peers": lambda sizes: comparison.main(facts=sizes[0] if sizes else FACTS),
    "crafted": lambda _sizes: crafted.main(),
    "show": lambda sizes: one_show.main(sizes or one_show.SIZES),
    "loop": lambda sizes: loop.main(sizes or [loop.FACTS]),
    "startup": lambda sizes: startup.main(sizes or startup.SIZES),
    "size": lambda _sizes: size.main(),
    "store": lambda sizes: store.main(sizes or [1_000, 10_000]),
}


def main(arguments: list[str]) -> int:
    """Run what was asked for; the exit status."""
    name, sizes = (arguments[0], arguments[1:]) if arguments else ("all", [])
    if name not in ("all", *BENCHMARKS) or not all(given.isdigit() and int(given) for given in sizes):
        print(
            f"Name a benchmark ({', '.join(BENCHMARKS)} or all), and sizes in facts if you like: "
            "python -m benchmarks answers 1000 10000"
        )
        return 2
    for each in BENCHMARKS if name == "all" else (name,):
        print(f"\n{each}: {described()}")
        BENCHMARKS[each]([int(given) for given in sizes])
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
