"""``python -m benchmarks [answers|crafted|show|store] [facts ...]``: one of them, with sizes if you like; or all."""

from __future__ import annotations

import sys

from benchmarks import answers, crafted, one_show, store


def main(arguments: list[str]) -> int:
    """Run what was asked for; the exit status."""
    name, sizes = (arguments[0], arguments[1:]) if arguments else ("all", [])
    if name not in ("all", "answers", "crafted", "show", "store") or not all(
        size.isdigit() and int(size) for size in sizes
    ):
        print(
            "Name a benchmark (answers, crafted, show, store or all), and sizes in facts if you like: "
            "python -m benchmarks answers 1000 10000"
        )
        return 2
    numbers = [int(size) for size in sizes]
    if name in ("all", "answers"):
        answers.main(numbers or answers.SIZES)
    if name in ("all", "crafted"):
        crafted.main()
    if name in ("all", "show"):
        one_show.main(numbers or one_show.SIZES)
    if name in ("all", "store"):
        store.main(numbers or [1_000, 10_000])
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
