"""Hypothesis strategies for everything a fact is made of, awkward on purpose."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from bot.facts.dates.edtf import parse_edtf
from bot.facts.models import (
    AnnouncedDate,
    DateValue,
    Fact,
    NumberValue,
    PersonValue,
    PlaceValue,
    Production,
    Source,
    Spoiler,
    State,
    Status,
)
from bot.plain import is_blank, tidy

AWKWARD = [
    "=1+1",
    "'quoted'",
    "'=x",
    "@here",
    "a|b",
    "back\\slash",
    "\\n",
    "two\nlines",
    "not: so",
    '"q", r',
    "Ada as Bo (c)",
    "-5",
]


def words(most: int = 40) -> st.SearchStrategy[str]:
    letters = st.characters(exclude_categories=("Cs", "Cc"))
    free = st.text(st.one_of(letters, st.sampled_from("\n|\\'=+-@\",;()~? ")), min_size=1, max_size=most)
    return st.one_of(st.sampled_from(AWKWARD), free).map(tidy).filter(lambda text: not is_blank(text))


SLUGS = st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,5}){0,3}", fullmatch=True)
DAYS = st.dates(date(1, 1, 1), date(9998, 12, 31))


@st.composite
def edtf_dates(draw: st.DrawFn) -> str:
    day = draw(DAYS)
    part = draw(st.sampled_from(["day", "month", "season", "quarter", "year"]))
    base = {
        "day": day.isoformat(),
        "month": day.isoformat()[:7],
        "season": f"{day.year:04}-{draw(st.integers(21, 24))}",
        "quarter": f"{day.year:04}-{draw(st.integers(33, 36))}",
        "year": f"{day.year:04}",
    }[part]
    return base + draw(st.sampled_from(["", "", "?", "~", "%"]))


@st.composite
def edtf_values(draw: st.DrawFn) -> str:
    """Return a date, or a range of two, of which one may be open or unknown."""
    one, other = draw(edtf_dates()), draw(edtf_dates())
    shape = draw(st.sampled_from(["date", "date", "range", "range", "near", "open", "unknown", "from", "until"]))
    if shape == "date":
        return one
    if shape in ("open", "unknown", "from", "until"):
        return {"open": f"{one}/..", "unknown": f"{one}/", "from": f"../{one}", "until": f"/{one}"}[shape]
    if shape == "near":  # of one year and one precision, as most are
        other = (one[:4] + other[4:]).replace("-02-29", "-02-28")
    first, last = sorted((one, other), key=lambda edtf: parse_edtf(edtf).earliest)
    return f"{first}/{last}"


def maybe(strategy: st.SearchStrategy[str]) -> st.SearchStrategy[str | None]:
    return st.one_of(st.none(), strategy)


DATE_VALUES = st.builds(DateValue, edtf=edtf_values(), region=maybe(words()))
PERSON_VALUES = st.builds(PersonValue, name=words(), role=maybe(words()))
FINITE = st.floats(allow_nan=False, allow_infinity=False)


@st.composite
def number_values(draw: st.DrawFn) -> NumberValue:
    amounts = st.one_of(st.integers(-(10**13), 10**13).map(float), FINITE, st.just(8.5e6), st.just(2.9e8))
    ends = sorted([draw(amounts), draw(amounts)])
    upper = ends[1] if draw(st.booleans()) else None
    unit = draw(st.one_of(st.sampled_from(["minutes", "USD", "metres", "%", "litres", "day", "m"]), words(20)))
    return NumberValue(amount=ends[0], upper=upper, unit=unit, approximate=draw(st.booleans()))


@st.composite
def place_values(draw: st.DrawFn) -> PlaceValue:
    there = draw(st.booleans())
    return PlaceValue(
        name=draw(words()),
        country=draw(st.sampled_from([None, "NO", "GB", "US"])),
        latitude=draw(st.floats(-90, 90)) if there else None,
        longitude=draw(st.floats(-180, 180)) if there else None,
        approximate=draw(st.booleans()),
    )


VALUES = st.one_of(DATE_VALUES, PERSON_VALUES, number_values(), place_values())
PRODUCTIONS = st.builds(Production, id=SLUGS, title=words(), aliases=st.lists(words(), max_size=4).map(tuple))
URLS = st.sampled_from(["https://example.org/a?b=c|d", "http://example.org", "https://example.org/\\x"])
SOURCES = st.builds(Source, title=words(), url=maybe(URLS), date=maybe(edtf_dates()))
ANNOUNCED = st.builds(
    AnnouncedDate, date=edtf_values(), announced=maybe(edtf_dates()), by=maybe(words()), why=maybe(words())
)


@st.composite
def facts(draw: st.DrawFn) -> Fact:
    announced = tuple(draw(st.lists(ANNOUNCED, max_size=3)))
    value = draw(st.one_of(st.none(), VALUES))
    if announced and isinstance(value, DateValue):
        value = DateValue(edtf=announced[-1].date, region=value.region)
    merged = draw(st.booleans()) and draw(st.booleans())
    name = draw(SLUGS)
    return Fact(
        id=name,
        production=draw(SLUGS),
        topic=draw(SLUGS),
        subject=draw(st.one_of(st.just(""), words())),
        text=draw(words(200)),
        value=value,
        status=draw(st.sampled_from(Status)),
        spoiler=draw(st.sampled_from(Spoiler)),
        phrasings=tuple(draw(st.lists(words(), max_size=4))),
        counterexamples=tuple(draw(st.lists(words(), max_size=4))),
        sources=tuple(draw(st.lists(SOURCES, max_size=3))),
        announced_dates=announced,
        checked_on=draw(st.one_of(st.none(), DAYS)),
        scope=draw(st.sampled_from(["shared", "server:42"])),
        state=State.MERGED if merged else draw(st.sampled_from([State.LIVE, State.RETIRED])),
        merged_into=f"{name}-2" if merged else None,
        revision=draw(st.integers(1, 99)),
    )
