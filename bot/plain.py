"""Text that nobody vouches for, made harmless to show: nothing in it that a terminal or a log reader would obey."""

from __future__ import annotations

import re

_OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_BREAKS = re.compile("[\t\n\u2028\u2029]+")


def harmless(text: str) -> str:
    """The text with control characters shown as U+FFFD, and direction marks left out; line breaks and tabs stay."""
    return _TURNING.sub("", _OBEYED.sub("\N{REPLACEMENT CHARACTER}", text.replace("\r\n", "\n")))


def one_line(text: str) -> str:
    """`harmless`, with line breaks and tabs as spaces."""
    return _BREAKS.sub(" ", harmless(text))
