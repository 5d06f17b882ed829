"""A pytest plugin that records which tests run which lines of a package (`-p tools.mutants.tracing`)."""

from __future__ import annotations

import json
import os
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from coverage import Coverage

FILE = "MUTANTS_TRACE"
"""The environment variable that names the file to write."""

PACKAGES = "MUTANTS_PACKAGES"
"""The environment variable that names the folders or modules to record, with commas."""


class Tracer:
    """Records lines under the name of the test that runs."""

    def __init__(self, root: Path, file: Path, folders: list[str]) -> None:
        """Record folders or modules relative to the root."""
        self._root = root
        self._file = file
        recorded = [f"{root / each}{below}" for each in folders for below in ("", "/*")]
        self._coverage = Coverage(data_file=None, config_file=False, include=recorded)
        self._seconds: dict[str, float] = defaultdict(float)
        self._coverage.start()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        """Name the test, fixtures included, and add up its time on the processor, which no busy machine inflates."""
        self._coverage.switch_context(_name(item.nodeid))
        started = time.process_time()
        try:
            return (yield)
        finally:
            self._seconds[_name(item.nodeid)] += time.process_time() - started
            self._coverage.switch_context("")

    def pytest_sessionfinish(self) -> None:
        """Write what was recorded."""
        self._coverage.stop()
        data = self._coverage.get_data()
        lines = {
            Path(file).relative_to(self._root).as_posix(): {
                line: sorted(filter(None, tests)) for line, tests in data.contexts_by_lineno(file).items()
            }
            for file in data.measured_files()
        }
        self._file.write_text(json.dumps({"lines": lines, "seconds": self._seconds}), encoding="utf-8")


def pytest_configure(config: pytest.Config) -> None:
    """Begin to record."""
    folders = os.environ[PACKAGES].split(",")
    config.pluginmanager.register(Tracer(config.rootpath, Path(os.environ[FILE]), folders), "mutants-tracer")


def _name(nodeid: str) -> str:
    """Return the test without its parameters: they may hold anything, and one fails as well as another."""
    return nodeid.partition("[")[0]
