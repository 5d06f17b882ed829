"""The reason for a change, as somebody typed it or as the desk writes it itself."""

from __future__ import annotations

from bot.desk.errors import Invalid
from bot.facts import limits
from bot.plain import is_blank, tidy


def typed_reason(why: str, field: str = "why") -> str:
    """Return a typed reason on one line; empty where nothing was typed that anybody can see.

    Raises:
        Invalid: it is too long; the message has its length and the limit.
    """
    line = " ".join(tidy(why).split())
    if is_blank(line):
        return ""
    if wrong := limits.excess(len(line), limits.REASON, "characters"):
        raise Invalid(f"reason: {wrong}; shorten it", {field: f"{wrong}; shorten it"})
    return line


def own_reason(text: str) -> str:
    """Return a reason that the desk puts together, cut to what a reason may have."""
    return " ".join(text.split())[: limits.REASON].rstrip()
