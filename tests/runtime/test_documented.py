"""What the documents name exists, and all that exists is run in the installation. Needs no installation itself."""

from __future__ import annotations

import re

import pytest

from tests.runtime.documented import DOCUMENTS, ROOT, in_documents, make_targets, named, options_alone, tree
from tests.runtime.steps import SCENARIOS

RUN = set().union(*(named(step.arguments) for steps in SCENARIOS.values() for step in steps))


def test_every_command_and_option_is_run_in_the_installation() -> None:
    assert tree() - RUN == set(), "add a step for each to tests/runtime/steps.py"


def test_what_documents_name_exists_and_is_run() -> None:
    documented = in_documents()
    assert {("facts import", ""), ("ask", "--context"), ("restore", "--latest"), ("doctor", "")} <= set(documented)
    groups = {(path, "") for path, _ in ((name.rpartition(" ")[0], option) for name, option in tree())}
    helped = {each for each in documented if each[1] == "--help"}
    assert {each: where for each, where in documented.items() if each not in tree() | groups | helped} == {}
    assert set(documented) - groups - helped - RUN == set()


def test_options_that_documents_name_by_themselves_exist() -> None:
    alone = options_alone()
    assert {"--json", "--batch"} <= set(alone)
    assert {option: where for option, where in alone.items() if option not in {each for _, each in tree()}} == {}


def test_targets_of_make_that_documents_name_exist() -> None:
    (phony,) = re.findall(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert set(make_targets()) >= {"run", "test"}
    assert set(make_targets()) <= set(phony.split())


def test_a_command_that_is_documented_and_does_not_exist_is_noticed() -> None:
    with pytest.raises(ValueError, match="'export' is no command"):
        named(["export", "--form", "csv"])
    assert ("facts export", "--to") not in tree()
    assert named(["facts", "export", "--to=x"]) == {("facts export", ""), ("facts export", "--to")}
    assert len(DOCUMENTS) >= 5
