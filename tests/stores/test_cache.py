"""A cache gives back exactly what was written for the same key, or nothing, whatever happens to its files."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.stores import cache as module
from bot.stores.cache import FileCache
from bot.stores.tinydb.files.atomic import FileSystem, temporary

KEY = "lexicon-1"
PARTS = [b"[1,2,3]", b"", b"lantern" * 50]
SHARED_FOLDER = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


@pytest.fixture
def cache(tmp_path: Path) -> FileCache:
    """A cache beside a store."""
    store = tmp_path / "store.json"
    store.touch()
    return FileCache(tmp_path / "store.cache", store)


@SHARED_FOLDER
@given(st.lists(st.binary(max_size=50), max_size=5), st.text(max_size=9), st.binary(max_size=9))
def test_what_was_written_is_read_back(cache: FileCache, parts: list[bytes], key: str, more: bytes) -> None:
    cache.write("words", key, parts)
    assert cache.read("words", key) == parts
    assert cache.read("words", key + "x") is None
    with cache.path("words").open("ab") as file:
        file.write(more)
    assert cache.read("words", key) == (None if more else parts)


@SHARED_FOLDER
@given(st.data())
def test_a_flipped_bit_is_noticed(cache: FileCache, data: st.DataObject) -> None:
    cache.write("words", KEY, PARTS)
    content = bytearray(cache.path("words").read_bytes())
    content[data.draw(st.integers(0, len(content) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    cache.path("words").write_bytes(content)
    assert cache.read("words", KEY) is None


@SHARED_FOLDER
@given(st.data())
def test_a_file_that_was_cut_short_is_noticed(cache: FileCache, data: st.DataObject) -> None:
    cache.write("words", KEY, PARTS)
    content = cache.path("words").read_bytes()
    cache.path("words").write_bytes(content[: data.draw(st.integers(0, len(content) - 1))])
    assert cache.read("words", KEY) is None


@SHARED_FOLDER
@given(st.binary(max_size=200), st.booleans())
def test_any_other_file_is_not_read(cache: FileCache, content: bytes, begins_right: bool) -> None:
    cache.folder.mkdir(exist_ok=True)
    cache.path("words").write_bytes(b"callsheet cache 1\n" * begins_right + content)
    assert cache.read("words", KEY) is None


def test_another_name_another_key_and_another_program_are_not_read(
    cache: FileCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.write("words", KEY, PARTS)
    cache.path("facts").write_bytes(cache.path("words").read_bytes())
    assert cache.read("facts", KEY) is None
    assert cache.read("words", "lexicon-2") is None
    monkeypatch.setattr(module, "program", lambda: "a later version")
    assert cache.read("words", KEY) is None
    cache.write("words", KEY, [b"later"])
    assert cache.read("words", KEY) == [b"later"]


def test_a_changed_module_is_another_program(tmp_path: Path) -> None:
    def identity() -> str:
        asked = "from bot.stores.cache import program; print(program())"
        return subprocess.run(
            [sys.executable, "-c", asked], cwd=tmp_path, capture_output=True, check=True
        ).stdout.decode()

    root = Path(module.__file__).parents[1]
    package = tmp_path / "bot"
    shutil.copytree(root, package, ignore=shutil.ignore_patterns("__pycache__", "frontends", "locales"))
    before = identity()
    assert identity() == before
    with (package / "answers" / "engine.py").open("a") as file:
        file.write("# changed\n")
    assert identity() != before


def test_nothing_is_made_where_there_is_no_store(tmp_path: Path) -> None:
    cache = FileCache(tmp_path / "store.cache", tmp_path / "store.json")
    cache.write("words", KEY, PARTS)
    assert cache.read("words", KEY) is None
    assert list(tmp_path.iterdir()) == []


class Failing(FileSystem):
    """A disk on which one step fails."""

    def __init__(self, step: str) -> None:
        self._step = step

    def _fail(self, step: str) -> None:
        if step == self._step:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def make_folder(self, folder: Path) -> None:
        self._fail("make_folder")
        super().make_folder(folder)

    def create(self, path: Path, mode: int) -> int:
        self._fail("create")
        return super().create(path, mode)

    def write(self, handle: int, data: bytes) -> None:
        self._fail("write")
        super().write(handle, data)

    def replace(self, source: Path, target: Path) -> None:
        self._fail("replace")
        super().replace(source, target)


@pytest.mark.parametrize("step", ["make_folder", "create", "write", "replace"])
def test_a_disk_that_refuses_leaves_what_was_there(cache: FileCache, step: str) -> None:
    cache.write("words", KEY, PARTS)
    FileCache(cache.folder, cache.folder.with_suffix(".json"), Failing(step)).write("words", KEY, [b"new"])
    assert cache.read("words", KEY) == PARTS
    assert not temporary(cache.path("words")).exists()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no permissions of this kind")
def test_a_folder_for_reading_only_is_no_error(cache: FileCache) -> None:
    cache.write("words", KEY, PARTS)
    cache.folder.chmod(0o500)
    try:
        cache.write("words", "lexicon-2", [b"new"])
    finally:
        cache.folder.chmod(0o700)
    assert cache.read("words", KEY) == PARTS or cache.read("words", "lexicon-2") == [b"new"]  # root may write anywhere


_WRITING = """
import sys
from pathlib import Path
from bot.stores.cache import FileCache
folder = Path(sys.argv[1])
cache = FileCache(folder / "store.cache", folder / "store.json")
parts = [sys.argv[2].encode() * 300_000] * 4
print("begun", flush=True)
while True:
    cache.write("words", "key", parts)
    found = cache.read("words", "key")
    assert found is None or (len(found) == 4 and len(set(found)) == 1), "mixed"
"""


def test_two_processes_at_once_and_a_kill_leave_a_whole_file(cache: FileCache) -> None:
    def begin(letter: str) -> subprocess.Popen[bytes]:
        arguments = [sys.executable, "-c", _WRITING, str(cache.folder.parent), letter]
        return subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    for _ in range(3):
        both = [begin("a"), begin("b")]
        for each in both:
            assert each.stdout is not None
            assert each.stdout.readline() == b"begun\n"
        seen = {None if found is None else found[0][:1] for found in (cache.read("words", "key") for _ in range(60))}
        assert seen <= {None, b"a", b"b"}
        for each in both:
            each.kill()
            _out, wrong = each.communicate()
            assert b"Error" not in wrong, wrong
    cache.write("words", "key", PARTS)
    assert cache.read("words", "key") == PARTS, "what a killed process left is in the way"
    assert not temporary(cache.path("words")).exists()
