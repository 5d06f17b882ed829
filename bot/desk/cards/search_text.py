"""Make texts comparable: one normal form for what people type, and what lists are searched by."""

from __future__ import annotations

import re
import unicodedata

_NOT_WORD = re.compile(r"[\W_]+")
_LONGEST = 1000


def normal(text: str) -> str:
    """Normalise text: lower case, no accents or punctuation, single spaces. Only the first 1,000 characters count."""
    bare = text[:_LONGEST].casefold()
    if not bare.isascii():
        folded = unicodedata.normalize("NFKD", bare).casefold()
        bare = "".join(character for character in folded if not unicodedata.combining(character))
    return _NOT_WORD.sub(" ", bare).strip()


_MENTION = re.compile(r"<(?:@[!&]?|#|a?:\w{1,40}:|/[^:>]{1,100}:)\d{1,20}>")


def one_line(text: str, longest: int) -> str:
    """Put text on one line for storing and showing: no mentions, no control or invisible characters, cut to length."""
    bare = _MENTION.sub(" ", text[: longest * 10])
    if not bare.isprintable():  # of the many that are, no character has to be looked at
        bare = "".join(" " if character.isspace() else character for character in bare if _visible(character))
    line = " ".join(bare.split())
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


def _visible(character: str) -> bool:
    return character.isspace() or unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co", "Cn")
