"""Check that no card prints a date twice, unless the fact's own text does."""

from __future__ import annotations

import calendar
import re
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from simcord.components import walk_components

from bot.data import shipped_packs
from bot.desk.access.server_settings import SpoilerPolicy
from bot.desk.cards.card import Card, make_card
from bot.desk.cards.spoilers import Outlet, Reader, Spoilers
from bot.desk.state.catalogue import Catalogue
from bot.facts.dates.edtf import in_words, parse_edtf
from bot.facts.models import SHARED, AnnouncedDate, DateValue, Fact, Production, Source
from bot.facts.packs.reading import read_pack
from bot.frontends.discord.components.cards import card_items, entry_markup
from bot.frontends.discord.components.parts import Panel

TODAY = date(2026, 11, 22)
PRODUCTION = Production(id="film", title="The Film")

_MONTHS = {name: number for number, name in enumerate(calendar.month_name) if name}
_NAMES = "|".join(_MONTHS)
_RUN = re.compile(rf"(?<![\d-])(\d{{1,2}}) to (\d{{1,2}}) ({_NAMES}) (\d{{4}})")
_DAY = re.compile(rf"(?<![\d-])(\d{{1,2}}) ({_NAMES}),? (\d{{4}})|({_NAMES}) (\d{{1,2}}), (\d{{4}})")
_ISO = re.compile(r"\d{4}-\d\d-\d\d(?: to \d{4}-\d\d-\d\d)?")
_MONTH = re.compile(rf"({_NAMES}) (\d{{4}})")
_STAMP = re.compile(r"<t:(\d+):D>")


def dates_of(text: str) -> Counter[str]:
    """Count the dates that a reader sees in a text. This doesn't use the bot's own parser."""
    text = re.sub(r"\]\([^)]*\)", "]", text).replace("\\", "")
    text = _STAMP.sub(lambda found: datetime.fromtimestamp(int(found[1]), UTC).date().isoformat(), text)
    found: Counter[str] = Counter()
    for first, last, name, year in _RUN.findall(text):
        found[f"{year}-{_MONTHS[name]:02}-{int(first):02} to {year}-{_MONTHS[name]:02}-{int(last):02}"] += 1
    rest = _RUN.sub(" ", text)
    for each in _DAY.finditer(rest):
        day, name, year = (each[number] or each[other] for number, other in ((1, 5), (2, 4), (3, 6)))
        found[f"{year}-{_MONTHS[name]:02}-{int(day):02}"] += 1
    rest = _DAY.sub(" ", rest)
    found.update(_ISO.findall(rest))
    rest = _ISO.sub(" ", rest)
    found.update(f"{year}-{_MONTHS[month]:02}" for month, year in _MONTH.findall(rest))
    found.update(re.findall(r"(?<![\d$.,])\d{4}(?!\d)", _MONTH.sub(" ", rest)))
    return found


def printed(card: Card, sources: int = 2) -> str:
    panel: Any = Panel(*card_items(card, sources=sources))
    components = panel.to_components()
    return "\n".join(str(each["content"]) for each in walk_components(components) if each["type"] == 10)


def own_words(fact: Fact, card: Card, sources: int) -> tuple[Counter[str], Counter[str]]:
    """Return the dates of the sentence, and those of all other quoted text."""
    quoted = [card.title, card.value, *(each.title for each in fact.sources[:sources])]
    quoted += [each.why for each in fact.announced_dates[1:] if each.why and each.why in card.moved_from]
    return dates_of(card.text), sum(map(dates_of, quoted), Counter())


def repeated(fact: Fact, sources: int = 2) -> list[str]:
    """Return the dates that a card prints more often than its fact's own text does."""
    catalogue = Catalogue()
    catalogue.load([PRODUCTION], [])
    tell = Spoilers(catalogue, lambda _: SpoilerPolicy.SHOW).at(Outlet.ANSWER, Reader(SHARED))
    card = make_card(fact, catalogue, TODAY, SHARED, tell)
    sentence, quoted = own_words(fact, card, sources)
    wrong = []
    subject = f"**{card.subject}**"
    for text in (printed(card, sources), entry_markup(card).removeprefix(subject)):
        for day, often in dates_of(text).items():
            added = often - sentence[day] - quoted[day]
            if added > (0 if sentence[day] else 1):
                wrong.append(f"{day} in {text!r}")
    return wrong


