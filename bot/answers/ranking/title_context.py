"""Interpret the words around a production's name: its age, its number, who made it and who is in it."""

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

ASIDE_WEIGHT = 0.15
"""Weight of words that only say whose film it is, or who is in it."""
MIN_ORDINARY_COUNT = 50
"""Minimum count of a word in English subtitles (pyspellchecker) for it not to be a name."""
MIN_REMAKE_YEAR = 2000
"""Year from which the only version in the store counts as the remake."""

_BY = frozenset(("with", "by", "starring", "featuring", "feat", "from"))
_TIME_OR_PLACE = frozenset(("when", "where"))
_AGES = frozenset(("~remake", "~original", "~former"))


@dataclass(frozen=True, slots=True)
class Mention:
    """A production as a question mentions it, with its names and facts.

    ``match`` is None if the question doesn't name it. ``names`` is also None if the store has its facts but no
    production.
    """

    match: TitleMatch | None
    names: Named | None
    groups: Sequence[Group]

    @property
    def taken(self) -> frozenset[int]:
        """Return the positions of the words of its name."""
        return self.match.positions if self.match else frozenset()

    @property
    def series(self) -> bool:
        """Return whether it has seasons or episodes."""
        return any(group.summary.series for group in self.groups)


class TitleContext:
    """Weights the items of a parsed question by their relation to the name of a production."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def weighed(self, items: Iterable[Item], mention: Mention, reading: Reading) -> list[Item]:
        """Return the items that a fact has to explain, adjusted by their relation to the name."""
        aged = mention.match is not None and mention.match.aged
        kept = [item for item in items if not item.negated and not (aged and item.term in _AGES)]
        if asks_no_person(reading):
            kept = [replace(item, weight=item.weight / 2) if self._garbled(item, reading) else item for item in kept]
        if mention.taken:
            kept = [self._beside_name(item, mention, reading) for item in kept]
            kept = self._without_people(kept, reading, mention.taken)
        return kept

    def strength(self, reading: Reading, match: TitleMatch, mention: Mention) -> float:
        """Return the strength of a production that a question names by ``match``."""
        strength, names = match.strength, mention.names
        if match.positions and names:
            strength *= self._numbered(reading, match.positions, names)
            if names.bracket_words.intersection(reading.words) or names.qualifiers & {
                item.term for item in reading.items
            }:
                strength *= 1.05
        if reading.shape == "movie" and mention.series:
            strength *= 0.6
        return strength

    def is_name(self, item: Item, reading: Reading) -> bool:
        """Return whether an item is neither a concept, a number nor an ordinary English word."""
        word = reading.words[item.start] if item.start < len(reading.words) else item.term
        return item.term[0] not in "~@#" and self._lexicon.ordinary.get(word, 0) < MIN_ORDINARY_COUNT

    def _garbled(self, item: Item, reading: Reading) -> bool:
        """Return whether an item is a short unknown word. If no person is asked for, it is hardly a name."""
        word = (
            reading.words[item.start] if item.start < len(reading.words) else ""
        )  # carried over from the last question
        return 0 < len(word) < 5 and item.term[0] not in "~@#" and not self._lexicon.ordinary.get(word)

    def _without_people(self, items: list[Item], reading: Reading, taken: AbstractSet[int]) -> list[Item]:
        """Return the items with low weights for people, if a time or a place is asked for.

        People only say which film is meant ("jim carrey grinch movie"); release dates don't mention them.
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
        """Return the positions of given names and the words after them, unless those ask for a time or a place."""
        names, words = self._lexicon.given_names, reading.words
        given = {at for at, word in enumerate(words) if word in names and not reading.function[at]} - taken
        given |= {at - 1 for at in given if at and words[at - 1] in _BY}
        asking = {item.start for item in items if self._lexicon.kind_of.get(item.term) in _TIME_OR_PLACE}
        return given | ({at + 1 for at in given} - asking - taken)

    def _people_only(self, words: Sequence[str]) -> bool:
        """Return whether words are only given names and the words after them: "the original stephen king It"."""
        names = self._lexicon.given_names
        return all(word in names or (at and words[at - 1] in names) for at, word in enumerate(words))

    def _numbered(self, reading: Reading, taken: AbstractSet[int], names: Named) -> float:
        """Return a factor for a number before a name: "the second X" means a film with 2 in its name, and no other."""
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
        """Return an item adjusted by its position relative to the name."""
        taken = mention.taken
        if item.start >= len(reading.words):
            return item  # carried over from the last question, so it has no position
        if min(taken) < item.start < max(taken) and item.term[0] != "@":
            return _among_name(item)
        if item.term.startswith("~place-") and _is_of_name(item, taken, reading):
            return replace(item, term=reading.norms[item.start])
        if item.term == "~original" and self._people_only(reading.words[item.end : min(taken)]):
            return replace(item, weight=0.1 * LIGHT)
        if item.term[0] == "#":
            return replace(item, term=_sequel(item, taken, reading, series=mention.series))
        if item.weight > ASIDE_WEIGHT and item.term[0] not in "~@" and self._aside(item, taken, reading):
            return replace(item, weight=ASIDE_WEIGHT)
        return item

    def _aside(self, item: Item, taken: AbstractSet[int], reading: Reading) -> bool:
        """Return whether a word only describes the production: "Agatha Christie's X", "X with Johnny Depp"."""
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
        """Return whether a word is a person's name, unlike "benefits" in "X with benefits"."""
        return word in self._lexicon.given_names or self._lexicon.ordinary.get(word, 0) < MIN_ORDINARY_COUNT


