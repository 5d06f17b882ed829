"""A boosted forest of small decision trees, read from data: many yes-or-no questions on figures, added up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import exp
from typing import Any

Tree = float | tuple[int, float, "Tree", "Tree"]
"""A leaf, or: number of a figure, threshold, the tree for figures up to it, and the tree for those above."""


class Forest:
    """Gradient-boosted trees (J. H. Friedman, 2001) on named figures; what they say is a likelihood."""

    def __init__(self, names: Sequence[str], trees: Sequence[Tree], base: float) -> None:
        """``names`` are the figures in order, ``base`` the log odds before any tree speaks."""
        self.names = tuple(names)
        self._trees = tuple(trees)
        self._base = base

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Forest:
        """The forest that ``tools.fitting`` wrote: ``names``, ``base`` and ``trees`` as nested lists.

        Raises:
            ValueError, KeyError, TypeError: the data is not that.
        """
        return cls([str(name) for name in data["names"]], [_tree(tree) for tree in data["trees"]], float(data["base"]))

    def likelihood(self, figures: Sequence[float]) -> float:
        """The likelihood, from 0 to 1; ``figures`` in the order of ``names``."""
        total = self._base
        for tree in self._trees:
            while isinstance(tree, tuple):
                tree = tree[2] if figures[tree[0]] <= tree[1] else tree[3]
            total += tree
        return 1.0 / (1.0 + exp(-max(-30.0, min(30.0, total))))


def _tree(data: Any) -> Tree:
    if isinstance(data, (int, float)):
        return float(data)
    figure, threshold, below, above = data
    return int(figure), float(threshold), _tree(below), _tree(above)
