"""A follow-up question: what it leaves out, taken from what was spoken of before."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from bot.answers.answer import Context
from bot.answers.language.digits import counted, whole
from bot.answers.language.terms import CONTENT, LIGHT, MARK, Item, Reading
from bot.answers.ranking.retrieval import Found
from bot.answers.ranking.scoring import Scored
from bot.answers.titles.title_index import Named

SMALL = 4
"""Productions of a store that one may speak of as "the first" and "the new one" without having named any."""
_ORDINALS = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "fifth": 5, "sixth": 6}
_NUMBERED = frozenset(("movie", "film", "part", "number"))
_ONES = frozenset(
    "one ones film movie show series part instalment installment game remake reboot sequel original".split()  # noqa: SIM905
)


def bare(reading: Reading, found: Found) -> bool:
    """Whether a question only names a production ("what about part two?") and asks nothing of it."""
    if any(kind != "which" for _, kind in reading.kinds) or not found.matches:
        return False
    named = max(found.matches.values(), key=lambda match: (match.strength, len(match.positions)))
    return bool(named.positions) and all(
        item.weight <= LIGHT or all(at in named.positions for at in range(item.start, item.end))
        for item in reading.items
    )


def empty(reading: Reading) -> bool:
    """Whether a question asks nothing by itself ("and the first one?")."""
    asks = any(kind != "which" for _, kind in reading.kinds)
    return not asks and all(item.weight <= LIGHT for item in reading.items)


def elliptic(reading: Reading) -> bool:
    """Whether a question may leave out what it asks: it has no question word, and little else."""
    said = [item for item in reading.items if item.weight > LIGHT]
    return not any(kind != "which" for _, kind in reading.kinds) and 0 < len(said) <= 3 and not reading.yesno


_SEASONAL = ("@s", "@e", "@p")


def narrowing(reading: Reading) -> bool:
    """Whether a question names nothing but a season, a number, a place or a date ("and season 2?", "in Poland?")."""
    said = [item for item in reading.items if item.weight > LIGHT]
    return bool(said) and elliptic(reading) and all(_narrows(item.term) for item in said)


def _narrows(term: str) -> bool:
    return term.startswith(("@", "#", "~place-", "~month-"))


def carried(reading: Reading, context: Context, *, replacing: bool) -> Reading:
    """The reading with the terms and kinds of what was asked before; ``replacing`` where it says none itself.

    What it says itself of a season, an episode, a place or a month takes the place of what was said before.
    """
    end = len(reading.words)
    known = {item.term for item in reading.items}
    anew = {_sort(term) for term in known} - {""}
    terms = [term for term in context.terms if term and term not in known and _sort(term) not in anew]
    items = [Item(term, CONTENT, end, end + 1) for term in terms]
    kinds = [(end, kind) for kind in context.kinds] if replacing or not reading.kinds else []
    return replace(reading, items=[*reading.items, *items], kinds=[*reading.kinds, *kinds])


def _sort(term: str) -> str:
    """What a narrowing term is one of; empty for any other."""
    if term[:1] == "@":
        return term[:2]
    return term.partition("-")[0] if _narrows(term) and term.startswith("~") else ""


def says_which(reading: Reading) -> bool:
    """Whether a question may mean a production by its place among others: "the first one", "the remake"."""
    return not _ONES.isdisjoint(reading.words)


def with_season(reading: Reading, context: Context) -> Reading | None:
    """The reading with the season or episode that was spoken of, where it says none itself."""
    marks = [term for term in context.terms if term[:2] in _SEASONAL]
    if not marks or any(item.term[:2] in _SEASONAL for item in reading.items):
        return None
    end = len(reading.words)
    return replace(reading, items=[*reading.items, *(Item(mark, MARK, end, end + 1) for mark in marks)])


def sibling(reading: Reading, before: str | None, productions: Iterable[tuple[str, Named, int | None]]) -> str | None:
    """The production that "the first one" or "the new one" is, among those that share a name with ``before``.

    ``productions`` are (id, names, year); where nothing was spoken of before, they have to be few. None where the
    question says no such thing, or nothing is alike.
    """
    ordinal = next((_ORDINALS[word] for word in reading.words if word in _ORDINALS), 0)
    if not (ordinal or reading.recency) or not _ONES.intersection(reading.words):
        return None
    family = _family(before, list(productions))
    if len(family) < 2:
        return None
    if ordinal:
        numbered = [key for key, names in family if f"#{ordinal}" in names.numbers]
        if len(numbered) == 1:
            return numbered[0]
        return family[ordinal - 1][0] if ordinal <= len(family) else None
    return family[0][0] if reading.recency == "first" else family[-1][0]


def placed(reading: Reading) -> tuple[int, frozenset[int]] | None:
    """The place among the films of a series that a question says, and the words that do: "the second one", "part 3"."""
    words = reading.words
    for item in reading.items:
        if item.term.startswith("@p") and (place := counted(item.term)) is not None:
            return place, frozenset(range(item.start, item.end))
    for at, word in enumerate(words[:-1]):
        behind = words[at + 1]
        if word in _ORDINALS and behind in _ONES:
            return _ORDINALS[word], frozenset((at, at + 1))
        norm = reading.norms[at + 1]
        number = whole(norm[1:].partition(".")[0]) if norm[0] == "#" and len(norm) < 4 else None
        if word in _NUMBERED and number is not None:
            return number, frozenset((at, at + 1))
    return None


def of_series(
    place: int, before: str | None, productions: Iterable[tuple[str, Named, int | None]], named: Collection[str]
) -> str | None:
    """The production at a place of the series that is named, that was spoken of, or that a small store is about."""
    known = list(productions)
    several = [one for one in known if one[0] in named]
    family = _family(before, known) if len(several) < 2 else _by_age(several)
    numbered = [key for key, names in family if f"#{place}" in names.numbers]
    if len(numbered) == 1:
        return numbered[0]
    return family[place - 1][0] if 1 < len(family) >= place > 0 else None


def without(reading: Reading, positions: Collection[int]) -> Reading:
    """The reading without what some words say."""
    items = [item for item in reading.items if not any(at in positions for at in range(item.start, item.end))]
    return replace(reading, items=items, recency=None)


def _by_age(productions: Iterable[tuple[str, Named, int | None]]) -> list[tuple[str, Named]]:
    known = [(year, key, names) for key, names, year in productions if year]
    return [(key, names) for _, key, names in sorted(known, key=lambda one: one[:2])]


def _family(before: str | None, productions: list[tuple[str, Named, int | None]]) -> list[tuple[str, Named]]:
    """The productions that share a name with one, or with any where they are few; oldest first."""
    of = [names for key, names, _ in productions if key == before]
    if before is None and len(productions) <= SMALL:
        of = [names for _, names, _ in productions]
    own = set[str]().union(*(_leading(names) for names in of))
    return _by_age(one for one in productions if own & _leading(one[1]))


def _leading(named: Named) -> set[str]:
    """The first telling word of each name of a production."""
    return {first for name in named.names if (first := next((norm for norm, weight in name if weight >= 0.4), None))}


def next_context(answering: Scored) -> Context:
    """What the conversation is about after a candidate has answered, or was the first of those on offer."""
    fact, asked = answering.entry.fact, answering.asked
    return Context(
        production=fact.production,
        topic=fact.topic,
        fact=fact.id,
        kind=min(asked.kinds, default=None),
        terms=tuple(term for term, weight in asked.terms.items() if weight > LIGHT),
        kinds=tuple(sorted(asked.kinds)),
    )
