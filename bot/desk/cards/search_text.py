"""Normalise text for search, and clean it for showing on one line."""

from __future__ import annotations

import re
import unicodedata

from bot.facts.folding import folded
from bot.plain import clipped, short_line

_MAX_LENGTH = 1000
_MENTION = re.compile(r"<(?:@[!&]?|#|a?:\w{1,40}:|/[^:>]{1,100}:)\d{1,20}>")


def normal(text: str) -> str:
    """Normalise text: lower case, no accents or punctuation, single spaces. Only the first 1,000 characters count."""
    return folded(text[:_MAX_LENGTH])


def readable_line(text: str, longest: int) -> str:
    """Return text on one line for storing and showing: without mentions and invisible characters, cut to length."""
    text = text[: longest * 10]
    if text.isascii() and text.isprintable() and "<" not in text:  # most texts; there is nothing to take out
        return clipped(" ".join(text.split()), longest)
    bare = _MENTION.sub(" ", text)
    if not bare.isprintable():  # most texts are printable, and need no check of each character
        bare = "".join(" " if character.isspace() else character for character in bare if _visible(character))
    return short_line(bare, longest)


def _visible(character: str) -> bool:
    return character.isspace() or unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co", "Cn")
