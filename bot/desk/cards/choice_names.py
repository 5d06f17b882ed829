"""Name the entries of lists that people pick from: no two alike, none empty, none too long."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from bot.desk.cards.search_text import one_line
from bot.desk.cards.spoilers import Teller
from bot.desk.state.ids import handle
from bot.facts.models import Fact, Production, State
from bot.messages import N_, translated

LONGEST = 100
"""Characters that Discord takes for the name of a choice and for the label of a menu's option."""

_DETAIL = 44
"""Characters of one detail, such as a title, that tells two names apart."""

_LEAST = 12
"""Characters of the words that stay beside the details."""

_BLANKS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Letters and marks that fonts draw as nothing at all, although Unicode does not call them invisible."""

_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zs", "Zl", "Zp"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something to be named: its words, and what tells it from others with the same words, best first.

    ``id`` stands in for words that cannot be seen; it is the last of the details unless ``secret``.
    """

    words: str
    details: tuple[str, ...]
    id: str
    secret: bool = False


def visible(text: str) -> bool:
    """Tell whether a reader sees anything of a text."""
    return any(mark not in _BLANKS and unicodedata.category(mark) not in _UNSEEN for mark in _SELECTORS.sub("", text))


def choice_names(candidates: Sequence[Candidate], longest: int = LONGEST) -> tuple[str, ...]:
    """Name each candidate in 1 to ``longest`` characters, in order; no two names look alike.

    Names that look alike get the first of their details that differs, then the next, and at last a number.
    """
    bases = [_base(each, longest) for each in candidates]
    names, details = list(bases), [list[str]() for _ in candidates]
    for level in range(max((len(each.details) for each in candidates), default=0) + 1):
        alike = _alike(names)
        if not alike:
            break
        for group in alike:
            told = [_detail(candidates[each], level) for each in group]
            if len(set(map(_look, told))) == 1:
                continue
            for each, detail in zip(group, told, strict=True):
                if visible(detail):
                    details[each].append(detail)
                    names[each] = _joined(bases[each], ", ".join(details[each]), longest)
    return _numbered(names, longest)


def fact_names(
    facts: Sequence[Fact], tell: Teller, title_of: Callable[[Fact], str], longest: int = LONGEST, *, topic: bool = True
) -> tuple[str, ...]:
    """Name facts by topic and text, and by title, subject and id where those are needed to tell them apart.

    ``tell`` gives what may be said of a fact in such a list; where that is not its text, its subject is left out, too.
    ``title_of`` gives the title of a fact's production. Where the facts are of several productions, each fact that
    does not mention its own is named with its title.
    """
    several = len({each.production for each in facts}) > 1
    return choice_names([_of_fact(each, tell, title_of(each), topic=topic, titled=several) for each in facts], longest)


def production_names(productions: Iterable[Production], longest: int = LONGEST) -> tuple[str, ...]:
    """Name productions by their titles, with the id where two have the same title."""
    return choice_names([Candidate(each.title, (), each.id) for each in productions], longest)


def _of_fact(fact: Fact, tell: Teller, title: str, *, topic: bool, titled: bool) -> Candidate:
    told = tell(fact)
    named = titled and _look(title) not in _look(told.text)
    head = f"{_short(title, _DETAIL)} · " if named and visible(title) else ""
    words = _line(fact, told.text, topic=topic)
    text = words if visible(told.text) else f"{words} ({fact.id})"
    return Candidate(f"{head}{text}", ("" if named else title, "" if told.withheld else fact.subject), fact.id)


def _line(fact: Fact, text: str, *, topic: bool) -> str:
    """Describe a fact on one line for moderators: its topic, its state unless it is live, its text."""
    state = "" if fact.state is State.LIVE else f" [{translated(_STATES[fact.state])}]"
    return f"{fact.topic}{state}: {text}" if topic or state else text


_STATES = {State.RETIRED: N_("retired"), State.MERGED: N_("merged"), State.WITHDRAWN: N_("withdrawn")}


def _base(candidate: Candidate, longest: int) -> str:
    words = _short(candidate.words, longest)
    return words if visible(words) else _short(_id(candidate.id, longest), longest)


def _detail(candidate: Candidate, level: int) -> str:
    if level < len(candidate.details):
        return _short(candidate.details[level], _DETAIL)
    return "" if candidate.secret or level > len(candidate.details) else _id(candidate.id, _DETAIL)


def _id(name: str, longest: int) -> str:
    """Cut an id that is too long, and end it with what no other id has."""
    if len(name) <= longest:
        return name
    mark = handle(name)
    return f"{name[: longest - len(mark) - 1]}…{mark}"


def _joined(base: str, detail: str, longest: int) -> str:
    """Put details behind words; the words give way, but not altogether."""
    end = f" ({_short(detail, longest - _LEAST - 3)})"
    return _short(base, longest - len(end)) + end


def _numbered(names: Sequence[str], longest: int) -> tuple[str, ...]:
    """Put a number behind each name that looks like an earlier one."""
    often = Counter(map(_look, names))
    seen: set[str] = set()
    told = []
    for name in names:
        number, numbered = 1, name if often[_look(name)] == 1 else f"{_short(name, longest - 4)} (1)"
        while _look(numbered) in seen:
            number += 1
            end = f" ({number})"
            numbered = _short(name, longest - len(end)) + end
        seen.add(_look(numbered))
        told.append(numbered)
    return tuple(told)


def _alike(names: Sequence[str]) -> list[list[int]]:
    groups: defaultdict[str, list[int]] = defaultdict(list)
    for number, name in enumerate(names):
        groups[_look(name)].append(number)
    return [group for group in groups.values() if len(group) > 1]


def _look(text: str) -> str:
    """Reduce a text to what readers tell it by: no invisible marks, one form for compatible letters, no case."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    seen = "".join(mark if mark not in _BLANKS and unicodedata.category(mark) != "Cf" else " " for mark in folded)
    return " ".join(_SELECTORS.sub("", seen).split())


def _short(text: str, longest: int) -> str:
    return one_line(text, longest)