def shipped() -> Iterable[Fact]:
    for path in shipped_packs():
        yield from read_pack(path.read_bytes(), path.name).facts


def test_no_shipped_card_repeats_a_date() -> None:
    facts = list(shipped())
    assert len(facts) > 100
    assert [each for fact in facts for each in repeated(fact)] == []


def test_the_check_notices_a_repeated_date() -> None:
    assert dates_of("14 May 2027 <t:1810290600:D> May 14, 2027 2027-05-14")["2027-05-14"] == 4
    assert dates_of("in May 2027, and 12 to 14 May 2027 ([A 3 May 2026](https://e.org/2026-05-03))") == Counter(
        {"2027-05": 1, "2027-05-12 to 2027-05-14": 1, "2026-05-03": 1}
    )


DAYS = st.sampled_from(["2027-05-14", "2027-05", "2026-11-22", "2026-05-03", "2026", "2027-05-12/2027-05-14"])
SINGLE = DAYS.filter(lambda edtf: "/" not in edtf)


def spelled(edtf: str) -> st.SearchStrategy[str]:
    forms = [in_words(parse_edtf(edtf)), edtf.replace("/", " to ")]
    if re.fullmatch(r"\d{4}-\d\d-\d\d", edtf):
        day = date.fromisoformat(edtf)
        forms.append(f"{calendar.month_name[day.month]} {day.day}, {day.year}")
    return st.sampled_from(forms)


SENTENCES = st.one_of(
    st.just("Nobody said when."),
    DAYS.flatmap(spelled).map(lambda words: f"It comes on {words}."),
    st.tuples(DAYS.flatmap(spelled), DAYS.flatmap(spelled)).map(lambda two: f"It moved from {two[0]} to {two[1]}."),
)
SOURCES = st.builds(
    Source,
    title=st.just("Gazette") | SINGLE.flatmap(spelled).map(lambda words: f"Gazette, {words}"),
    date=st.none() | SINGLE,
)
ANNOUNCED = st.builds(
    AnnouncedDate,
    date=DAYS,
    announced=st.none() | SINGLE,
    by=st.sampled_from([None, "the studio"]),
    why=st.none() | SINGLE.flatmap(spelled).map(lambda words: f"a clash on {words}"),
)


@st.composite
def facts(draw: st.DrawFn) -> Fact:
    announced = tuple(draw(st.lists(ANNOUNCED, max_size=3)))
    value = announced[-1].date if announced else draw(st.none() | DAYS)
    return Fact(
        id="fact",
        production="film",
        topic="release",
        text=draw(SENTENCES),
        value=DateValue(edtf=value, region=draw(st.sampled_from([None, "US"]))) if value else None,
        announced_dates=announced,
        sources=tuple(draw(st.lists(SOURCES, max_size=3))),
        checked_on=draw(st.sampled_from([None, date(2026, 5, 3), date(2026, 11, 22)])),
    )


@settings(max_examples=400)
@given(facts(), st.integers(1, 2))
def test_no_invented_card_repeats_a_date(fact: Fact, sources: int) -> None:
    assert repeated(fact, sources) == []


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("It comes on 14 May 2027.", "📅 <t:1810290600:R>, US"),
        ("Nobody says when.", "📅 <t:1810290600:D> (<t:1810290600:R>), US"),
    ],
)
def test_a_date_in_the_sentence_is_not_repeated_below(text: str, shown: str) -> None:
    value = DateValue(edtf="2027-05-14", region="US")
    catalogue = Catalogue()
    tell = Spoilers(catalogue, lambda _: SpoilerPolicy.SHOW).at(Outlet.ANSWER, Reader(SHARED))
    fact = Fact(id="fact", production="film", topic="release", text=text, value=value)
    assert shown in printed(make_card(fact, catalogue, TODAY, SHARED, tell)).splitlines()
