"""Check that a wheel works outside the checkout, with the packs inside."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

from bot.settings import Settings

ROOT = Path(__file__).parents[1]


def test_a_wheel_answers_from_its_own_packs(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("callsheet-*.whl")
    site = tmp_path / "site"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
        assert any(name.startswith("bot/_data/packs/") for name in archive.namelist())
        entry_points = next(name for name in archive.namelist() if name.endswith("entry_points.txt"))
        assert "callsheet = bot.cli:main" in archive.read(entry_points).decode()
    settings = {name.upper() for name in Settings.model_fields}
    environment = {name: value for name, value in os.environ.items() if name not in settings}
    program = "import bot, sys; from bot.cli import main; print(bot.__file__, file=sys.stderr); main()"
    ended = subprocess.run(
        [sys.executable, "-c", program, "ask", "--json", "when does mission impossible 7 come out"],
        cwd=tmp_path,
        env=environment | {"PYTHONPATH": str(site)},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert Path(ended.stderr.strip()).is_relative_to(site)
    assert json.loads(ended.stdout)["outcome"] == "answer"
