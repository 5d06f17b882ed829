"""Check the structure: layers, small modules, and requirements that are pinned and contain no machine's paths."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PINNED = ("requirements.txt", "requirements-dev.txt")


def _lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    program = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
    return subprocess.run(
        [sys.executable, "-c", program], cwd=folder, capture_output=True, encoding="utf-8", check=False
    )


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("facts/upwards.py", "import bot.stores.protocol"),
        ("answers/sideways.py", "import bot.stores.protocol"),
        ("desk/upwards.py", "import bot.settings"),
        ("desk/outwards.py", "import discord"),
        ("frontends/upwards.py", "import bot.commands.exits"),
        ("frontends/discord/features/upwards.py", "import bot.frontends.discord.client"),
        ("frontends/discord/features/hidden.py", "if TYPE_CHECKING:\n    import bot.frontends.discord.client"),
        ("frontends/discord/shared/upwards.py", "import bot.frontends.discord.components.parts"),
        ("frontends/discord/shared/routing/custom_ids.py", "import bot.frontends.discord.shared.routing.routes"),
        ("homeless.py", "import this"),
    ],
)
def test_an_import_that_breaks_the_layers_is_caught(tmp_path: Path, module: str, line: str) -> None:
    shutil.copytree(ROOT / "bot", tmp_path / "bot", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    with (tmp_path / "bot" / module).open("a", encoding="utf-8") as file:
        file.write(f"from typing import TYPE_CHECKING\n{line}\n")
    ended = _lint_imports(tmp_path)
    assert ended.returncode == 1
    assert "BROKEN" in ended.stdout


def test_modules_are_small() -> None:
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in (ROOT / "bot").rglob("*.py")}
    assert {str(path): length for path, length in lengths.items() if length >= 400} == {}


@pytest.mark.parametrize("name", PINNED)
def test_requirements_are_pinned_with_hashes_and_contain_no_local_path(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    requirements = re.findall(r"^(?=\w)(.+?)(?=\n\w|\Z)", text, re.MULTILINE | re.DOTALL)
    assert requirements
    for requirement in requirements:
        assert re.match(r"[a-z0-9-]+==\S+", requirement)
        assert "--hash=sha256:" in requirement
    assert not re.search(r"https?:|--index|--find-links|--extra|file:|^/", text, re.MULTILINE)


def test_development_uses_the_shipped_versions() -> None:
    run, develop = (
        set(re.findall(r"^[a-z0-9-]+==[^\s;]+", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE))
        for name in PINNED
    )
    assert run <= develop


def test_build_requirements_are_pinned_with_a_hash() -> None:
    (build,) = re.findall(r'requires = \["(hatchling==[^"]+)"\]', (ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert f"\n{build} " in (ROOT / "requirements-dev.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "line", ["import numpy", "import attr", "import nowhere_to_be_found", "from markdown_it import x"]
)
def test_an_undeclared_import_is_caught(tmp_path: Path, line: str) -> None:
    """A dependency of another package, or one only for development, isn't available to users."""
    shutil.copytree(ROOT / "bot", tmp_path / "bot", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    assert _deptry(tmp_path).returncode == 0
    (tmp_path / "bot" / "facts" / "undeclared.py").write_text(f"def late():\n    {line}\n", encoding="utf-8")
    ended = _deptry(tmp_path)
    assert ended.returncode == 1
    assert "undeclared.py" in ended.stderr


def _deptry(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "deptry", "bot", "--no-ansi"]
    return subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", check=False)
