"""Check a pack for problems between records that are each valid by themselves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from urllib.parse import urlsplit

from bot.facts.asked import contradicting, same_words
from bot.facts.dates.edtf import PartialDate, in_words, parse_edtf
from bot.facts.folding import folded_name
from bot.facts.models import DateValue, Fact, Production, Spoiler
from bot.facts.packs.near_duplicates import alike_groups
from bot.facts.packs.reading import PackReading
from bot.facts.problems import Level, Problem, shortened
from bot.messages import _, pgettext

EARLIEST_YEAR = 1880
"""The year of the first films. An earlier date is probably a typo."""

FURTHEST_YEARS = 15
"""Maximum number of years ahead for a plausible date."""

_NAMED = 4
"""Maximum number of records that a warning names."""


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
    """List every problem of a file: those found while reading it, then those between its records.

    ``known_productions`` (by id) and ``known_facts`` (ids) are already in the store that the file is for.
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
            wrong = _("is already the id of another production ({place})").format(place=first[key])
            remedy = _("choose another id, or remove it")
            yield Problem(wrong, remedy, "id", shortened(production.id), where, production.id)
        first.setdefault(key, where)


def _shared_names(productions: Sequence[tuple[str, Production]], known: Mapping[str, Production]) -> Iterator[Problem]:
    """Warn about names that several productions share. Those in the store come first."""
    bearers: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    inside = {production.id for _where, production in productions}
    held = (("", production) for name, production in known.items() if name not in inside)
    for where, production in (*held, *productions):
        for name in dict.fromkeys((production.title, *production.aliases)):
            bearers[folded_name(name)].append((where, production.id, name))
    for bearing in bearers.values():
        owners = list(dict.fromkeys(owner for _where, owner, _name in bearing))
        of_the_file = [each for each in bearing if each[0] and each[1] != owners[0]]
        if of_the_file:
            where, owner, name = of_the_file[0]
            owners.remove(owner)
            wrong = _("is also a name of {productions}").format(productions=_named(owners))
            remedy = _("keep it for one of them")
            yield Problem(wrong, remedy, "aliases", shortened(name), where, owner, Level.WARNING)


def _repeated_facts(placed: Iterable[_Placed]) -> Iterator[Problem]:
    first: dict[tuple[str, str], str] = {}
    for entry in placed:
        if entry.fact.key in first:
            wrong = _("is already the id of another fact ({place})").format(place=first[entry.fact.key])
            yield entry.error("id", entry.fact.id, wrong, _("choose another id, or remove it"))
        first.setdefault(entry.fact.key, entry.where)


def _unknown_references(
    placed: Sequence[_Placed],
    productions: Iterable[Production],
    known_productions: Collection[str],
    known_facts: Collection[str],
) -> Iterator[Problem]:
    known = {production.id for production in productions} | set(known_productions)
    ids = {entry.fact.id for entry in placed} | set(known_facts)
    remedy = _("add the production")
    if known:
        some = pgettext("choices", ", ").join(sorted(known)[:5])
        remedy = _("add it, or write one of {productions}").format(productions=some)
    for entry in placed:
        fact = entry.fact
        if fact.production not in known:
            yield entry.error("production", fact.production, _("isn't a known production"), remedy)
        if fact.merged_into is not None and fact.merged_into not in ids:
            wrong = _("isn't a known fact")
            yield entry.error("merged_into", fact.merged_into, wrong, _("add it, or correct the id"))


def _bare(placed: Iterable[_Placed]) -> Iterator[Problem]:
    for entry in placed:
        if not entry.fact.sources:
            yield entry.warning("sources", None, _("none given"), _("say where you read it"))
        if not entry.fact.phrasings:
            yield entry.warning("phrasings", None, _("none given"), _("add some questions that people ask"))


def _links(placed: Iterable[_Placed]) -> Iterator[Problem]:
    """Warn about sources that don't link straight to the page that says it."""
    for entry in placed:
        for index, source in enumerate(entry.fact.sources):
            field = f"sources[{index}].url"
            if source.url is None:
                yield entry.warning(field, None, _("is missing"), _("add a link to the page that says it"))
            elif _is_home_page(source.url):
                yield entry.warning(field, source.url, _("is a home page"), _("link to the page that says it"))


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
                yield entry.warning(field, edtf, wrong, _("check the year"))
        for index, source in enumerate(fact.sources):
            if source.date is not None and parse_edtf(source.date).earliest > today:
                yield entry.warning(f"sources[{index}].date", source.date, _("is in the future"), _("correct it"))
        if fact.checked_on is not None and fact.checked_on > today:
            shown = fact.checked_on.isoformat()
            yield entry.warning("checked_on", shown, _("is in the future"), _("write the date it was checked"))
        yield from _announcements(entry)


