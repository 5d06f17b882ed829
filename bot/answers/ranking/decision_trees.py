"""Compute likelihoods with gradient-boosted decision trees that are read from data."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import exp
from typing import Any, cast

Tree = float | tuple[int, float, "Tree", "Tree"]
"""A leaf value, or (feature index, threshold, tree for values up to it, tree for values above)."""


class Forest:
    """Gradient-boosted decision trees (J. H. Friedman, 2001) on named features. The output is a likelihood."""

    def __init__(self, names: Sequence[str] = (), trees: Sequence[Tree] = (), base: float = 0.0) -> None:
        """Compile the trees.

        ``names`` are the features, in the order in which trees number them. ``base`` is the log odds without any tree.
        """
        self.names = tuple(names)
        self._sum = _compiled(self.names, trees, base)

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Forest:
        """Build a forest from what ``tools.fitting`` wrote: ``names``, ``base``, and ``trees`` as nested lists.

        Raises:
            ValueError, KeyError, TypeError: the data has another form.
        """
        return cls([str(name) for name in data["names"]], [_tree(tree) for tree in data["trees"]], float(data["base"]))

    def likelihood(self, features: Mapping[str, float]) -> float:
        """Return the likelihood, from 0 to 1. ``features`` must hold at least those in ``names``."""
        return 1.0 / (1.0 + exp(-max(-30.0, min(30.0, self._sum(features)))))


def _tree(data: Any) -> Tree:
    if isinstance(data, (int, float)):
        return float(data)
    feature, threshold, below, above = data
    return int(feature), float(threshold), _tree(below), _tree(above)


def _compiled(names: Sequence[str], trees: Sequence[Tree], base: float) -> Callable[[Mapping[str, float]], float]:
    """Compile all trees into one Python function that returns their sum, four times as fast as walking the trees.

    Only numbers and quoted names come from the data, so no other code can run.
    """
    used = sorted(frozenset[int]().union(*map(_features_of, trees)))
    lines = ["def total(features):", f"    sum = {float(base)!r}"]
    lines += [f"    f{feature} = features[{names[feature]!r}]" for feature in used]
    lines += [f"    sum += {_expression(tree)}" for tree in trees]
    lines.append("    return sum")
    defined: dict[str, Any] = {}
    exec("\n".join(lines), defined)  # as dataclasses and namedtuple do
    return cast("Callable[[Mapping[str, float]], float]", defined["total"])


def _features_of(tree: Tree) -> frozenset[int]:
    """Return the indexes of the features that a tree uses."""
    if not isinstance(tree, tuple):
        return frozenset()
    return _features_of(tree[2]) | _features_of(tree[3]) | {int(tree[0])}


def _expression(tree: Tree) -> str:
    if not isinstance(tree, tuple):
        return repr(float(tree))
    feature, threshold, below, above = tree
    return f"({_expression(below)} if f{int(feature)} <= {float(threshold)!r} else {_expression(above)})"