def qualifying(items: Iterable[Item], mention: Mention) -> set[str]:
    """Return the terms that only distinguish the production from others with its name."""
    if not mention.names or not mention.taken:
        return set()
    names = mention.names
    years = {year for group in mention.groups if (year := group.summary.year) is not None}
    decades = {decade_term(year) for year in ([names.year] if names.year else years)}
    return {item.term for item in items if _qualifies(item.term, names, decades)}


def _qualifies(term: str, names: Named, decades: AbstractSet[str]) -> bool:
    """Return whether a term distinguishes a production. ``decades`` are those of its first release."""
    if term in names.qualifiers or (names.year is not None and term == f"#{names.year}"):
        return True
    if term == "~remake":
        return names.year is not None and names.year >= MIN_REMAKE_YEAR  # by_age has chosen if there are several
    if term.startswith("@d"):
        return term in decades
    return term.startswith("@p") and f"#{term[2:]}" in names.numbers


def outside(reading: Reading, taken: AbstractSet[int]) -> list[Item]:
    """Return the items outside a name.

    A season, episode or part is inside if all its words are; any other item if one of its words is.
    """
    return [item for item in reading.items if not _within(item, taken)]


def _within(item: Item, taken: AbstractSet[int]) -> bool:
    inside = [at in taken for at in range(item.start, item.end)]
    return all(inside) if item.term[0] == "@" else any(inside)


def beside(items: Iterable[Item], taken: AbstractSet[int], reading: Reading) -> frozenset[str]:
    """Return the terms next to the name: "dark" of "thor the dark world"."""
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
    """Return whether only a time or a place is asked for, so that a name at the end isn't the question."""
    kinds = {kind for _, kind in reading.kinds}
    return bool(kinds) and kinds <= _TIME_OR_PLACE


def _among_name(item: Item) -> Item:
    """Return an item between the words of a name with a low weight. A number there isn't one of a fact's numbers."""
    return replace(item, term="among" if item.term[0] == "#" else item.term, weight=ASIDE_WEIGHT)


def _sequel(item: Item, taken: AbstractSet[int], reading: Reading, *, series: bool) -> str:
    """Return the term of a number right after a name: it counts sequels, or the seasons of a show."""
    last = max(taken)
    if item.weight != NUMBER or item.start != last + 1 or len(item.term) > 3 or reading.norms[last][0] == "#":
        return item.term
    return f"@s{item.term[1:]}" if series else f"@n{item.term[1:]}"


def _is_of_name(item: Item, taken: AbstractSet[int], reading: Reading) -> bool:
    """Return whether a place is the end of another name, such as "Love Island Australia", and not a location."""
    where = bool(reading.kinds) and all(kind == "where" for _, kind in reading.kinds)
    return where and item.start == max(taken) + 1
