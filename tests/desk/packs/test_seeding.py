from __future__ import annotations

from pathlib import Path

import pytest

from bot.data import shipped_packs
from bot.desk.errors import Invalid
from bot.desk.packs.seeding import commit_packs, read_packs
from bot.desk.state.reasons import FIRST_LOAD
from bot.facts.models import Action
from bot.facts.packs.reading import PackForm, write_pack
from bot.facts.packs.text import PackError
from bot.stores.opening import Stores
from tests.desk.samples import NOW, fact, production

FIRST, SECOND = fact("harbour-release"), fact("harbour-crew", topic="crew")


def pack(folder: Path, name: str, *facts: object) -> Path:
    path = folder / name
    path.write_bytes(write_pack([production()], facts, PackForm.LINES))  # type: ignore[arg-type]
    return path


def broken(number: int) -> str:
    return f'{{"id": "Not An Id {number}", "production": "harbour", "topic": "crew", "fact": "It is."}}\n'


def test_packs_are_read_in_order_with_their_productions_and_facts(tmp_path: Path) -> None:
    paths = [pack(tmp_path, "b.jsonl", FIRST), pack(tmp_path, "a.jsonl", SECOND)]
    assert [(name, tuple(made), tuple(facts)) for name, made, facts in read_packs(paths)] == [
        ("b", (production(),), (FIRST,)),
        ("a", (production(),), (SECOND,)),
    ]


def test_the_shipped_packs_can_be_read() -> None:
    assert all(facts for _name, _productions, facts in read_packs(shipped_packs()))


def test_a_fact_in_two_packs_is_refused_with_both_files(tmp_path: Path) -> None:
    paths = [pack(tmp_path, "a.jsonl", FIRST), pack(tmp_path, "b.jsonl", SECOND, FIRST)]
    with pytest.raises(Invalid, match=r"harbour-release.* is in both a\.jsonl and b\.jsonl"):
        read_packs(paths)


@pytest.mark.parametrize(("errors", "counted"), [(1, "has 1 error,"), (5, "has 5 errors,"), (7, "has 7 errors,")])
def test_a_pack_with_errors_is_refused_with_the_first_five(tmp_path: Path, errors: int, counted: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text("".join(broken(number) for number in range(errors)), encoding="utf-8")
    with pytest.raises(Invalid, match=counted) as refused:
        read_packs([path])
    shown = [f"Not An Id {number}" in str(refused.value) for number in range(errors)]
    assert shown == [number < 5 for number in range(errors)]
    assert "callsheet facts check" in str(refused.value)


def test_a_file_that_is_no_pack_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_bytes(b"[]")
    with pytest.raises(PackError):
        read_packs([tmp_path / "a.json"])


async def test_each_pack_is_one_change_by_that_pack(stores: Stores) -> None:
    packs = [("one", [production()], [FIRST]), ("two", [], [SECOND])]
    await commit_packs(stores.facts, packs, NOW)
    loaded = await stores.facts.load()
    assert set(loaded.facts) == {FIRST, SECOND}
    assert loaded.productions == (production(),)
    for name, stored in (("one", FIRST), ("two", SECOND)):
        (revision,) = await stores.facts.change(f"first-load-{name}")
        assert (revision.fact, revision.by, revision.at) == (stored, f"pack:{name}", NOW)
        assert (revision.action, revision.why) == (Action.IMPORT, FIRST_LOAD.text())
