"""Name the entries of lists that people pick from, so that no two look alike and none is empty or too long."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from bot.desk.cards.search_text import readable_line
from bot.desk.cards.spoilers import Teller
from bot.desk.state.ids import handle
from bot.facts.models import Fact, Production, State
from bot.messages import N_, translated

MAX_LENGTH = 100
"""Maximum length of a choice or a menu option on Discord, in characters."""

_MAX_DETAIL = 44
"""Maximum length of a detail that distinguishes two names, such as a title."""

_MIN_WORDS = 12
"""Minimum length of the words that remain before the details."""

_BLANKS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Letters and marks that fonts draw as blanks, although Unicode doesn't classify them as invisible."""

_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zs", "Zl", "Zp"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something to be named: its words, and details that distinguish it from others with the same words, best first.

    ``id`` replaces invisible words. It is also the last detail, unless ``secret``.
    """

    words: str
    details: tuple[str, ...]
    id: str
    secret: bool = False


def visible(text: str) -> bool:
    """Return whether a text has any visible character."""
    return any(
        mark not in _BLANKS and unicodedata.category(mark) not in _INVISIBLE for mark in _SELECTORS.sub("", text)
    )


def choice_names(candidates: Sequence[Candidate], longest: int = MAX_LENGTH) -> tuple[str, ...]:
    """Return a name of 1 to ``longest`` characters for each candidate, in order. No two names look alike.

    Names that look alike get the first of their details that differs, then the next, and finally a number.
    """
    bases = [_base(each, longest) for each in candidates]
    names, details = list(bases), [list[str]() for _ in candidates]
    for level in range(max((len(each.details) for each in candidates), default=0) + 1):
        alike = _alike(names)
        if not alike:
            break
        for group in alike:
            differences = [_detail(candidates[each], level) for each in group]
            if len(set(map(_appearance, differences))) == 1:
                continue
            for each, detail in zip(group, differences, strict=True):
                if visible(detail):
                    details[each].append(detail)
                    names[each] = _joined(bases[each], ", ".join(details[each]), longest)
    return _numbered(names, longest)


def fact_names(
    facts: Sequence[Fact],
    tell: Teller,
    title_of: Callable[[Fact], str],
    longest: int = MAX_LENGTH,
    *,
    topic: bool = True,
) -> tuple[str, ...]:
    """Name facts by topic and text, and by title, subject and id if they are needed to distinguish them.

    ``tell`` returns what the list may show of a fact; the subject is left out if the text is withheld. ``title_of``
    returns the title of a fact's production. If the facts have several productions, names start with the title unless
    the text mentions it.
    """
    several = len({each.production for each in facts}) > 1
    return choice_names([_of_fact(each, tell, title_of(each), topic=topic, titled=several) for each in facts], longest)


def production_names(productions: Iterable[Production], longest: int = MAX_LENGTH) -> tuple[str, ...]:
    """Name productions by title, and by id if two have the same title."""
    return choice_names([Candidate(each.title, (), each.id) for each in productions], longest)


def _of_fact(fact: Fact, tell: Teller, title: str, *, topic: bool, titled: bool) -> Candidate:
    shown = tell(fact)
    named = titled and _appearance(title) not in _appearance(shown.text)
    head = f"{_short(title, _MAX_DETAIL)} · " if named and visible(title) else ""
    words = _line(fact, shown.text, topic=topic)
    text = words if visible(shown.text) else f"{words} ({fact.id})"
    return Candidate(f"{head}{text}", ("" if named else title, "" if shown.withheld else fact.subject), fact.id)


def _line(fact: Fact, text: str, *, topic: bool) -> str:
    """Describe a fact on one line: its topic, its state unless it is live, and its text."""
    state = "" if fact.state is State.LIVE else f" [{translated(_STATES[fact.state])}]"
    return f"{fact.topic}{state}: {text}" if topic or state else text


_STATES = {State.RETIRED: N_("retired"), State.MERGED: N_("merged"), State.WITHDRAWN: N_("withdrawn")}


def _base(candidate: Candidate, longest: int) -> str:
    words = _short(candidate.words, longest)
    return words if visible(words) else _short(_id(candidate.id, longest), longest)


def _detail(candidate: Candidate, level: int) -> str:
    if level < len(candidate.details):
        return _short(candidate.details[level], _MAX_DETAIL)
    return "" if candidate.secret or level > len(candidate.details) else _id(candidate.id, _MAX_DETAIL)


def _id(name: str, longest: int) -> str:
    """Shorten an id that is too long; its handle at the end keeps it unique."""
    if len(name) <= longest:
        return name
    mark = handle(name)
    return f"{name[: longest - len(mark) - 1]}…{mark}"


def _joined(base: str, detail: str, longest: int) -> str:
    """Append details to the words, and shorten the words as needed."""
    end = f" ({_short(detail, longest - _MIN_WORDS - 3)})"
    return _short(base, longest - len(end)) + end


def _numbered(names: Sequence[str], longest: int) -> tuple[str, ...]:
    """Append a number to each name that looks like another one."""
    counts = Counter(map(_appearance, names))
    used: set[str] = set()
    result = []
    for name in names:
        number, numbered = 1, name if counts[_appearance(name)] == 1 else f"{_short(name, longest - 4)} (1)"
        while _appearance(numbered) in used:
            number += 1
            end = f" ({number})"
            numbered = _short(name, longest - len(end)) + end
        used.add(_appearance(numbered))
        result.append(numbered)
    return tuple(result)


def _alike(names: Sequence[str]) -> list[list[int]]:
    groups: defaultdict[str, list[int]] = defaultdict(list)
    for number, name in enumerate(names):
        groups[_appearance(name)].append(number)
    return [group for group in groups.values() if len(group) > 1]


def _appearance(text: str) -> str:
    """Normalise a text to how it looks: without invisible characters, compatibility variants and case."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    seen = "".join(mark if mark not in _BLANKS and unicodedata.category(mark) != "Cf" else " " for mark in folded)
    return " ".join(_SELECTORS.sub("", seen).split())


def _short(text: str, longest: int) -> str:
    return readable_line(text, longest)
