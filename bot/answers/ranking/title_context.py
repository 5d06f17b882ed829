"""What the words around a production's name mean: its age, its number, who made it and who is in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from bot.answers.index.scope_index import Group
from bot.answers.language.digits import whole
from bot.answers.language.lexicon import Lexicon
from bot.answers.language.terms import LIGHT, NUMBER, Item, Reading
from bot.answers.parsing.episode_markers import decade_term
from bot.answers.titles.title_index import Named, TitleMatch

ASIDE = 0.15
"""What is left of the weight of words that only say whose film it is, or who is in it."""
RARE = 50
"""How often (pyspellchecker's counts) a word stands in English subtitles to be no name."""
REMADE = 2000
"""The year from which the version of a title that is held alone is taken for the remake, where one is asked for."""

_BY = frozenset(("with", "by", "starring", "featuring", "feat", "from"))
_TIME_OR_PLACE = frozenset(("when", "where"))
_AGES = frozenset(("~remake", "~original", "~former"))


@dataclass(frozen=True, slots=True)
class Mention:
    """A production as a question mentions it: where, its names, and its facts.

    ``match`` is None where the question doesn't name it, ``names`` also where no production is held for its facts.
    """

    match: TitleMatch | None
    names: Named | None
    groups: Sequence[Group]

    @property
    def taken(self) -> frozenset[int]:
        """The positions of the words that are its name."""
        return self.match.positions if self.match else frozenset()

    @property
    def series(self) -> bool:
        """Whether it comes in seasons or episodes."""
        return any(group.summary.series for group in self.groups)


class TitleContext:
    """Weighs the items of a reading by how they stand to the name of a production."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def weighed(self, items: Iterable[Item], mention: Mention, reading: Reading) -> list[Item]:
        """The items outside the name that a fact has to explain, each as it is to be taken beside the name."""
        aged = mention.match is not None and mention.match.aged
        told = [item for item in items if not item.negated and not (aged and item.term in _AGES)]
        if asks_no_person(reading):
            told = [replace(item, weight=item.weight / 2) if self._garbled(item, reading) else item for item in told]
        if mention.taken:
            told = [self._beside_name(item, mention, reading) for item in told]
            told = self._without_people(told, reading, mention.taken)
        return told

    def strength(self, reading: Reading, match: TitleMatch, mention: Mention) -> float:
        """How surely a question means a production that it names by ``match``."""
        strength, names = match.strength, mention.names
        if match.positions and names:
            strength *= self._numbered(reading, match.positions, names)
            if names.told.intersection(reading.words) or names.qualifiers & {item.term for item in reading.items}:
                strength *= 1.05
        if reading.shape == "movie" and mention.series:
            strength *= 0.6
        return strength

    def is_name(self, item: Item, reading: Reading) -> bool:
        """Whether an item is no concept, number or plain English word."""
        word = reading.words[item.start] if item.start < len(reading.words) else item.term
        return item.term[0] not in "~@#" and self._lexicon.ordinary.get(word, 0) < RARE

    def _garbled(self, item: Item, reading: Reading) -> bool:
        """Whether an item is a short word of no language: where no name is asked for, it hardly is one."""
        word = reading.words[item.start] if item.start < len(reading.words) else ""  # carried over from before
        return 0 < len(word) < 5 and item.term[0] not in "~@#" and not self._lexicon.ordinary.get(word)

    def _without_people(self, items: list[Item], reading: Reading, taken: AbstractSet[int]) -> list[Item]:
        """The items beside a name, with little left of people where a time or a place is asked for.

        They tell which film is meant ("jim carrey grinch movie"), and no release date speaks of them.
        """
        people = self._people(items, reading, taken)
        said = [item.term for item in items if item.start not in people]
        kinds = self._lexicon.kinds_wanted([kind for _, kind in reading.kinds], said)
        if not people or not kinds or not kinds <= _TIME_OR_PLACE:
            return items
        return [
            replace(item, weight=LIGHT, term=reading.norms[item.start])
            if item.start in people
            and item.start < len(reading.words)
            and not reading.function[item.start]
            and item.term[0] not in "@#"
            else item
            for item in items
        ]

    def _people(self, items: Iterable[Item], reading: Reading, taken: AbstractSet[int]) -> set[int]:
        """Where given names stand, and the words behind them, but for those that ask for a time or a place."""
        names, words = self._lexicon.given_names, reading.words
        given = {at for at, word in enumerate(words) if word in names and not reading.function[at]} - taken
        given |= {at - 1 for at in given if at and words[at - 1] in _BY}
        asking = {item.start for item in items if self._lexicon.kind_of.get(item.term) in _TIME_OR_PLACE}
        return given | ({at + 1 for at in given} - asking - taken)

    def _people_only(self, words: Sequence[str]) -> bool:
        """Whether words are but given names and what stands right behind one: "the original stephen king It"."""
        names = self._lexicon.given_names
        return all(word in names or (at and words[at - 1] in names) for at, word in enumerate(words))

    def _numbered(self, reading: Reading, taken: AbstractSet[int], names: Named) -> float:
        """A number before a name, as in "the second X", is that of a film which has it in a name, and of no other."""
        before = min(taken) - 1
        if before < 0:
            return 1.0
        word = reading.words[before]
        digits = word[:-2] if word[0].isdecimal() and word[-1].isalpha() else ""
        ordinal = whole(digits) or self._lexicon.english.ordinals.get(word, 0)
        if ordinal < 2:
            return 1.0
        return 1.15 if f"#{ordinal}" in names.numbers else 0.5

    def _beside_name(self, item: Item, mention: Mention, reading: Reading) -> Item:
        """An item as it is to be taken beside a name."""
        taken = mention.taken
        if item.start >= len(reading.words):
            return item  # carried over from the question before, it stands beside nothing
        if min(taken) < item.start < max(taken) and item.term[0] != "@":
            return _among_name(item)
        if item.term.startswith("~place-") and _is_of_name(item, taken, reading):
            return replace(item, term=reading.norms[item.start])
        if item.term == "~original" and self._people_only(reading.words[item.end : min(taken)]):
            return replace(item, weight=0.1 * LIGHT)
        if item.term[0] == "#":
            return replace(item, term=_sequel(item, taken, reading, series=mention.series))
        if item.weight > ASIDE and item.term[0] not in "~@" and self._aside(item, taken, reading):
            return replace(item, weight=ASIDE)
        return item

    def _aside(self, item: Item, taken: AbstractSet[int], reading: Reading) -> bool:
        """Whether a word is of "Agatha Christie's X" or "X with Johnny Depp": it tells what X is, and asks nothing."""
        words, first = reading.words, min(taken)
        if first and first - 4 <= item.start and item.end <= first:
            before = words[first - 1]
            between = range(item.end, first)
            return before.endswith("s") and all(words[at] == "s" or not reading.function[at] for at in between)
        if item.start <= max(taken):
            return False
        if item.end > len(words) - 2 and asks_no_person(reading):
            return not reading.function[item.start - 1]
        earlier = range(item.start - 1, max(0, item.start - 4) - 1, -1)
        return any(words[at] in _BY and self._names_somebody(words[at + 1]) for at in earlier)

    def _names_somebody(self, word: str) -> bool:
        """Whether a word is a name: "X with benefits" is no X with anybody."""
        return word in self._lexicon.given_names or self._lexicon.ordinary.get(word, 0) < RARE


def qualifying(items: Iterable[Item], mention: Mention) -> set[str]:
    """The terms that only tell the production from others of its name, or of its number."""
    if not mention.names or not mention.taken:
        return set()
    names = mention.names
    years = {year for group in mention.groups if (year := group.summary.year) is not None}
    decades = {decade_term(year) for year in ([names.year] if names.year else years)}
    return {item.term for item in items if _qualifies(item.term, names, decades)}


def _qualifies(term: str, names: Named, decades: AbstractSet[str]) -> bool:
    """Whether a term is part of what tells a production apart; ``decades`` are those of its first release."""
    if term in names.qualifiers or (names.year is not None and term == f"#{names.year}"):
        return True
    if term == "~remake":
        return names.year is not None and names.year >= REMADE  # by_age has chosen, where several are held
    if term.startswith("@d"):
        return term in decades
    return term.startswith("@p") and f"#{term[2:]}" in names.numbers


def outside(reading: Reading, taken: AbstractSet[int]) -> list[Item]:
    """The items outside a name. A season, episode or part is inside if all its words are, others if any word is."""
    return [item for item in reading.items if not _within(item, taken)]


def _within(item: Item, taken: AbstractSet[int]) -> bool:
    inside = [at in taken for at in range(item.start, item.end)]
    return all(inside) if item.term[0] == "@" else any(inside)


def beside(items: Iterable[Item], taken: AbstractSet[int], reading: Reading) -> frozenset[str]:
    """The terms next to the name: "dark" of "thor the dark world"."""
    if not taken:
        return frozenset()
    first, last = min(taken), max(taken)
    return frozenset(
        item.term
        for item in items
        if (item.start > last and all(reading.function[last + 1 : item.start]))
        or (item.end <= first and all(reading.function[item.end : first]))
    )


def asks_no_person(reading: Reading) -> bool:
    """Whether a time or a place is asked for, so that a name behind it all asks nothing."""
    kinds = {kind for _, kind in reading.kinds}
    return bool(kinds) and kinds <= _TIME_OR_PLACE


def _among_name(item: Item) -> Item:
    """An item between the words of a name: it says little, and a number there is not one of a fact's numbers."""
    return replace(item, term="among" if item.term[0] == "#" else item.term, weight=ASIDE)


def _sequel(item: Item, taken: AbstractSet[int], reading: Reading, *, series: bool) -> str:
    """A number right behind a name counts sequels, or a show's seasons; it is not one of a fact's numbers."""
    last = max(taken)
    if item.weight != NUMBER or item.start != last + 1 or len(item.term) > 3 or reading.norms[last][0] == "#":
        return item.term
    return f"@s{item.term[1:]}" if series else f"@n{item.term[1:]}"


def _is_of_name(item: Item, taken: AbstractSet[int], reading: Reading) -> bool:
    """Whether a place is the end of another name ("where was Love Island Australia filmed"), not where it was."""
    where = bool(reading.kinds) and all(kind == "where" for _, kind in reading.kinds)
    return where and item.start == max(taken) + 1
