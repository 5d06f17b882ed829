"""One installation for all tests of this folder; it takes a while, and room, so it is made once and removed again."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.runtime.installing import Installed, install

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give the tests of this folder the time that installing takes, whichever of them comes first."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.timeout(900))


@pytest.fixture(scope="session")
def installed() -> Iterator[Installed]:
    """Callsheet, installed as the README says, outside the checkout."""
    with tempfile.TemporaryDirectory(prefix="callsheet-runtime-") as folder:
        yield install(Path(folder))
