"""A small invented store with productions that are easily confused, for the tests of what tells facts apart."""

from __future__ import annotations

from bot.facts.models import (
    SHARED,
    AnnouncedDate,
    DateValue,
    Fact,
    NumberValue,
    PersonValue,
    PlaceValue,
    Production,
    Value,
)

PRODUCTIONS = (
    Production(
        id="cw7",
        title="Cobalt Wake: Harbour of Ash Part One",
        aliases=("CW7", "C:W 7", "Cobalt Wake 7", "Harbour of Ash"),
    ),
    Production(
        id="cw8", title="Cobalt Wake: The Last Lantern", aliases=("CW8", "Cobalt Wake 8", "Harbour of Ash Part Two")
    ),
    Production(id="orrery", title="Orrery", aliases=()),
    Production(id="weaver", title="The Weaver of Vantry", aliases=()),
    Production(id="weaver-2", title="The Weaver of Vantry II", aliases=()),
    Production(id="pell", title="Pellwick Row", aliases=("Pellwick",)),
)


def fact(
    key: str,
    production: str,
    topic: str,
    subject: str,
    text: str,
    *phrasings: str,
    value: Value | None = None,
    announced: tuple[AnnouncedDate, ...] = (),
    scope: str = SHARED,
) -> Fact:
    """Return a fact in one line."""
    return Fact(
        id=key,
        production=production,
        topic=topic,
        subject=subject,
        text=text,
        phrasings=phrasings,
        value=value,
        announced_dates=announced,
        scope=scope,
    )


def _day(edtf: str, region: str | None = None) -> DateValue:
    return DateValue(edtf=edtf, region=region)


FACTS = (
    fact(
        "cw7-release",
        "cw7",
        "release",
        "US release",
        "Cobalt Wake 7 opened in US cinemas on 14 July 2023.",
        "when did cobalt wake 7 come out",
        "cobalt wake 7 release date",
        value=_day("2023-07-14", "US"),
    ),
    fact(
        "cw7-poland",
        "cw7",
        "release",
        "Polish release",
        "Cobalt Wake 7 opened in Poland on 21 July 2023.",
        "when did cobalt wake 7 come out in poland",
        value=_day("2023-07-21", "Poland"),
    ),
    fact(
        "cw7-disc",
        "cw7",
        "release",
        "Blu-ray release",
        "Cobalt Wake 7 came to Blu-ray on 31 October 2023.",
        "when is the cobalt wake 7 blu-ray out",
        value=_day("2023-10-31"),
    ),
    fact(
        "cw7-ravine",
        "cw7",
        "location",
        "ravine jump",
        "The ravine jump was filmed at Helmsund in Norway.",
        "where was the ravine jump filmed",
        value=PlaceValue(name="Helmsund", country="NO"),
    ),
    fact(
        "cw7-ravine-count",
        "cw7",
        "stunt",
        "ravine jump",
        "The ravine jump was done six times in one day.",
        "how many times was the ravine jump done",
        value=NumberValue(amount=6, unit="jumps"),
    ),
    fact(
        "cw7-runtime",
        "cw7",
        "production",
        "runtime",
        "Cobalt Wake 7 runs 163 minutes.",
        "how long is cobalt wake 7",
        value=NumberValue(amount=163, unit="minutes"),
    ),
    fact(
        "cw7-director",
        "cw7",
        "crew",
        "director",
        "Ilse Marrow directed Cobalt Wake 7.",
        "who directed cobalt wake 7",
        value=PersonValue(name="Ilse Marrow", role="director"),
    ),
    fact(
        "cw7-tamsin",
        "cw7",
        "cast",
        "Tamsin Oake",
        "Odile Farrant plays Tamsin Oake.",
        "who plays tamsin oake",
        value=PersonValue(name="Odile Farrant", role="Tamsin Oake"),
    ),
    fact(
        "cw8-release",
        "cw8",
        "release",
        "US release",
        "Cobalt Wake 8 opens in US cinemas on 23 May 2025.",
        "when does cobalt wake 8 come out",
        "cobalt wake 8 release date",
        value=_day("2025-05-23", "US"),
        announced=(
            AnnouncedDate(date="2022-08-05", announced="2019-02"),
            AnnouncedDate(date="2024-06-28", announced="2022-01"),
            AnnouncedDate(date="2025-05-23", announced="2023-10"),
        ),
    ),
    fact(
        "cw8-budget",
        "cw8",
        "production",
        "budget",
        "Cobalt Wake 8 cost about 300 million dollars.",
        "how much did cobalt wake 8 cost",
        value=NumberValue(amount=300_000_000, unit="USD", approximate=True),
    ),
    fact(
        "orrery-s3",
        "orrery",
        "release",
        "season 3 premiere",
        "Season 3 of Orrery starts on 8 January 2026.",
        "when does orrery season 3 come out",
        value=_day("2026-01-08"),
    ),
    fact(
        "orrery-s2",
        "orrery",
        "release",
        "season 2 premiere",
        "Season 2 of Orrery started on 11 January 2024.",
        "when did orrery season 2 come out",
        value=_day("2024-01-11"),
    ),
    fact(
        "orrery-s2-episodes",
        "orrery",
        "production",
        "season 2 episodes",
        "Season 2 of Orrery has ten episodes.",
        "how many episodes does orrery season 2 have",
        value=NumberValue(amount=10, unit="episodes"),
    ),
    fact(
        "weaver-release",
        "weaver",
        "release",
        "release",
        "The Weaver of Vantry was released on 3 March 2017.",
        "when did the weaver of vantry come out",
        value=_day("2017-03-03"),
    ),
    fact(
        "weaver-2-release",
        "weaver-2",
        "release",
        "release",
        "The Weaver of Vantry II was released on 9 April 2021.",
        "when did the weaver of vantry 2 come out",
        value=_day("2021-04-09"),
    ),
    fact(
        "pell-skydives",
        "pell",
        "stunt",
        "skydives",
        "One hundred and six skydives were made for Pellwick Row.",
        "how many skydives were made for pellwick row",
        value=NumberValue(amount=106, unit="skydives"),
    ),
    fact(
        "pell-harpsichord",
        "pell",
        "production",
        "harpsichord",
        "The harpsichord of Pellwick Row was built in Ghent.",
        "where was the harpsichord built",
        value=PlaceValue(name="Ghent", country="BE"),
    ),
    fact(
        "pell-piano",
        "pell",
        "production",
        "piano",
        "The piano of Pellwick Row was built in Leipzig.",
        "where was the piano built",
        value=PlaceValue(name="Leipzig", country="DE"),
    ),
)
