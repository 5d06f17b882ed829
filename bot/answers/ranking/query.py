"""A question put to one production: what remains to be explained once its name is taken out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from math import log

from bot.answers.index.indexed_fact import Entries
from bot.answers.index.scope_index import Group
from bot.answers.language.digits import whole
from bot.answers.language.lexicon import Lexicon
from bot.answers.language.terms import LIGHT, NUMBER, Item, Reading, attribute_of, focus_of
from bot.answers.parsing.episode_markers import decade_term
from bot.answers.parsing.parser import default_term
from bot.answers.titles.title_index import Named, TitleMatch
from bot.facts.topics import RELEASE

TITLE_MASS = 1.2
"""What a named production adds to what of a question is explained, at most."""
UNNAMED_MASS = 0.4
"""The same for a production that is not named."""
UNNAMED = 0.9
"""How surely a question that names no production is about any one."""
ASIDE = 0.15
"""What is left of the weight of words that only say whose film it is, or who is in it."""
RARE = 50
"""How often (pyspellchecker's counts) a word stands in English subtitles to be no name."""
REMADE = 2000
"""The year from which the version of a title that is held alone is taken for the remake, where one is asked for."""
FEW = 3
"""Facts of a production that may share a word which still tells which of them is meant."""

_BY = frozenset(("with", "by", "starring", "featuring", "feat", "from"))
_TIME_OR_PLACE = frozenset(("when", "where"))
_AGES = frozenset(("~remake", "~original", "~former"))
_WAYS_TO_WATCH = frozenset(("~watch", "~stream", "~digital", "~disc", "~home"))


@dataclass(slots=True)
class Asked:
    """What a question asks of one production.

    ``terms`` with their weights, which add up to ``content``, are what a fact has to explain, ``excluded`` what it must
    not be about; where a question ``starts``, that is also the end. ``topics`` are those they name, ``rare`` the terms
    that few facts share. ``title_mass`` is what the name explains, ``strength`` how surely the production is meant (0
    to 1), ``outside`` how many words are not its name, and ``words`` those. ``others`` are what a term may be a slip
    for, ``kin`` the synonym sets it is in.

    ``focus`` is the term right behind the question word: what of the answer is asked for. ``attributed`` says that
    nothing stands between them ("which camera"). ``asking`` are the terms that ask for the kind of answer that is
    asked for ("how much" and "cost"), ``names`` those that are no plain English, ``beside`` those with nothing but
    function words between them and the production's name, which is said as a ``whole`` or in part. ``tells`` says how
    far a term, or a synonym set, tells one fact of the production from another (0: all have it, to 1). ``years`` are
    those of every date that was announced.
    """

    terms: Mapping[str, float]
    kinds: frozenset[str]
    title_mass: float
    strength: float
    content: float
    outside: int
    words: str
    rare: frozenset[str]
    excluded: frozenset[str]
    starts: bool
    topics: frozenset[str]
    others: Mapping[str, tuple[str, ...]]
    kin: Mapping[str, tuple[str, ...]]
    focus: str | None
    attributed: bool
    asking: frozenset[str]
    names: frozenset[str]
    beside: frozenset[str]
    whole: bool
    tells: Mapping[str, float]
    yesno: bool
    years: frozenset[str]


class Questions:
    """Puts readings to productions."""

    def __init__(self, lexicon: Lexicon, entries: Entries) -> None:
        self._lexicon = lexicon
        self._entries = entries
        self._topics: dict[str, list[str]] = {}
        for name, topic in lexicon.topics.items():
            for signal in topic.signals:
                self._topics.setdefault(signal, []).append(name)

    def put(self, reading: Reading, match: TitleMatch | None, named: Named | None, groups: Sequence[Group]) -> Asked:
        """What a question asks of the production that ``match`` names in it (or does not name)."""
        taken = match.positions if match else frozenset[int]()
        items = [item for item in reading.items if not _within(item, taken)]
        told = [item for item in items if not item.negated and not (match and match.aged and item.term in _AGES)]
        if _asks_no_person(reading):
            told = [replace(item, weight=item.weight / 2) if self._garbled(item, reading) else item for item in told]
        if match and taken:
            told = [self._beside_name(item, match, reading, groups) for item in told]
            told = self._without_people(told, reading, taken)
        years = {year for group in groups if (year := group.together.year) is not None}
        qualifying = {item.term for item in told if named and taken and _qualifies(item.term, named, years)}
        first = focus_of(reading, taken)
        terms, kin, focus = self._terms([item for item in told if item.term not in qualifying], groups, first)
        kinds = _kinds([kind for at, kind in reading.kinds if at not in taken], terms)
        self._fill_in(terms, kinds, reading, groups if match else ())
        name_mass = min(TITLE_MASS, 0.8 * len(taken)) + 0.5 * len(qualifying) if taken else UNNAMED_MASS
        wanted = self._entries.kinds_of(kinds, list(terms))
        held = _held(terms, kin, groups)
        return Asked(
            terms=terms,
            kinds=wanted,
            title_mass=name_mass,
            strength=self._strength(reading, match, named, groups),
            content=sum(terms.values()),
            outside=len(reading.words) - len(taken),
            words=" ".join(word for at, word in enumerate(reading.words) if at not in taken),
            rare=self._rare(terms, held),
            excluded=frozenset(item.term for item in items if item.negated),
            starts=_starts(reading, terms),
            topics=frozenset(name for term in self._topics.keys() & terms for name in self._topics[term]),
            others={item.term: item.others for item in items if item.others},
            kin=kin,
            focus=focus,
            asking=frozenset(term for term in terms if self._lexicon.kind_of.get(term) in wanted),
            attributed=attribute_of(reading, first) is not None,
            names=frozenset(item.term for item in told if self._is_name(item, reading)),
            beside=_beside(told, taken, reading),
            whole=match is not None and match.whole,
            tells=_tells(held, groups),
            yesno=reading.yesno,
            years=frozenset[str]().union(*(group.announced_years for group in groups)),
        )

    def again(self, asked: Asked, groups: Sequence[Group]) -> Asked:
        """What was asked of a production that is not named, asked of another one: ``groups`` are its facts."""
        held = _held(asked.terms, asked.kin, groups)
        return replace(
            asked,
            rare=self._rare(asked.terms, held),
            tells=_tells(held, groups),
            years=frozenset[str]().union(*(group.announced_years for group in groups)),
        )

    def _terms(
        self, items: Sequence[Item], groups: Sequence[Group], first: Item | None
    ) -> tuple[dict[str, float], dict[str, tuple[str, ...]], str | None]:
        """The terms of items with their weights, the synonym sets of each, and that of the item ``first`` behind the
        question word, which is the focus."""
        said = {item.term for item in items}
        terms: dict[str, float] = {}
        kin: dict[str, tuple[str, ...]] = {}
        focus: str | None = None
        for item in items:
            term = item.term
            for group in groups:
                term = group.resolved(term, said)
            terms[term] = max(item.weight, terms.get(term, 0.0))
            if item.kin:
                kin[term] = item.kin
            if first is not None and item.start == first.start:
                focus = term
        return terms, kin, focus

    def _fill_in(
        self, terms: dict[str, float], kinds: Sequence[str], reading: Reading, groups: Sequence[Group]
    ) -> None:
        """What a question leaves unsaid: that "when?" is the release, and of a show the season that is meant."""
        if "when" in kinds and "~play" in terms:
            terms["~play"] = LIGHT  # a film plays at a festival, too
        if "~countdown" in terms and len(terms) == 1:
            terms["~release"] = self._lexicon.weight_of["~release"]
        said = any(weight > LIGHT for weight in terms.values())
        if not said and not kinds and not self._lexicon.services.isdisjoint(reading.words):
            terms["~stream"] = self._lexicon.weight_of.get("~stream", LIGHT)  # "is it on netflix yet"
        elif not said and (default := default_term(kinds)):
            terms[default] = self._lexicon.weight_of[default]
        if "when" not in kinds and not terms.keys() & self._lexicon.topics[RELEASE].leading:
            return
        leading = self._lexicon.topics[RELEASE].leading
        if all(weight <= LIGHT or term in leading for term, weight in terms.items()):
            for group in groups:
                if (season := group.season_meant(reading.recency)) is not None:
                    terms[season] = 0.5

    def _strength(
        self, reading: Reading, match: TitleMatch | None, named: Named | None, groups: Sequence[Group]
    ) -> float:
        if match is None:
            return UNNAMED
        strength = match.strength
        if match.positions and named:
            strength *= self._numbered(reading, match.positions, named)
            if named.told.intersection(reading.words) or named.qualifiers & {item.term for item in reading.items}:
                strength *= 1.05
        if reading.shape == "movie" and any(group.together.series for group in groups):
            strength *= 0.6
        return strength

    def _rare(self, terms: Iterable[str], held: Mapping[str, int]) -> frozenset[str]:
        """The terms that are things, not names, and that few facts of the production are asked for by."""
        return frozenset(
            term
            for term in terms
            if 0 < held.get(term, 0) <= FEW and (term[0] == "~" or (term.isalpha() and self._lexicon.is_ordinary(term)))
        )

    def _is_name(self, item: Item, reading: Reading) -> bool:
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
        kinds = self._entries.kinds_of([kind for _, kind in reading.kinds], said)
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

    def _numbered(self, reading: Reading, taken: AbstractSet[int], named: Named) -> float:
        """A number before a name, as in "the second X", is that of a film which has it in a name, and of no other."""
        before = min(taken) - 1
        if before < 0:
            return 1.0
        word = reading.words[before]
        digits = word[:-2] if word[0].isdecimal() and word[-1].isalpha() else ""
        ordinal = whole(digits) or self._lexicon.english.ordinals.get(word, 0)
        if ordinal < 2:
            return 1.0
        return 1.15 if f"#{ordinal}" in named.numbers else 0.5

    def _beside_name(self, item: Item, match: TitleMatch, reading: Reading, groups: Sequence[Group]) -> Item:
        """An item as it is to be taken beside a name: its age, its number, whose it is."""
        taken = match.positions
        if item.start >= len(reading.words):
            return item  # carried over from the question before, it stands beside nothing
        if min(taken) < item.start < max(taken) and item.term[0] != "@":
            return replace(item, term=item.term if item.term[0] != "#" else "among", weight=ASIDE)
        if item.term.startswith("~place-") and _is_of_name(item, taken, reading):
            return replace(item, term=reading.norms[item.start])
        if item.term == "~original" and self._people_only(reading.words[item.end : min(taken)]):
            return replace(item, weight=0.1 * LIGHT)
        if item.term[0] == "#":
            series = any(group.together.series for group in groups)
            return replace(item, term=_sequel(item, taken, reading, series=series))
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
        if item.end > len(words) - 2 and _asks_no_person(reading):
            return not reading.function[item.start - 1]
        earlier = range(item.start - 1, max(0, item.start - 4) - 1, -1)
        return any(words[at] in _BY and self._names_somebody(words[at + 1]) for at in earlier)

    def _names_somebody(self, word: str) -> bool:
        """Whether a word is a name: "X with benefits" is no X with anybody."""
        return word in self._lexicon.given_names or self._lexicon.ordinary.get(word, 0) < RARE


def _starts(reading: Reading, terms: Mapping[str, float]) -> bool:
    """Whether a question asks when something was for the first time, which no fact on its end answers."""
    return reading.recency == "first" and "~finish" not in terms and any(kind == "when" for _, kind in reading.kinds)


def _held(terms: Iterable[str], kin: Mapping[str, tuple[str, ...]], groups: Sequence[Group]) -> dict[str, int]:
    """How many facts of a production have each term, and each synonym set that it is in."""
    wanted = frozenset(terms).union(*kin.values())
    if len(groups) == 1:
        held = groups[0].held
        return {term: held[term] for term in wanted if term in held}
    return {term: count for term in wanted if (count := sum(group.held.get(term, 0) for group in groups))}


def _tells(held: Mapping[str, int], groups: Sequence[Group]) -> dict[str, float]:
    """How far each term tells facts of a production apart: the logarithm of how few have it (Sparck Jones, 1972)."""
    size = sum(len(group.entries) for group in groups)
    return {term: log((size + 1) / count) / log(size + 1) for term, count in held.items()}


def _qualifies(term: str, named: Named, years: Collection[int]) -> bool:
    """Whether a term is part of what tells a production from another of its name, or of its number.

    ``years`` are those of its first release, as its facts have it.
    """
    if term in named.qualifiers or (named.year is not None and term == f"#{named.year}"):
        return True
    if term == "~remake":
        return named.year is not None and named.year >= REMADE  # by_age has chosen, where several are held
    if term.startswith("@d"):
        return term in {decade_term(year) for year in ([named.year] if named.year else years)}
    return term.startswith("@p") and f"#{term[2:]}" in named.numbers


def _kinds(kinds: list[str], terms: Mapping[str, float]) -> list[str]:
    if "~countdown" in terms:
        return ["when"]
    if _WAYS_TO_WATCH & terms.keys():  # "where can I watch it" asks no place
        return [kind for kind in kinds if kind != "where"]
    return kinds


def _sequel(item: Item, taken: AbstractSet[int], reading: Reading, *, series: bool) -> str:
    """A number right behind a name counts sequels, or a show's seasons; it is not one of a fact's numbers."""
    last = max(taken)
    if item.weight != NUMBER or item.start != last + 1 or len(item.term) > 3 or reading.norms[last][0] == "#":
        return item.term
    return f"@s{item.term[1:]}" if series else f"@n{item.term[1:]}"


def _asks_no_person(reading: Reading) -> bool:
    """Whether a time or a place is asked for, so that a name behind it all asks nothing."""
    kinds = {kind for _, kind in reading.kinds}
    return bool(kinds) and kinds <= _TIME_OR_PLACE


def _is_of_name(item: Item, taken: AbstractSet[int], reading: Reading) -> bool:
    """Whether a place is the end of another name ("where was Love Island Australia filmed"), not where it was."""
    where = bool(reading.kinds) and all(kind == "where" for _, kind in reading.kinds)
    return where and item.start == max(taken) + 1


def _beside(items: Iterable[Item], taken: AbstractSet[int], reading: Reading) -> frozenset[str]:
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


def _within(item: Item, taken: AbstractSet[int]) -> bool:
    """Whether an item belongs to the name: all of a season, episode or part; any word of another."""
    inside = [at in taken for at in range(item.start, item.end)]
    return all(inside) if item.term[0] == "@" else any(inside)
