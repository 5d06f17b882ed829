"""A question put to one production: what remains to be explained once its name is taken out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.answers.entry import Entries
from bot.answers.lexicon import Lexicon
from bot.answers.reading import CONTENT, LIGHT, NUMBER, Item, Reading, default_term
from bot.answers.shelf import Group
from bot.answers.titles import Named, TitleMatch

TITLE_MASS = 1.2
"""What a named production adds to what of a question is explained, at most."""
UNNAMED_MASS = 0.4
"""The same for a production that is not named."""
UNNAMED = 0.9
"""How surely a question that names no production is about any one."""

FEW = 3
"""Facts of a production that may share a word which still tells which of them is meant."""

_BY = frozenset(("with", "by", "starring", "featuring", "feat", "from"))
_AGES = frozenset(("~remake", "~original", "~former"))
_WAYS_TO_WATCH = frozenset(("~watch", "~stream", "~digital", "~disc", "~home"))


@dataclass(slots=True)
class Asked:
    """Terms with their weights, the kinds of answer wanted, and how surely the production is meant."""

    terms: Mapping[str, float]
    kinds: frozenset[str]
    title_mass: float
    strength: float
    content: float
    outside: int
    rare: frozenset[str]
    yesno: bool = False
    years: frozenset[str] = frozenset()


class Questions:
    """Puts readings to productions."""

    def __init__(self, lexicon: Lexicon, entries: Entries) -> None:
        self._lexicon = lexicon
        self._entries = entries

    def put(self, reading: Reading, match: TitleMatch | None, named: Named | None, groups: Sequence[Group]) -> Asked:
        """What a question asks of the production that ``match`` names in it (or does not name)."""
        taken = match.positions if match else frozenset[int]()
        items = [item for item in reading.items if not _within(item, taken)]
        series = any(group.together.series for group in groups)
        kinds = [kind for at, kind in reading.kinds if at not in taken]
        terms: dict[str, float] = {}
        said = {item.term for item in items}
        mass = min(TITLE_MASS, 0.8 * len(taken)) if match and taken else UNNAMED_MASS
        for item in items:
            term, weight = item.term, item.weight
            if match and taken:
                if match.aged and term in _AGES:
                    continue
                weight *= self._aside(reading, item, taken)
                term = self._sequel(item, taken, reading, series)
                if named and (term in named.qualifiers or (named.year and term == f"#{named.year}")):
                    mass += 0.5
                    continue
            for group in groups:
                term = group.resolved(term, said)
            terms[term] = max(weight, terms.get(term, 0.0))
        if "~countdown" in terms:
            kinds = ["when"]
        if "when" in kinds and "~play" in terms:
            terms["~play"] = 0.3
        if _WAYS_TO_WATCH & terms.keys() and "where" in kinds:
            kinds = [kind for kind in kinds if kind != "where"]
        if not any(weight > LIGHT for weight in terms.values()) and (default := default_term(kinds)):
            terms[default] = self._lexicon.weight_of[default]
        asks_release = terms.keys() & self._lexicon.topics["release"].leading or "when" in kinds
        if match and asks_release and not any(term[0] == "@" or term == "~finish" for term in terms):
            for group in groups:
                if (season := group.season_meant(reading.recency)) is not None:
                    terms[season] = 0.5
        strength = match.strength if match else UNNAMED
        if match and taken and named:
            strength *= self._numbered(reading, taken, named)
            if named.told.intersection(reading.words) or named.qualifiers & {item.term for item in reading.items}:
                strength *= 1.05
        if match and reading.shape == "movie" and series:
            strength *= 0.75
        years = frozenset[str]().union(*(group.together.announced_years for group in groups))
        return Asked(
            terms,
            self._entries.kinds_of(kinds, list(terms)),
            mass,
            strength,
            sum(terms.values()),
            outside=len(reading.words) - len(taken),
            rare=frozenset(term for term in terms if self._telling(term, groups)),
            yesno=reading.yesno,
            years=years,
        )

    def _telling(self, term: str, groups: Sequence[Group]) -> bool:
        """Whether a term is a thing, not a name, that few facts of the production are asked for by."""
        if not (term[0] == "~" or (term.isalpha() and self._lexicon.is_ordinary(term))):
            return False
        return 0 < sum(group.together.holders.get(term, 0) for group in groups) <= FEW

    def _numbered(self, reading: Reading, taken: frozenset[int], named: Named) -> float:
        """ "the second X" is a film with that number in a name of it, and no other."""
        before = min(taken) - 1
        ordinal = self._lexicon.english.ordinals.get(reading.words[before], 0) if before >= 0 else 0
        if ordinal < 2 or f"#{ordinal}" in named.numbers:
            return 1.0
        return 0.5

    def _sequel(self, item: Item, taken: frozenset[int], reading: Reading, series: bool) -> str:
        """A number right behind a name counts sequels, or a show's seasons; it is not one of a fact's numbers."""
        last = max(taken)
        if item.term[0] != "#" or item.weight != NUMBER or item.start != last + 1 or len(item.term) > 3:
            return item.term
        if reading.norms[last][0] == "#":
            return item.term
        return f"@s{item.term[1:]}" if series else f"@n{item.term[1:]}"

    def _aside(self, reading: Reading, item: Item, taken: frozenset[int]) -> float:
        """What is left of the weight of words that only say whose film it is, or who is in it."""
        words = reading.words
        first = min(taken)
        if item.term == "~original" and item.end == first:
            return 0.1
        if item.weight != CONTENT or item.term[0] in "~@#":
            return 1.0
        before = words[first - 1] if first else ""
        owns = before == "s" or before.endswith("s")
        if (
            owns
            and first - 4 <= item.start
            and item.end <= first
            and all(words[at] == "s" or not reading.function[at] for at in range(item.end, first))
        ):
            return 0.15
        opener = next((at for at in range(item.start - 1, max(0, item.start - 4) - 1, -1) if words[at] in _BY), None)
        return 0.15 if opener is not None and item.start > max(taken) else 1.0


def _within(item: Item, taken: frozenset[int]) -> bool:
    """Whether an item belongs to the name: all of a season, episode or part; any word of another."""
    inside = [at in taken for at in range(item.start, item.end)]
    return all(inside) if item.term[0] == "@" else any(inside)


def by_age(
    matches: Iterable[TitleMatch], recency: str | None, years: Mapping[tuple[str, str], int | None]
) -> list[TitleMatch]:
    """Of productions named by the same words, "the first" or "the new one" is the oldest or the newest."""
    ordered = list(matches)
    if recency is None:
        return ordered
    result: list[TitleMatch] = []
    for match in ordered:
        rivals = [
            other
            for other in ordered
            if other.positions == match.positions
            and abs(other.strength - match.strength) < 0.2
            and years[other.production]
        ]
        year = years[match.production]
        if len(rivals) > 1 and year:
            known = [rival_year for rival in rivals if (rival_year := years[rival.production])]
            meant = year == (min(known) if recency == "first" else max(known))
            best = max(rival.strength for rival in rivals)
            match = replace(match, strength=best if meant else match.strength * 0.85, aged=True)
        result.append(match)
    return result
