"""Load what all engines share: the lexicon, the words of its languages, and the likelihood model."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path

import orjson

from bot.answers.caching import Cache
from bot.answers.correction.language_words import AllWords
from bot.answers.language.lexicon import Lexicon
from bot.answers.language.lexicon_building import build_lexicon
from bot.answers.language.lexicon_parts import lexicon_from_parts, lexicon_to_parts
from bot.answers.ranking.decision_trees import Forest
from bot.answers.ranking.features import FEATURES

log = logging.getLogger(__name__)

_CACHED = "words"
_LEXICON_PARTS = 5


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What engines know whatever the facts are. Several engines can share it.

    ``digest`` tells it from another lexicon's. Without trees, every candidate has a likelihood of 0.5.
    """

    lexicon: Lexicon
    words: AllWords
    likelihood: Forest = field(default_factory=Forest)
    digest: str = ""

    @classmethod
    def load(cls, folder: Path, cache: Cache | None = None) -> Knowledge:
        """Read the lexicon of a folder, and its ``forest.json`` if it exists.

        With a cache, what was computed from the same files is read from there, or written there.

        Raises:
            OSError, ValueError: a file is missing or invalid.
        """
        digest = _digest(folder)
        lexicon, words = (_cached(cache, digest) if cache else None) or _built(folder, cache, digest)
        return cls(lexicon, words, load_likelihood(folder / "forest.json"), digest)


def _cached(cache: Cache, digest: str) -> tuple[Lexicon, AllWords] | None:
    parts = cache.read(_CACHED, digest)
    if parts is None:
        return None
    try:
        lexicon = lexicon_from_parts(parts[:_LEXICON_PARTS])
        return lexicon, AllWords.from_parts(lexicon, parts[_LEXICON_PARTS:])
    except Exception as fault:  # noqa: BLE001 - whatever somebody wrote there, the data files are what counts
        log.warning("the cache of words isn't used (%s)", type(fault).__name__)
        return None


def _built(folder: Path, cache: Cache | None, digest: str) -> tuple[Lexicon, AllWords]:
    lexicon = build_lexicon(folder)
    words = AllWords.of_lexicon(lexicon)
    if cache is not None:
        cache.write(_CACHED, digest, [*lexicon_to_parts(lexicon), *words.to_parts()])
    return lexicon, words


def _digest(folder: Path) -> str:
    """Return a digest of all data files of a folder."""
    digest = blake2b(digest_size=16)
    for path in _data_files(folder):
        data = path.read_bytes()
        digest.update(f"{path.name} {len(data)} ".encode())
        digest.update(data)
    return digest.hexdigest()


def _data_files(folder: Path) -> Iterator[Path]:
    yield from sorted(path for path in folder.iterdir() if path.suffix in (".json", ".jsonl", ".gz"))


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
