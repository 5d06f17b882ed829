"""Ways of asking as they are typed, one a line: phrasings, and behind ``not:`` what the fact does not answer."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from bot.facts import limits
from bot.plain import is_blank, tidy

MARK = "not: "
"""Before a counterexample, where phrasings and counterexamples stand in one field."""

_MARKED = re.compile(r"\s*not\s*:\s*(.*)", re.IGNORECASE)


def asked_text(phrasings: str, counterexamples: str) -> str:
    """Phrasings and counterexamples, each one a line, as one text for one field of a form."""
    marked = [f"{MARK}{line}" for line in counterexamples.split("\n") if line.strip()]
    return "\n".join(filter(None, (phrasings, *marked)))


def read_asked(text: str, phrasings: str, counterexamples: str) -> tuple[str, str]:
    """The phrasings and the counterexamples that a text of ``asked_text`` says, each one a line.

    ``phrasings`` and ``counterexamples`` are those that the text was made of: where nobody touched it, they come back
    exactly, and a phrasing among them that itself begins with ``not:`` stays one.
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
    """Which of some ways of asking are not known yet, tidied; the same one typed twice counts once."""
    held = {each.casefold() for each in known}
    tidied = (" ".join(tidy(each).split())[: limits.PHRASING].strip() for each in typed)
    lines = {words.casefold(): words for words in tidied if not is_blank(words)}
    return [words for folded, words in lines.items() if folded not in held]


def _ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
