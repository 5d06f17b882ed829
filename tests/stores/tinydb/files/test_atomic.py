from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.stores.tinydb.files.atomic import (
    PRIVATE,
    FileSystem,
    NotDurable,
    add_file,
    clear_stray,
    ensure_folder,
    replace_file,
    stamp_of,
    temporary,
)


class Broken(FileSystem):
    """A disk on which one step fails."""

    def __init__(self, step: str, number: int = errno.EIO) -> None:
        self.step, self.number = step, number

    def _fail(self, step: str) -> None:
        if step == self.step:
            raise OSError(self.number, "broken")

    def write(self, handle: int, data: bytes) -> None:
        super().write(handle, data[: len(data) // 2])
        self._fail("write")
        super().write(handle, data[len(data) // 2 :])

    def sync(self, handle: int) -> None:
        self._fail("sync")
        super().sync(handle)

    def replace(self, source: Path, target: Path) -> None:
        self._fail("replace")
        super().replace(source, target)

    def sync_folder(self, folder: Path) -> None:
        self._fail("sync_folder")
        super().sync_folder(folder)


class Noting(FileSystem):
    """Notes the steps in their order."""

    def __init__(self) -> None:
        self.steps: list[str] = []

    def make_folder(self, folder: Path) -> None:
        self.steps.append(f"make {folder.name}")
        super().make_folder(folder)

    def sync(self, handle: int) -> None:
        self.steps.append("sync")
        super().sync(handle)

    def close(self, handle: int) -> None:
        self.steps.append("close")
        super().close(handle)

    def replace(self, source: Path, target: Path) -> None:
        self.steps.append("replace")
        super().replace(source, target)

    def sync_folder(self, folder: Path) -> None:
        self.steps.append(f"sync {folder.name}")
        super().sync_folder(folder)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "store.json"


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_the_content_is_on_the_disk_before_it_gets_its_name(path: Path) -> None:
    files = Noting()
    replace_file(path, [b"one ", b"two"], files)
    assert path.read_bytes() == b"one two"
    assert files.steps == ["sync", "close", "replace", f"sync {path.parent.name}"]
    assert not temporary(path).exists()


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.binary(max_size=50), max_size=5), min_size=1, max_size=4))
def test_the_last_content_counts(tmp_path_factory: pytest.TempPathFactory, contents: list[list[bytes]]) -> None:
    path = tmp_path_factory.mktemp("atomic") / "store.json"
    for chunks in contents:
        replace_file(path, chunks, FileSystem())
        assert path.read_bytes() == b"".join(chunks)
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("step", ["write", "sync", "replace"])
def test_a_step_that_fails_leaves_the_old_content_and_no_other_file(path: Path, step: str) -> None:
    path.write_bytes(b"old")
    with pytest.raises(OSError, match="broken") as caught:
        replace_file(path, [b"new content"], Broken(step))
    assert not isinstance(caught.value, NotDurable)
    assert path.read_bytes() == b"old"
    assert list(path.parent.iterdir()) == [path]


def test_an_error_of_the_caller_leaves_the_old_content(path: Path) -> None:
    def chunks() -> Iterator[bytes]:
        yield b"new"
        raise KeyboardInterrupt

    path.write_bytes(b"old")
    with pytest.raises(KeyboardInterrupt):
        replace_file(path, chunks(), FileSystem())
    assert path.read_bytes() == b"old"
    assert not temporary(path).exists()


def test_a_folder_that_cannot_be_synced_is_told_apart_because_the_content_is_in_place(path: Path) -> None:
    path.write_bytes(b"old")
    with pytest.raises(NotDurable) as caught:
        replace_file(path, [b"new"], Broken("sync_folder"))
    assert caught.value.errno == errno.EIO
    assert path.read_bytes() == b"new"


def test_a_new_file_is_private_whatever_the_umask_and_a_replaced_one_keeps_its_mode(path: Path) -> None:
    before = os.umask(0)
    try:
        replace_file(path, [b"a"], FileSystem())
        assert mode(path) == PRIVATE == 0o600
        path.chmod(0o664)
        os.umask(0o077)
        replace_file(path, [b"b"], FileSystem())
        assert mode(path) == 0o664
    finally:
        os.umask(before)


def test_what_a_killed_write_left_is_replaced(path: Path) -> None:
    temporary(path).write_bytes(b"half of a long conte")
    replace_file(path, [b"new"], FileSystem())
    assert path.read_bytes() == b"new"
    assert list(path.parent.iterdir()) == [path]


def test_clearing_says_whether_there_was_a_stray_file(path: Path) -> None:
    path.write_bytes(b"kept")
    assert not clear_stray(path)
    temporary(path).write_bytes(b"half")
    assert clear_stray(path)
    assert list(path.parent.iterdir()) == [path]


def test_a_temporary_file_is_hidden_beside_its_file(path: Path) -> None:
    assert temporary(path) == path.parent / ".store.json.tmp"


# -- a new file


def test_a_new_file_is_added_with_its_content(path: Path) -> None:
    add_file(path, [b"one ", b"two"], FileSystem())
    assert path.read_bytes() == b"one two"
    assert mode(path) == PRIVATE
    assert list(path.parent.iterdir()) == [path]


def test_an_existing_file_is_not_added_again(path: Path) -> None:
    path.write_bytes(b"old")
    with pytest.raises(FileExistsError):
        add_file(path, [b"new"], FileSystem())
    assert path.read_bytes() == b"old"
    assert list(path.parent.iterdir()) == [path]


def test_a_file_that_another_process_is_writing_is_not_added(path: Path) -> None:
    temporary(path).write_bytes(b"theirs")
    with pytest.raises(FileExistsError):
        add_file(path, [b"ours"], FileSystem())
    assert temporary(path).read_bytes() == b"theirs"
    assert not path.exists()


# -- folders


def test_missing_folders_are_made_from_the_top_and_each_is_synced(tmp_path: Path) -> None:
    files = Noting()
    ensure_folder(tmp_path / "a" / "b", files)
    assert (tmp_path / "a" / "b").is_dir()
    assert files.steps == ["make a", f"sync {tmp_path.name}", "make b", "sync a"]


def test_an_existing_folder_is_synced_again_because_its_maker_may_have_been_killed(tmp_path: Path) -> None:
    files = Noting()
    (tmp_path / "a").mkdir()
    ensure_folder(tmp_path / "a", files)
    assert files.steps == [f"sync {tmp_path.name}"]


def test_a_file_in_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"")
    with pytest.raises(FileExistsError):
        ensure_folder(tmp_path / "a", FileSystem())


@pytest.mark.parametrize("number", [errno.EACCES, errno.EPERM, errno.EROFS])
def test_a_parent_that_this_user_may_not_sync_is_accepted(tmp_path: Path, number: int) -> None:
    ensure_folder(tmp_path / "a", Broken("sync_folder", number))
    assert (tmp_path / "a").is_dir()


def test_a_disk_error_while_a_folder_is_synced_is_raised(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="broken"):
        ensure_folder(tmp_path / "a", Broken("sync_folder", errno.EIO))


# -- stamps


def test_a_stamp_changes_with_the_content_and_not_otherwise(path: Path) -> None:
    replace_file(path, [b"one"], FileSystem())
    first = stamp_of(path.stat())
    path.read_bytes()
    assert stamp_of(path.stat()) == first
    for content in (b"two", b"longer"):
        replace_file(path, [content], FileSystem())
        assert stamp_of(path.stat()) != first
    with path.open("ab") as file:
        file.write(b"more")
    os.utime(path, ns=(first[1], first[1]))
    assert stamp_of(path.stat())[2] == len(b"longermore")
