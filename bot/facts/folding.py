"""Fold text for comparing: without case, accents and punctuation. Nothing else in ``bot`` takes accents away."""

from __future__ import annotations

import re
import unicodedata

_LETTERS = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})
_NOT_WORD = re.compile(r"[\W_]+")


def without_accents(text: str, *, compatible: bool = True) -> str:
    """Remove accents and other combining marks; case and punctuation stay.

    With ``compatible``, variants become the letters that they stand for: ``ﬁ`` is ``fi`` and ``²`` is ``2``.
    """
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFKD" if compatible else "NFD", text)
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))


def folded(text: str) -> str:
    """Fold text: lower case, no accents, no punctuation, single spaces."""
    plain = text.casefold()
    if not plain.isascii():
        plain = without_accents(plain).casefold()  # a variant such as ℌ becomes a capital
    if plain.replace(" ", "").isalnum():  # as most phrasings: this takes a third of the time
        return " ".join(plain.split())
    return _NOT_WORD.sub(" ", plain).strip()


def folded_name(name: str) -> str:
    """Fold a name. Letters that have no accent to remove become what people type instead: ``ø`` is ``o``."""
    return folded(name.casefold().translate(_LETTERS))