def _implausible(partial: PartialDate, today: date) -> str:
    if partial.latest.year < EARLIEST_YEAR:
        return _("({date}) is before there were films").format(date=in_words(partial))
    if partial.earliest.year > today.year + FURTHEST_YEARS:
        return _("({date}) is more than {count} years ahead").format(date=in_words(partial), count=FURTHEST_YEARS)
    return ""


def _announcements(entry: _Placed) -> Iterator[Problem]:
    """Warn about announcements that aren't in order, oldest first."""
    latest: date | None = None
    for index, announced in enumerate(entry.fact.announced_dates):
        if announced.announced is None:
            continue
        partial = parse_edtf(announced.announced)
        if latest is not None and partial.latest < latest:
            field = f"announced_dates[{index}].announced"
            wrong = _("is older than the one before it")
            yield entry.warning(field, announced.announced, wrong, _("put the oldest first"))
        latest = partial.earliest


def _shared_phrasings(placed: Iterable[_Placed]) -> Iterator[Problem]:
    """Warn once about each phrasing that several facts share."""
    askers: dict[tuple[str, str, str], list[tuple[_Placed, int]]] = defaultdict(list)
    for entry in placed:
        fact = entry.fact
        own: set[str] = set()
        for index, phrasing in enumerate(fact.phrasings):
            said = folded_name(phrasing)
            if said in own:
                yield entry.warning(f"phrasings[{index}]", phrasing, _("is listed twice"), _("remove one"))
                continue
            own.add(said)
            askers[fact.scope, fact.production, said].append((entry, index))
    for asking in askers.values():
        others = list(dict.fromkeys(entry.fact.id for entry, _index in asking))
        if len(others) > 1:
            entry, index = next(each for each in asking if each[0].fact.id != others[0])
            others.remove(entry.fact.id)
            wrong = _("is also a phrasing of {facts}").format(facts=_named(others))
            phrasing = entry.fact.phrasings[index]
            yield entry.warning(f"phrasings[{index}]", phrasing, wrong, _keep_one(len(others) + 1))


def _counterexamples(placed: Iterable[_Placed]) -> Iterator[Problem]:
    """Warn about counterexamples that are listed twice, or that are also phrasings."""
    for entry in placed:
        fact = entry.fact
        both, own = frozenset(contradicting(fact.phrasings, fact.counterexamples)), set[str]()
        for index, counterexample in enumerate(fact.counterexamples):
            field, said = f"counterexamples[{index}]", same_words(counterexample)
            if said in own:
                yield entry.warning(field, counterexample, _("is listed twice"), _("remove one"))
            elif counterexample in both:
                remedy = _("keep it as a phrasing if this fact answers it, else only as a counterexample")
                yield entry.warning(field, counterexample, _("is also a phrasing of this fact"), remedy)
            own.add(said)


def _near_duplicates(placed: Iterable[_Placed]) -> Iterator[Problem]:
    """Warn once about each group of facts that say nearly the same."""
    by_production: dict[tuple[str, str], list[_Placed]] = defaultdict(list)
    for entry in placed:
        by_production[entry.fact.scope, entry.fact.production].append(entry)
    for entries in by_production.values():
        for group in alike_groups([entry.fact.text for entry in entries]):
            first, second, *others = (entries[index] for index in group)
            named = _named(each.fact.id for each in (first, *others))
            wrong = _("says nearly the same as {facts}").format(facts=named)
            yield second.warning("text", second.fact.text, wrong, _keep_one(len(group)))


def _named(ids: Iterable[str]) -> str:
    """Name the first few ids, and count the others."""
    known = list(dict.fromkeys(ids))
    some, more = pgettext("choices", ", ").join(known[:_NAMED]), len(known) - _NAMED
    return _("{names} and {count:,} more").format(names=some, count=more) if more > 0 else some


def _keep_one(count: int) -> str:
    """Say to keep one of two or more."""
    if count == 2:
        return _("keep one of the two")
    return _("keep one of the {count:,}").format(count=count)
