"""Check that the token is in no text form, message, log or file of ours, and that exposed files cause a warning."""

from __future__ import annotations

import dataclasses
import json
import logging
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bot.commands.exits import Exit
from bot.frontends.discord.client import DiscordConfig
from bot.settings import Settings, exposed_env_file, load_settings

ROOT = Path(__file__).parents[1]
CANARY = "MTIzNDU2Nzg5MDEyMzQ1Njc4.Canary.abcdefghijklmnopqrstuvwxyz0123456789"

posix = pytest.mark.skipif(os.name != "posix", reason="Windows keeps permissions otherwise")


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


def _env(folder: Path, text: str, mode: int) -> Path:
    file = folder / ".env"
    file.write_text(text, encoding="utf-8")
    file.chmod(mode)
    return file


def _text_forms(thing: Any) -> list[str]:
    return [repr(thing), str(thing), f"{thing} {thing!r}", repr([thing]), repr({"it": thing}), repr(Exception(thing))]


def test_no_text_form_of_an_object_with_the_token_shows_it(tmp_path: Path) -> None:
    settings = load_settings(_env(tmp_path, f"DISCORD_TOKEN={CANARY}\n", 0o600))
    assert settings.discord_token is not None
    config = DiscordConfig(settings.discord_token.get_secret_value(), host_ids=frozenset({"1"}))
    assert config.token == CANARY
    shown = [*_text_forms(settings), *_text_forms(config), settings.model_dump_json(), str(settings.model_dump())]
    shown += _text_forms(dataclasses.replace(config, api_url="http://127.0.0.1"))
    assert [text for text in shown if "Canary" in text] == []


def _run(folder: Path, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    ours = {name.upper() for name in Settings.model_fields}
    environment = {name: value for name, value in os.environ.items() if name not in ours}
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        cwd=folder,
        env=environment | {"PYTHONPATH": str(ROOT), **settings},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=200,
        check=False,
    )


@posix
def test_doctor_warns_about_an_exposed_token_and_never_shows_it(tmp_path: Path) -> None:
    _env(tmp_path, f"DISCORD_TOKEN={CANARY}\n", 0o644)
    ended = _run(tmp_path, "doctor")
    assert ended.returncode == Exit.DONE
    (line,) = (line for line in ended.stdout.splitlines() if "chmod" in line)
    assert line.startswith("warn ")
    assert line.endswith("chmod 600 .env")
    assert "Canary" not in ended.stdout + ended.stderr
    (tmp_path / ".env").chmod(0o600)
    assert "chmod" not in _run(tmp_path, "doctor").stdout


@posix
@pytest.mark.parametrize("command", ["run", "start"])
def test_a_start_logs_one_warning_and_never_the_token(tmp_path: Path, command: str) -> None:
    _env(tmp_path, f"DISCORD_TOKEN={CANARY}\nLOG_LEVEL=DEBUG\nDISCORD_API_URL=http://127.0.0.1:9\n", 0o640)
    ended = _run(tmp_path, command)
    assert ended.returncode == Exit.UNREACHABLE
    assert ended.stderr.count("chmod 600 .env") == 1
    assert "Canary" not in ended.stdout + ended.stderr
    left = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file() and path.name != ".env"]
    assert left
    assert not any(b"Canary" in content for content in left)


@posix
@pytest.mark.parametrize(
    ("mode", "text", "warned"),
    [
        (0o644, f"DISCORD_TOKEN={CANARY}", True),
        (0o640, f"discord_token='{CANARY}'", True),
        (0o602, f"export DISCORD_TOKEN={CANARY}", True),
        (0o600, f"DISCORD_TOKEN={CANARY}", False),
        (0o400, f"DISCORD_TOKEN={CANARY}", False),
        (0o644, "DISCORD_TOKEN=\nBACKUP_KEEP=3", False),
        (0o644, "DISCORD_TOKEN=''  # none yet", False),
        (0o644, f"# DISCORD_TOKEN={CANARY}", False),
    ],
)
def test_a_file_is_exposed_if_it_has_a_token_and_others_may_read_it(
    tmp_path: Path, mode: int, text: str, warned: bool
) -> None:
    warning = exposed_env_file(_env(tmp_path, f"{text}\n", mode))
    assert bool(warning) is warned
    assert "Canary" not in warning


def test_a_missing_file_is_not_exposed(tmp_path: Path) -> None:
    assert exposed_env_file(tmp_path / "absent") == ""
    (tmp_path / "folder").mkdir()
    assert exposed_env_file(tmp_path / "folder") == ""


@posix
def test_the_documented_copy_command_creates_a_private_file(tmp_path: Path) -> None:
    text = (ROOT / "docs" / "hosting.md").read_text(encoding="utf-8")
    assert "`install -m 600 .env.example .env`" in text
    assert "install -m 600 .env.example .env" in (ROOT / ".env.example").read_text(encoding="utf-8")
    command = ["install", "-m", "600", str(ROOT / ".env.example"), str(tmp_path / ".env")]
    subprocess.run(command, check=True)
    assert (tmp_path / ".env").stat().st_mode & 0o777 == 0o600


def test_invalid_settings_are_reported_without_the_token(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    ended = _run(tmp_path, "run", DISCORD_TOKEN=f"{CANARY} {CANARY}", BACKUP_KEEP="x")
    assert ended.returncode == Exit.SETTINGS
    assert "Canary" not in ended.stdout + ended.stderr
    logging.getLogger(__name__).warning("%s", json.dumps(str(DiscordConfig(CANARY))))
    assert "Canary" not in caplog.text
