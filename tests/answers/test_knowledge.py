"""The lexicon from a cache is the one from the data files, and damaged parts are not used."""

from __future__ import annotations

import shutil
from dataclasses import fields
from pathlib import Path
from typing import Any

import orjson
import pytest

from bot.answers import knowledge as module
from bot.answers.engine import Engine
from bot.answers.knowledge import Knowledge
from bot.answers.language.lexicon import Language, Lexicon
from bot.data import lexicon_folder
from tests.answers import series
from tests.answers.caches import MemoryCache, answers
from tests.shipped import knowledge

ASKED = [
    *(phrasing for fact in series.FACTS for phrasing in fact.phrasings[:1]),
    "wann kommt glimmerfall raus",
    "wo wurde quillon gedrecht",
    "quand sort glimerfall",
    "hwo long is teh tarnhollow post",
]


@pytest.fixture(scope="module")
def cached() -> MemoryCache:
    """What a first start leaves."""
    cache = MemoryCache()
    Knowledge.load(lexicon_folder(), cache)
    assert cache.written == ["words"]
    return cache


def copy_of(cache: MemoryCache, parts: list[bytes] | None = None) -> MemoryCache:
    copied = MemoryCache()
    key, held = cache.held["words"]
    copied.held["words"] = (key, held if parts is None else parts)
    return copied


def test_a_second_start_reads_no_phrase(cached: MemoryCache, monkeypatch: pytest.MonkeyPatch) -> None:
    knowledge()
    monkeypatch.delattr(module, "build_lexicon")
    found = Knowledge.load(lexicon_folder(), copy_of(cached))
    assert contents(found.lexicon) == contents(knowledge().lexicon)
    assert found.words.to_parts() == knowledge().words.to_parts()
    fresh, second = Engine(knowledge()), Engine(found)
    for engine in (fresh, second):
        engine.load(series.PRODUCTIONS, series.FACTS)
    assert answers(second, ASKED) == answers(fresh, ASKED)


def contents(lexicon: Lexicon) -> dict[str, Any]:
    """Everything that a lexicon holds, for comparing."""
    found: dict[str, Any] = {
        name: value for name, value in vars(lexicon).items() if isinstance(value, dict | frozenset)
    }
    del found["languages"]
    found["ordinary"] = dict(lexicon.ordinary)
    found["synonyms"] = (lexicon.synonyms.strength, lexicon.synonyms.terms)
    for code, language in lexicon.languages.items():
        found[code] = {each.name: plain(getattr(language, each.name)) for each in fields(Language)}
    return found


def plain(value: Any) -> Any:
    return vars(value) if hasattr(value, "meanings") else getattr(value, "algorithm", value)


def test_changed_data_is_read_again(cached: MemoryCache, tmp_path: Path) -> None:
    folder = tmp_path / "lexicon"
    shutil.copytree(lexicon_folder(), folder)
    data = orjson.loads((folder / "en.json").read_bytes())
    data["function"].append("zanderly")
    (folder / "en.json").write_bytes(orjson.dumps(data))
    cache = copy_of(cached)
    found = Knowledge.load(folder, cache)
    assert "zanderly" in found.lexicon.english.function
    assert cache.written == ["words"]


@pytest.mark.parametrize("number", range(6))
@pytest.mark.parametrize("junk", [b"", b"[]", b"null", b"{}", b"\xff\xff"])
def test_parts_of_another_form_are_not_used(cached: MemoryCache, number: int, junk: bytes) -> None:
    parts = list(cached.held["words"][1])
    parts[number] = junk
    assert module._cached(copy_of(cached, parts), cached.held["words"][0]) is None
    assert module._cached(copy_of(cached, parts[:number]), cached.held["words"][0]) is None
