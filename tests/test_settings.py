"""Test settings from the environment and .env, and check that all of them are documented."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.settings import Settings, SettingsError, load_settings

ROOT = Path(__file__).parents[1]
NAMES = [name.upper() for name in Settings.model_fields]


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)


def _read(tmp_path: Path, text: str) -> Settings:
    file = tmp_path / ".env"
    file.write_text(text, encoding="utf-8")
    return load_settings(file)


def test_defaults_apply_without_settings(tmp_path: Path) -> None:
    settings = load_settings(tmp_path / "absent")
    assert settings.discord_token is None
    assert settings.store_url == "tinydb:///data/store.json"
    assert settings.host_ids == frozenset()


def test_the_example_file_is_valid_and_changes_nothing() -> None:
    assert load_settings(ROOT / ".env.example") == load_settings(None)


def test_environment_variables_win(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BACKUP_KEEP", "3")
    assert _read(tmp_path, "BACKUP_KEEP=7\nLOG_LEVEL=debug\n").backup_keep == 3
    assert _read(tmp_path, "LOG_LEVEL=debug\n").log_level == "DEBUG"


def test_an_empty_value_counts_as_unset(tmp_path: Path) -> None:
    assert _read(tmp_path, "DISCORD_TOKEN=\nSTORE_URL=\nDISCORD_TOKEN='  '\n").discord_token is None


def test_a_byte_order_mark_and_other_lines_are_ignored(tmp_path: Path) -> None:
    assert _read(tmp_path, "\ufeffHOST_IDS=123456789012345678, 223456789012345678\nPATH_TO_X=1\n").host_ids == {
        123456789012345678,
        223456789012345678,
    }


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("STORE_URL=store.json", "tinydb:///"),
        ("DISCORD_API_URL=ftp://x", "https://host/path"),
        ("DISCORD_GATEWAY_URL=https://x", "wss://host/path"),
        ("HOST_IDS=12,me", "15 to 20 digits"),
        ("BACKUP_KEEP=many", "whole number"),
        ("BACKUP_KEEP=0", "from 1 to 1000"),
        ("LOG_LEVEL=loud", "'INFO'"),
        ("CHAT_HISTORY=perhaps", "'off'"),
    ],
)
def test_an_invalid_value_is_explained_on_one_line(tmp_path: Path, line: str, message: str) -> None:
    with pytest.raises(SettingsError) as refused:
        _read(tmp_path, line)
    name, _, value = line.partition("=")
    sentence = str(refused.value)
    assert sentence.startswith(f"{name} (")
    assert value.casefold() in sentence.casefold()
    assert message in sentence
    assert "\n" not in sentence


def test_all_invalid_values_are_reported_together(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as refused:
        _read(tmp_path, "BACKUP_KEEP=x\nLOG_LEVEL=y\nSTORE_URL=z\n")
    assert len(str(refused.value).splitlines()) == 3


def test_no_message_or_text_form_contains_the_token(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as refused:
        _read(tmp_path, "DISCORD_TOKEN='top secret'\n")
    assert "DISCORD_TOKEN contains a space" in str(refused.value)
    assert "top secret" not in str(refused.value)
    assert "top-secret" not in repr(_read(tmp_path, "DISCORD_TOKEN=top-secret\n"))


def test_a_file_that_is_not_text_is_refused(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_bytes(b"LOG_LEVEL=\xff\xfe\n")
    with pytest.raises(SettingsError, match="isn't UTF-8"):
        load_settings(file)


@given(st.lists(st.integers(min_value=10**15, max_value=10**19)))
def test_host_ids_read_back_as_written(ids: list[int]) -> None:
    assert Settings.model_validate({"host_ids": " , ".join(map(str, ids))}).host_ids == frozenset(ids)


@given(st.text())
def test_any_text_of_host_ids_is_read_or_refused(text: str) -> None:
    try:
        ids = Settings.model_validate({"host_ids": text}).host_ids
    except ValueError as refused:
        ids = frozenset()
        message = str(refused)
    else:
        message = ""
    assert "host_ids" in message or all(10**14 <= each < 10**20 for each in ids)


def test_exactly_the_existing_settings_are_documented() -> None:
    example = re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(encoding="utf-8"), re.MULTILINE)
    table = re.findall(r"^\| `([A-Z_]+)` \|", (ROOT / "docs" / "hosting.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(example) == sorted(NAMES)
    assert sorted(table) == sorted(NAMES)
