"""Read phrasings as they are typed, one per line, and counterexamples after ``not:``."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from bot.facts import limits
from bot.plain import is_blank, tidy

MARK = "not: "
"""Marks a counterexample in a field that holds phrasings, too."""

_MARKED = re.compile(r"\s*not\s*:\s*(.*)", re.IGNORECASE)


def asked_text(phrasings: str, counterexamples: str) -> str:
    """Join phrasings and counterexamples, one per line, to the text of one form field."""
    marked = [f"{MARK}{line}" for line in counterexamples.split("\n") if line.strip()]
    return "\n".join(filter(None, (phrasings, *marked)))


def read_asked(text: str, phrasings: str, counterexamples: str) -> tuple[str, str]:
    """Split a text of `asked_text` into phrasings and counterexamples, one per line each.

    ``phrasings`` and ``counterexamples`` are what the text was made from. If nobody changed it, they come back exactly;
    a phrasing among them that begins with ``not:`` stays a phrasing.
    """
    typed = _ends(text)
    if typed.strip() == _ends(asked_text(phrasings, counterexamples)).strip():
        return phrasings, counterexamples
    known = Counter(line.strip() for line in _ends(phrasings).split("\n"))
    asked: list[str] = []
    declined: list[str] = []
    for line in typed.split("\n"):
        marked = _MARKED.fullmatch(line)
        if marked is None or known[line.strip()]:
            known[line.strip()] -= 1
            asked.append(line)
        elif marked[1].strip():
            declined.append(marked[1].strip())
    return "\n".join(asked), "\n".join(declined)


def new_lines(typed: Iterable[str], known: Iterable[str]) -> list[str]:
    """Return the phrasings that aren't known yet, tidied and without duplicates."""
    held = {each.casefold() for each in known}
    tidied = (" ".join(tidy(each).split())[: limits.PHRASING].strip() for each in typed)
    lines = {words.casefold(): words for words in tidied if not is_blank(words)}
    return [words for folded, words in lines.items() if folded not in held]


def _ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
