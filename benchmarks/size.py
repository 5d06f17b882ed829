"""Print how much disk an installation takes, by package: ``python -m benchmarks.size``.

Installs the wheel and what ``requirements.txt`` pins into an environment of its own, as the README says, and measures
what the files occupy on disk (as ``du`` does), bytecode included.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator
from importlib.metadata import Distribution, distributions
from pathlib import Path

from tests.runtime.installing import install

TARGET = 130
"""MiB that an installation may take."""

INSTALLERS = ("pip", "setuptools")
"""What a fresh environment holds before anything is installed."""

_MIB = 1024 * 1024
_LARGEST = 15


def occupied(path: Path) -> int:
    """Return the bytes that a file occupies on disk: whole blocks where the system says so, else its length."""
    found = path.stat()
    return getattr(found, "st_blocks", 0) * 512 or found.st_size


def files_under(folder: Path) -> Iterator[Path]:
    """Yield every file in a folder and in those below."""
    for parent, _, names in os.walk(folder):
        yield from (Path(parent, name) for name in names)


def by_package(site: Path) -> dict[str, int]:
    """Return the bytes on disk by package and version, the largest first."""
    sizes = {f"{it.name} {it.version}": _size(it) for it in distributions(path=[str(site)])}
    return dict(sorted(sizes.items(), key=lambda item: (-item[1], item[0])))


def _size(package: Distribution) -> int:
    paths = {Path(str(package.locate_file(file))) for file in package.files or ()}
    compiled = {
        bytecode
        for path in paths
        if path.suffix == ".py"
        for bytecode in (path.parent / "__pycache__").glob(f"{path.stem}.*.pyc")
    }
    return sum(occupied(path) for path in paths | compiled if path.is_file())


def table(sizes: dict[str, int], total: int) -> Iterable[str]:
    """Yield the lines of the table: the largest packages, the rest, and the totals."""
    for name, size in list(sizes.items())[:_LARGEST]:
        yield f"{size / _MIB:7.1f}  {name}"
    rest = list(sizes.values())[_LARGEST:]
    yield f"{sum(rest) / _MIB:7.1f}  {len(rest)} smaller packages"
    tools = sum(size for name, size in sizes.items() if name.partition(" ")[0] in INSTALLERS)
    yield f"{(total - tools) / _MIB:7.1f}  without pip and setuptools"
    yield f"{total / _MIB:7.1f}  in all (target: {TARGET})"


def main() -> None:
    """Install, measure and print the table."""
    print("Size of an installation, in MiB on disk")
    with tempfile.TemporaryDirectory(prefix="callsheet-size-") as folder:
        installed = install(Path(folder))
        site = next((installed.folder / "env").glob("[Ll]ib*/**/site-packages"))
        total = sum(map(occupied, files_under(site)))
        for line in table(by_package(site), total):
            print(line)


if __name__ == "__main__":
    main()
