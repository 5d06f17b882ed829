"""Every documented command and option in an installation that follows the README and holds nothing else."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.runtime.documented import ROOT, paths
from tests.runtime.installing import Installed, run
from tests.runtime.steps import SCENARIOS, write_files

DEVELOPMENT = ("numpy", "pytest", "hypothesis", "simcord", "sklearn")


def test_installing_shows_how_far_it_is_and_adds_nothing_else(installed: Installed, tmp_path: Path) -> None:
    assert re.search(r"Installing the \d+ packages that requirements\.txt pins", installed.log)
    done = re.findall(r"installing packages: (\d+) of (\d+)", installed.log)
    assert done
    assert done[-1][0] == done[-1][1]
    assert "\r" not in installed.log
    listed = run(
        [str(installed.python), "-m", "pip", "list", "--format", "json"], tmp_path, installed.environment(tmp_path)
    )
    names = {re.sub(r"[-_.]+", "-", each["name"].lower()) for each in json.loads(listed.out)}
    pinned = set(re.findall(r"^([a-z0-9-]+)==", (ROOT / "requirements.txt").read_text(encoding="utf-8"), re.MULTILINE))
    assert names - pinned <= {"callsheet", "pip", "setuptools", "wheel"}


def test_the_installation_is_on_its_own(installed: Installed, tmp_path: Path) -> None:
    program = f"import bot, importlib.util as u; print(bot.__file__, [n for n in {DEVELOPMENT!r} if u.find_spec(n)])"
    ended = run([str(installed.python), "-c", program], tmp_path, installed.environment(tmp_path))
    place, _, found = ended.out.strip().partition(" ")
    assert Path(place).is_relative_to(installed.folder)
    assert found == "[]"


def test_every_module_can_be_imported(installed: Installed, tmp_path: Path) -> None:
    program = (
        "import bot, importlib, pkgutil\n"
        "names = [m.name for m in pkgutil.walk_packages(bot.__path__, 'bot.') if m.name != 'bot.__main__']\n"
        "[importlib.import_module(name) for name in names]\n"
        "print(len(names))"
    )
    ended = run(
        [str(installed.python), "-W", "error::ImportWarning", "-c", program], tmp_path, installed.environment(tmp_path)
    )
    assert ended.code == 0, ended.err
    assert int(ended.out) > 150


@pytest.mark.parametrize("path", paths(), ids=" ".join)
def test_every_command_has_a_help(installed: Installed, tmp_path: Path, path: tuple[str, ...]) -> None:
    ended = installed.callsheet(tmp_path, [*path, "--help"])
    assert ended.code == 0
    assert ended.out.startswith(f"Usage: {' '.join(('callsheet', *path))}")
    assert ended.err == ""
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("scenario", list(SCENARIOS))
def test_commands_do_what_the_documents_say(installed: Installed, tmp_path: Path, scenario: str) -> None:
    write_files(tmp_path)
    for step in SCENARIOS[scenario]:
        for _ in range(step.times):
            ended = installed.callsheet(tmp_path, step.arguments, step.stdin)
            said = f"{step.arguments}: {ended}"
            assert ended.code == step.code, said
            assert "Traceback" not in ended.out + ended.err, said
            assert re.search(step.out, ended.out), said
            assert re.search(step.err, ended.err), said
            assert ended.out or ended.err or step.arguments[:2] == ("facts", "export"), said
            if step.code:
                assert ended.err, said
