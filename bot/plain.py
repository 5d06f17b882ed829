"""Make untrusted text safe to show and to store: no control characters, and nothing invisible."""

from __future__ import annotations

import re
import unicodedata

_OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_BREAKS = re.compile("[\t\n\u2028\u2029]+")
_TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")

_TAGS = "\U000e0001\U000e0020-\U000e007f"
_NEEDLESS = re.compile(
    f"(\U0001f3f4[{_TAGS}]+)"  # the flags of England, Scotland and Wales are spelled with tags
    f"|[\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb{_TAGS}]"
)
_ENDS = re.compile("^[\\s\u200c\u200d\ufe00-\ufe0f]+|[\\s\u200c\u200d]+$")

_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zs", "Zl", "Zp", "Mn", "Me"})
_BLANK_LETTERS = frozenset("\u115f\u1160\u2800\u3164\uffa0\ufffc\U0001d159")
"""Characters that count as letters or symbols but show nothing: fillers, the empty braille cell, placeholders."""


def harmless(text: str) -> str:
    """Return the text with control characters shown as U+FFFD, without direction marks; line breaks and tabs stay."""
    return _TURNING.sub("", _OBEYED.sub("\N{REPLACEMENT CHARACTER}", text.replace("\r\n", "\n")))


def without_control(text: str) -> str:
    """Return the text with control characters shown as U+FFFD; line ends, tabs and direction marks stay."""
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)


def one_line(text: str) -> str:
    """Return `harmless` text with line breaks and tabs as spaces; wider gaps stay, because they align columns."""
    return _BREAKS.sub(" ", harmless(text))


def short_line(text: str, limit: int) -> str:
    """Return `harmless` text with single spaces for every gap, cut to ``limit`` characters as `clipped` does."""
    return clipped(" ".join(harmless(text).split()), limit)


def clipped(text: str, limit: int) -> str:
    """Cut a text to ``limit`` characters, with an ellipsis where something is missing."""
    return text if len(text) <= limit else text[: max(limit - 1, 0)].rstrip() + "…"


def is_blank(text: str) -> bool:
    """Return whether a text shows nothing: it is empty, or has only spaces, marks and other invisible characters."""
    if text.isascii():
        return not text.strip() or not any("!" <= sign <= "~" for sign in text)
    return all(unicodedata.category(sign) in _UNSEEN or sign in _BLANK_LETTERS for sign in text)


def tidy(text: str) -> str:
    """Return a name without direction marks and zero-width characters, and without spaces around it.

    Joiners inside stay: some scripts and emoji need them.
    """
    if text.isascii():
        return text.strip()
    return _ENDS.sub("", _NEEDLESS.sub(r"\1", text))


def escaped_unseen(text: str) -> str:
    """Return the text with every character that doesn't print as its escape: ``\\x1b``, ``\\u200b``.

    If the whole text shows nothing, every character is escaped.
    """
    if is_blank(text):
        return text.encode("unicode_escape").decode()
    if text.isascii() and text.isprintable():
        return text
    return "".join(sign if _prints(sign) else sign.encode("unicode_escape").decode() for sign in text)


def _prints(sign: str) -> bool:
    return sign.isprintable() and sign not in _BLANK_LETTERS
