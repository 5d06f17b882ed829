"""A boosted forest of small decision trees, read from data: many yes-or-no questions on features, added up."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import exp
from typing import Any, cast

Tree = float | tuple[int, float, "Tree", "Tree"]
"""A leaf, or: number of a feature, threshold, the tree for values up to it, and the tree for those above."""


class Forest:
    """Gradient-boosted trees (J. H. Friedman, 2001) on named features; what they say is a likelihood."""

    def __init__(self, names: Sequence[str] = (), trees: Sequence[Tree] = (), base: float = 0.0) -> None:
        """``names`` are the features that trees refer to by number, ``base`` the log odds before any tree speaks."""
        self.names = tuple(names)
        self._sum = _compiled(self.names, trees, base)

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Forest:
        """The forest that ``tools.fitting`` wrote: ``names``, ``base`` and ``trees`` as nested lists.

        Raises:
            ValueError, KeyError, TypeError: the data is not that.
        """
        return cls([str(name) for name in data["names"]], [_tree(tree) for tree in data["trees"]], float(data["base"]))

    def likelihood(self, features: Mapping[str, float]) -> float:
        """The likelihood, from 0 to 1; ``features`` by name, at least those of ``names``."""
        return 1.0 / (1.0 + exp(-max(-30.0, min(30.0, self._sum(features)))))


def _tree(data: Any) -> Tree:
    if isinstance(data, (int, float)):
        return float(data)
    feature, threshold, below, above = data
    return int(feature), float(threshold), _tree(below), _tree(above)


def _compiled(names: Sequence[str], trees: Sequence[Tree], base: float) -> Callable[[Mapping[str, float]], float]:
    """The sum of all trees as a function of Python: a quarter of the time that walking through them takes.

    Only numbers and quoted names come from the data, so nothing else is ever run.
    """
    used = sorted(frozenset[int]().union(*map(_asks_about, trees)))
    lines = ["def total(features):", f"    sum = {float(base)!r}"]
    lines += [f"    f{feature} = features[{names[feature]!r}]" for feature in used]
    lines += [f"    sum += {_expression(tree)}" for tree in trees]
    lines.append("    return sum")
    defined: dict[str, Any] = {}
    exec("\n".join(lines), defined)  # the technique of dataclasses and namedtuple
    return cast("Callable[[Mapping[str, float]], float]", defined["total"])


def _asks_about(tree: Tree) -> frozenset[int]:
    """The numbers of the features that a tree asks about."""
    if not isinstance(tree, tuple):
        return frozenset()
    return _asks_about(tree[2]) | _asks_about(tree[3]) | {int(tree[0])}


def _expression(tree: Tree) -> str:
    if not isinstance(tree, tuple):
        return repr(float(tree))
    feature, threshold, below, above = tree
    return f"({_expression(below)} if f{int(feature)} <= {float(threshold)!r} else {_expression(above)})"
