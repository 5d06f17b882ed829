"""A boosted forest of small decision trees, read from data: many yes-or-no questions on figures, added up."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import exp
from typing import Any, cast

Tree = float | tuple[int, float, "Tree", "Tree"]
"""A leaf, or: number of a figure, threshold, the tree for figures up to it, and the tree for those above."""


class Forest:
    """Gradient-boosted trees (J. H. Friedman, 2001) on named figures; what they say is a likelihood."""

    def __init__(self, names: Sequence[str], trees: Sequence[Tree], base: float) -> None:
        """``names`` are the figures in order, ``base`` the log odds before any tree speaks."""
        self.names = tuple(names)
        self._sum = _compiled(trees, base)

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Forest:
        """The forest that ``tools.fitting`` wrote: ``names``, ``base`` and ``trees`` as nested lists.

        Raises:
            ValueError, KeyError, TypeError: the data is not that.
        """
        return cls([str(name) for name in data["names"]], [_tree(tree) for tree in data["trees"]], float(data["base"]))

    def likelihood(self, figures: Sequence[float]) -> float:
        """The likelihood, from 0 to 1; ``figures`` in the order of ``names``."""
        return 1.0 / (1.0 + exp(-max(-30.0, min(30.0, self._sum(figures)))))


def _tree(data: Any) -> Tree:
    if isinstance(data, (int, float)):
        return float(data)
    figure, threshold, below, above = data
    return int(figure), float(threshold), _tree(below), _tree(above)


def _compiled(trees: Sequence[Tree], base: float) -> Callable[[Sequence[float]], float]:
    """The sum of all trees as a function of Python: a quarter of the time that walking through them takes.

    Only numbers come from the data, so nothing else is ever run.
    """
    used = sorted(frozenset[int]().union(*map(_asks_about, trees)))
    lines = ["def total(figures):", f"    sum = {float(base)!r}"]
    lines += [f"    f{figure} = figures[{figure}]" for figure in used]
    lines += [f"    sum += {_expression(tree)}" for tree in trees]
    lines.append("    return sum")
    names: dict[str, Any] = {}
    exec("\n".join(lines), names)  # the technique of dataclasses and namedtuple
    return cast("Callable[[Sequence[float]], float]", names["total"])


def _asks_about(tree: Tree) -> frozenset[int]:
    """The figures that a tree asks about."""
    if not isinstance(tree, tuple):
        return frozenset()
    return _asks_about(tree[2]) | _asks_about(tree[3]) | {int(tree[0])}


def _expression(tree: Tree) -> str:
    if not isinstance(tree, tuple):
        return repr(float(tree))
    figure, threshold, below, above = tree
    return f"({_expression(below)} if f{int(figure)} <= {float(threshold)!r} else {_expression(above)})"
