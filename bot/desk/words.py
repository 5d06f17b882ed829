"""Texts made comparable: one normal form for what people type, and what lists are searched by."""

from __future__ import annotations

import re
import unicodedata

_NOT_WORD = re.compile(r"[^\w]+", re.UNICODE)
_LONGEST = 1000


def normal(text: str) -> str:
    """Lower case, no accents, no punctuation, single spaces; at most the first 1,000 characters are read."""
    folded = unicodedata.normalize("NFKD", text[:_LONGEST].casefold())
    bare = "".join(character for character in folded if not unicodedata.combining(character))
    return _NOT_WORD.sub(" ", bare).replace("_", " ").strip()
