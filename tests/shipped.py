"""Load the shipped data once per process, because reading the lexicon takes seconds and 80 MB."""

from __future__ import annotations

from functools import lru_cache

from bot.answers.knowledge import Knowledge
from bot.answers.language.lexicon import Lexicon
from bot.data import lexicon_folder


@lru_cache(maxsize=1)
def knowledge() -> Knowledge:
    """Return the engine's knowledge. It is never changed, so all engines of a process can share it."""
    return Knowledge.load(lexicon_folder())


def lexicon() -> Lexicon:
    """Return the lexicon."""
    return knowledge().lexicon
