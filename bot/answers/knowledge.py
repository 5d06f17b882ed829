"""Load what all engines share: the lexicon and the likelihood model."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import orjson

from bot.answers.language.lexicon import Lexicon
from bot.answers.ranking.decision_trees import Forest
from bot.answers.ranking.features import FEATURES


@dataclass(frozen=True, slots=True)
class Knowledge:
    """The lexicon and the likelihood model (decision trees). Several engines can share one.

    Without trees, every candidate has a likelihood of 0.5.
    """

    lexicon: Lexicon
    likelihood: Forest = field(default_factory=Forest)

    @classmethod
    def load(cls, folder: Path) -> Knowledge:
        """Read the lexicon of a folder, and its ``forest.json`` if it exists.

        Raises:
            OSError, ValueError: a file is missing or invalid.
        """
        return cls(Lexicon.load(folder), load_likelihood(folder / "forest.json"))


def load_likelihood(path: Path) -> Forest:
    """Read the decision trees that ``python -m tools.fitting`` wrote; an empty forest without a file.

    Raises:
        OSError, ValueError: the file can't be read, or the trees use features that nothing computes.
    """
    if not path.exists():
        return Forest()
    forest = Forest.of(orjson.loads(path.read_bytes()))
    unknown = [name for name in forest.names if name not in FEATURES]
    if unknown:
        raise ValueError(f"{path}: no feature is called {unknown[0]!r}; grow the trees anew: python -m tools.fitting")
    return forest
