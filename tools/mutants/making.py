"""Make mutants: copies of a module with one small change that mutmut's operators know."""

from __future__ import annotations

import difflib
import hashlib
import random
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import libcst as cst
from mutmut.mutation.file_mutation import Mutation, MutationVisitor, deep_replace
from mutmut.mutation.mutators import mutation_operators
from mutmut.mutation.pragma_handling import IgnoredCode

CONTEXT = 3
"""Lines shown around a change."""

_LOGS = frozenset({"log", "logger", "logging"})

_GUARDS = re.compile(r"\b(?:strict|missing_ok)=\w+|[\s,]")
"""Arguments of ``zip`` and ``Path.unlink`` that matter only where something else is broken, and what separates them."""


@dataclass(frozen=True)
class Mutant:
    """One changed module."""

    path: str
    """The module, relative to the root, with slashes."""
    original: str
    """The whole text of the module."""
    code: str
    """The whole text after the change."""
    lines: tuple[int, ...]
    """The numbers of the changed lines in the original."""
    was: str
    """The changed lines before, without their indent."""
    becomes: str
    """The changed lines after."""
    diff: str

    @property
    def place(self) -> str:
        """Where the change begins, as editors open it."""
        return f"{self.path}:{self.lines[0]}"

    @property
    def id(self) -> str:
        """Return a short name that stays the same while the lines around the change do."""
        return hashlib.sha256("\n".join((self.path, *self.diff.splitlines()[3:])).encode()).hexdigest()[:8]


class _Visitor(MutationVisitor):
    """Visits decorated functions too, but nothing that no test could notice, such as logging or prose.

    Mutmut itself leaves decorated functions alone because it keeps every mutant of a function in one file. A file of
    its own for each mutant has no such trouble.
    """

    def _skip_node_and_children(self, node: cst.CSTNode) -> bool:
        if isinstance(node, cst.FunctionDef) and node.decorators:
            return False
        unobservable = (_logs, _is_prose, _is_type_variable, _is_list_of_exports, _marks_a_message)
        return any(each(node) for each in unobservable) or bool(super()._skip_node_and_children(node))


def mutants(root: Path, paths: Iterable[str], count: int, seed: int) -> list[Mutant]:
    """Return a random sample of the mutants of some modules, or all of them in random order if there are fewer."""
    parsed = {path: _mutations((root / path).read_text(encoding="utf-8")) for path in paths}
    every = [(path, number) for path, (_, found) in parsed.items() for number in range(len(found))]
    random.Random(seed).shuffle(every)
    made: dict[tuple[str, str], Mutant] = {}
    for path, number in every:
        if len(made) == count:
            break
        module, found = parsed[path]
        mutant = _mutant(path, module, found[number])
        if _compiles(mutant):
            made.setdefault((path, mutant.code), mutant)
    return list(made.values())


def modules(root: Path, packages: Iterable[str]) -> list[str]:
    """Return the paths of the modules in some packages, given as folders or files relative to the root.

    Raises:
        FileNotFoundError: Where there is no such folder or file.
    """
    found: list[str] = []
    for package in packages:
        top = root / package
        if not top.exists():
            raise FileNotFoundError(package)
        found += sorted(each.relative_to(root).as_posix() for each in ([top] if top.is_file() else top.rglob("*.py")))
    return list(dict.fromkeys(found))


def _mutations(code: str) -> tuple[cst.Module, Sequence[Mutation]]:
    wrapper = cst.metadata.MetadataWrapper(cst.parse_module(code))
    visitor = _Visitor(mutation_operators, IgnoredCode(set(), set(), set()))
    wrapper.visit(visitor)
    return wrapper.module, visitor.mutations


def _mutant(path: str, module: cst.Module, mutation: Mutation) -> Mutant:
    changed: Any = deep_replace(module, mutation.original_node, mutation.mutated_node)
    before, after = module.code, str(changed.code)
    old, new = before.splitlines(), after.splitlines()
    spans = [
        code for code in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes() if code[0] != "equal"
    ]
    return Mutant(
        path=path,
        original=before,
        code=after,
        lines=tuple(line + 1 for _, start, end, _, _ in spans for line in range(start, max(end, start + 1))),
        was="\n".join(line.strip() for _, start, end, _, _ in spans for line in old[start:end]),
        becomes="\n".join(line.strip() for _, _, _, start, end in spans for line in new[start:end]),
        diff="\n".join(difflib.unified_diff(old, new, path, path, lineterm="", n=CONTEXT)),
    )


def _compiles(mutant: Mutant) -> bool:
    """Return whether Python takes it and it changes more than a guard; what Python refuses outright needs no test."""
    try:
        compile(mutant.code, mutant.path, "exec")
    except SyntaxError:
        return False
    return _GUARDS.sub("", mutant.was) != _GUARDS.sub("", mutant.becomes)


def _logs(node: cst.CSTNode) -> bool:
    """Return whether a node writes to the log: what is written there is for people, not for a test."""
    if isinstance(node, cst.Assign):
        node = node.value
    return (
        isinstance(node, cst.Call)
        and isinstance(node.func, cst.Attribute)
        and isinstance(node.func.value, cst.Name)
        and node.func.value.value in _LOGS
    )


def _is_prose(node: cst.CSTNode) -> bool:
    """Return whether a node is a text of several words. Their wording changes often, and tests leave it free."""
    return isinstance(node, cst.SimpleString) and " " in node.value.strip("\"' ")


def _is_type_variable(node: cst.CSTNode) -> bool:
    """Return whether a node makes a type variable, which only the type checker reads."""
    if isinstance(node, cst.Assign):
        node = node.value
    return isinstance(node, cst.Call) and isinstance(node.func, cst.Name) and node.func.value == "TypeVar"


def _is_list_of_exports(node: cst.CSTNode) -> bool:
    """Return whether a node lists what a module exports, which only the type checker reads."""
    return isinstance(node, cst.Assign) and any(
        isinstance(each.target, cst.Name) and each.target.value == "__all__" for each in node.targets
    )


def _marks_a_message(node: cst.CSTNode) -> bool:
    """Return whether a node marks a constant for translation. Its wording is prose, even if it is a single word."""
    return isinstance(node, cst.Call) and isinstance(node.func, cst.Name) and node.func.value == "N_"
