"""Read typed phrasings, one per line, with counterexamples after ``not:``."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from bot.facts import limits
from bot.plain import is_blank, tidy

MARK = "not: "
"""Marks a counterexample in a field of phrasings."""

_MARKED = re.compile(r"\s*not\s*:\s*(.*)", re.IGNORECASE)


def asked_text(phrasings: str, counterexamples: str) -> str:
    """Join phrasings and counterexamples into the text of one form field, one per line."""
    marked = [f"{MARK}{line}" for line in counterexamples.split("\n") if line.strip()]
    return "\n".join(filter(None, (phrasings, *marked)))


def read_asked(text: str, phrasings: str, counterexamples: str) -> tuple[str, str]:
    """Split the text of a form field into phrasings and counterexamples, one per line each.

    ``phrasings`` and ``counterexamples`` are what `asked_text` made the field from. If the text is unchanged, they are
    returned exactly. A phrasing among them that starts with ``not:`` stays a phrasing.
    """
    typed = _normal_line_ends(text)
    if typed.strip() == _normal_line_ends(asked_text(phrasings, counterexamples)).strip():
        return phrasings, counterexamples
    known = Counter(line.strip() for line in _normal_line_ends(phrasings).split("\n"))
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
    """Return the phrasings that aren't known yet, cleaned and without duplicates."""
    seen = {each.casefold() for each in known}
    tidied = (" ".join(tidy(each).split())[: limits.PHRASING].strip() for each in typed)
    lines = {words.casefold(): words for words in tidied if not is_blank(words)}
    return [words for folded, words in lines.items() if folded not in seen]


def _normal_line_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
