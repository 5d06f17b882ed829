"""Writes how often English words are used: ``python -m tools.word_counts`` makes a word list from pyspellchecker's.

pyspellchecker (MIT) counts words in English subtitles. It is installed for development only, because the bot needs one
of its twelve languages and none of its code.
"""

from __future__ import annotations

import gzip
import sys
from collections.abc import Mapping
from itertools import groupby

from spellchecker import SpellChecker

from bot.answers.language.word_counts import WORD_COUNTS
from bot.data import lexicon_folder


def counts() -> Mapping[str, int]:
    """Return how often each word is used."""
    found: Mapping[str, int] = SpellChecker(language="en").word_frequency.dictionary
    return found


def text(counted: Mapping[str, int]) -> str:
    """Write counts as `bot.answers.language.word_counts` reads them: one line a count, with its words sorted."""
    by_count = sorted(counted, key=lambda word: (-counted[word], word))
    return "".join(f"{count} {' '.join(words)}\n" for count, words in groupby(by_count, key=counted.__getitem__))


def main() -> int:
    """Write the list and say how large it is."""
    counted = counts()
    path = lexicon_folder() / WORD_COUNTS
    path.write_bytes(gzip.compress(text(counted).encode(), 9, mtime=0))
    sys.stdout.write(f"{path}: {len(counted):,} words, {path.stat().st_size:,} bytes\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
