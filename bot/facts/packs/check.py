"""What is wrong between the facts of a pack, though each is well formed by itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from urllib.parse import urlsplit

from bot.facts.asked import contradicting, same_words
from bot.facts.dates.edtf import PartialDate, in_words, parse_edtf
from bot.facts.folding import folded
from bot.facts.models import DateValue, Fact, Production, Spoiler
from bot.facts.packs.near_duplicates import alike_groups
from bot.facts.packs.reading import PackReading
from bot.facts.problems import Level, Problem, shortened

EARLIEST_YEAR = 1880
"""Before this there were no films: an earlier date is most likely a slip."""

FURTHEST_YEARS = 15
"""Nothing is announced further ahead than this many years."""

_NAMED = 4
"""How many records a warning names of those that have the same fault."""


@dataclass(frozen=True, slots=True)
class _Placed:
    where: str
    fact: Fact

    def problem(self, field: str, value: object, wrong: str, remedy: str, level: Level) -> Problem:
        quoted = "" if value is None else shortened(value)
        spoiler = self.fact.spoiler is not Spoiler.NONE
        return Problem(wrong, remedy, field, quoted, self.where, self.fact.id, level, spoiler=spoiler)

    def error(self, field: str, value: object, wrong: str, remedy: str) -> Problem:
        return self.problem(field, value, wrong, remedy, Level.ERROR)

    def warning(self, field: str, value: object, wrong: str, remedy: str) -> Problem:
        return self.problem(field, value, wrong, remedy, Level.WARNING)


def check_pack(
    reading: PackReading,
    *,
    today: date,
    known_productions: Mapping[str, Production] = MappingProxyType({}),
    known_facts: Collection[str] = (),
) -> tuple[Problem, ...]:
    """Every problem of a file: those of its reading, then those between its records.

    ``known_productions`` (by id) and ``known_facts`` (ids) are what the store it is meant for holds already.
    Blocking (about 0.1 s for 500 facts): call it in a thread.
    """
    placed = [_Placed(where, fact) for where, fact in zip(reading.fact_places, reading.facts, strict=True)]
    productions = list(zip(reading.production_places, reading.productions, strict=True))
    found = (
        *_repeated_productions(productions),
        *_shared_names(productions, known_productions),
        *_repeated_facts(placed),
        *_unknown_references(placed, reading.productions, known_productions, known_facts),
        *_bare(placed),
        *_links(placed),
        *_dates(placed, today),
        *_shared_phrasings(placed),
        *_counterexamples(placed),
        *_near_duplicates(placed),
    )
    return (*reading.problems, *(problem.labelled(reading.words) for problem in found))


def _repeated_productions(productions: Sequence[tuple[str, Production]]) -> Iterator[Problem]:
    first: dict[tuple[str, str], str] = {}
    for where, production in productions:
        key = (production.scope, production.id)
        if key in first:
            wrong, remedy = f"is the id of another production ({first[key]})", "give it an id of its own, or remove it"
            yield Problem(wrong, remedy, "id", shortened(production.id), where, production.id)
        first.setdefault(key, where)


def _shared_names(productions: Sequence[tuple[str, Production]], known: Mapping[str, Production]) -> Iterator[Problem]:
    """A name of several productions finds none of them for certain. Those that the store holds come first."""
    bearers: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    inside = {production.id for _, production in productions}
    held = (("", production) for name, production in known.items() if name not in inside)
    for where, production in (*held, *productions):
        for name in dict.fromkeys((production.title, *production.aliases)):
            bearers[folded(name)].append((where, production.id, name))
    for bearing in bearers.values():
        owners = list(dict.fromkeys(owner for _, owner, _ in bearing))
        of_the_file = [each for each in bearing if each[0] and each[1] != owners[0]]
        if of_the_file:
            where, owner, name = of_the_file[0]
            owners.remove(owner)
            wrong, remedy = f"is also a name of {_named(owners)}", "keep it with one of them"
            yield Problem(wrong, remedy, "aliases", shortened(name), where, owner, Level.WARNING)


def _repeated_facts(placed: Iterable[_Placed]) -> Iterator[Problem]:
    first: dict[tuple[str, str], str] = {}
    for entry in placed:
        if entry.fact.key in first:
            wrong = f"is the id of another fact ({first[entry.fact.key]})"
            yield entry.error("id", entry.fact.id, wrong, "give it an id of its own, or remove it")
        first.setdefault(entry.fact.key, entry.where)


def _unknown_references(
    placed: Sequence[_Placed],
    productions: Iterable[Production],
    known_productions: Collection[str],
    known_facts: Collection[str],
) -> Iterator[Problem]:
    known = {production.id for production in productions} | set(known_productions)
    ids = {entry.fact.id for entry in placed} | set(known_facts)
    remedy = f"add it, or write one of {', '.join(sorted(known)[:5])}" if known else "add the production"
    for entry in placed:
        fact = entry.fact
        if fact.production not in known:
            yield entry.error("production", fact.production, "is no production that is known", remedy)
        if fact.merged_into is not None and fact.merged_into not in ids:
            yield entry.error("merged_into", fact.merged_into, "is no fact that is known", "add it, or correct the id")


def _bare(placed: Iterable[_Placed]) -> Iterator[Problem]:
    for entry in placed:
        if not entry.fact.sources:
            yield entry.warning("sources", None, "there is none", "name where it was read")
        if not entry.fact.phrasings:
            yield entry.warning("phrasings", None, "there is none", "add some ways in which people ask for it")


def _links(placed: Iterable[_Placed]) -> Iterator[Problem]:
    """A reader should get to the page that says it, in one click."""
    for entry in placed:
        for index, source in enumerate(entry.fact.sources):
            field = f"sources[{index}].url"
            if source.url is None:
                yield entry.warning(field, None, "is missing", "add the address of the page that says it")
            elif _is_home_page(source.url):
                yield entry.warning(field, source.url, "is a site's home page", "link the page that says it")


def _is_home_page(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:  # a broken IPv6 address
        return False
    return not (parts.path.strip("/") or parts.query or parts.fragment)


def _dates(placed: Iterable[_Placed], today: date) -> Iterator[Problem]:
    for entry in placed:
        fact = entry.fact
        named = [(f"announced_dates[{index}].date", each.date) for index, each in enumerate(fact.announced_dates)]
        if isinstance(fact.value, DateValue):
            named.append(("value.edtf", fact.value.edtf))
        for field, edtf in named:
            wrong = next(filter(None, (_implausible(end, today) for end in parse_edtf(edtf).ends)), "")
            if wrong:
                yield entry.warning(field, edtf, wrong, "look whether the year is right")
        for index, source in enumerate(fact.sources):
            if source.date is not None and parse_edtf(source.date).earliest > today:
                yield entry.warning(f"sources[{index}].date", source.date, "lies in the future", "correct it")
        if fact.checked_on is not None and fact.checked_on > today:
            shown = fact.checked_on.isoformat()
            yield entry.warning("checked_on", shown, "lies in the future", "write the day it was checked")
        yield from _announcements(entry)


def _implausible(partial: PartialDate, today: date) -> str:
    if partial.latest.year < EARLIEST_YEAR:
        return f"({in_words(partial)}) is before there were films"
    if partial.earliest.year > today.year + FURTHEST_YEARS:
        return f"({in_words(partial)}) is more than {FURTHEST_YEARS} years ahead"
    return ""


def _announcements(entry: _Placed) -> Iterator[Problem]:
    """Announcements run oldest first; one that is certainly older than the one before it is out of place."""
    latest: date | None = None
    for index, announced in enumerate(entry.fact.announced_dates):
        if announced.announced is None:
            continue
        partial = parse_edtf(announced.announced)
        if latest is not None and partial.latest < latest:
            field = f"announced_dates[{index}].announced"
            yield entry.warning(field, announced.announced, "is older than the one before", "put the oldest first")
        latest = partial.earliest


def _shared_phrasings(placed: Iterable[_Placed]) -> Iterator[Problem]:
    """One warning for each phrasing that asks for several facts, however many they are."""
    askers: dict[tuple[str, str, str], list[tuple[_Placed, int]]] = defaultdict(list)
    for entry in placed:
        fact = entry.fact
        own: set[str] = set()
        for index, phrasing in enumerate(fact.phrasings):
            said = folded(phrasing)
            if said in own:
                yield entry.warning(f"phrasings[{index}]", phrasing, "is there twice", "remove one")
                continue
            own.add(said)
            askers[fact.scope, fact.production, said].append((entry, index))
    for asking in askers.values():
        others = list(dict.fromkeys(entry.fact.id for entry, _ in asking))
        if len(others) > 1:
            entry, index = next(each for each in asking if each[0].fact.id != others[0])
            others.remove(entry.fact.id)
            remedy = f"keep it with one of the {len(others) + 1 if others[1:] else 'two'}"
            phrasing = entry.fact.phrasings[index]
            yield entry.warning(f"phrasings[{index}]", phrasing, f"also asks for {_named(others)}", remedy)


def _counterexamples(placed: Iterable[_Placed]) -> Iterator[Problem]:
    """One that stands twice says nothing more; one that is a phrasing as well says the contrary of it."""
    for entry in placed:
        fact = entry.fact
        both, own = frozenset(contradicting(fact.phrasings, fact.counterexamples)), set[str]()
        for index, counterexample in enumerate(fact.counterexamples):
            field, said = f"counterexamples[{index}]", same_words(counterexample)
            if said in own:
                yield entry.warning(field, counterexample, "is there twice", "remove one")
            elif counterexample in both:
                remedy = "keep it with the phrasings if this fact answers it, else with the counterexamples alone"
                yield entry.warning(field, counterexample, "is also a phrasing of this fact", remedy)
            own.add(said)


def _near_duplicates(placed: Iterable[_Placed]) -> Iterator[Problem]:
    """One warning for each group of facts that say nearly the same, however large the group is."""
    by_production: dict[tuple[str, str], list[_Placed]] = defaultdict(list)
    for entry in placed:
        by_production[entry.fact.scope, entry.fact.production].append(entry)
    for entries in by_production.values():
        for group in alike_groups([entry.fact.text for entry in entries]):
            first, second, *others = (entries[index] for index in group)
            wrong = f"says nearly the same as {_named(each.fact.id for each in (first, *others))}"
            yield second.warning("text", second.fact.text, wrong, f"keep one of the {len(group) if others else 'two'}")


def _named(ids: Iterable[str]) -> str:
    """The first few of some ids, and how many there are beyond them."""
    known = list(dict.fromkeys(ids))
    more = f" and {len(known) - _NAMED:,} more" if len(known) > _NAMED else ""
    return ", ".join(known[:_NAMED]) + more
