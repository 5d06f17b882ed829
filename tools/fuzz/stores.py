"""Make the six kinds of store to ask. All but the shipped pack and the real films are invented."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import chain, cycle, islice
from pathlib import Path
from string import ascii_uppercase

from bot.data import shipped_packs
from bot.evaluation.sets import read_facts
from bot.facts.models import AnnouncedDate, DateValue, Fact, NumberValue, PersonValue, PlaceValue, Production, Value
from tools.fuzz.films import ASKED, films
from tools.fuzz.material import Store, store

FILMS = 2000
"""Real films in a store, where nothing else is said."""

_ODD = (
    "37.8 million", "1.25 %", "12,500", "2½", "1e6", "007", "0.5", "4K", "1080p", "24/7", "'99", "the 60s", "9-1-1",
    "2049.5", "1984", "MMXXVI", "٣٧", "፩፪", "Ⅷ", "²", "№ 5", "twenty-one", "999999999999999999999", "-3", "3rd", "@s2",
)  # fmt: skip
"""Numbers as facts write them, and as nobody expects them."""

_DATES = ("2024-10-07", "2027-09", "2027", "2027-23", "2027-34", "2026?", "2025~", "2024-02-29", "0099-01-01")


def stores(film_count: int = FILMS) -> Mapping[str, Callable[[], Store]]:
    """Return how each kind of store is made, by its name."""
    return {
        "shipped": _shipped,
        "seasons": _seasons,
        "series": _series,
        "large": _large,
        "letters": _letters,
        "films": lambda: _films(film_count),
    }


def _fact(
    key: str,
    production: str,
    topic: str,
    subject: str,
    text: str,
    *asked: str,
    value: Value | None = None,
    moved: int = 0,
) -> Fact:
    announced: tuple[AnnouncedDate, ...] = ()
    if moved and isinstance(value, DateValue):
        earlier = [AnnouncedDate(date=f"20{20 + at}-0{1 + at % 9}", announced=f"20{18 + at}-03") for at in range(moved)]
        announced = (*earlier, AnnouncedDate(date=value.edtf))
    return Fact(
        id=key,
        production=production,
        topic=topic,
        subject=subject,
        text=text,
        phrasings=asked,
        value=value,
        announced_dates=announced,
    )


def _shipped() -> Store:
    return store("shipped", *read_facts(list[Path](shipped_packs())))


_SHOWS = ("The Tarnhollow Post", "Orrery", "Season of Salt", "Part Seven", "9-1-1 Harbour", "S")


def _seasons() -> Store:
    """Shows with seasons, episodes, specials and halves, and with numbers of every form in their texts."""
    productions = [
        Production(id=f"show-{number}", title=title, aliases=(f"{title.split()[-1]} show",))
        for number, title in enumerate(_SHOWS)
    ]
    return store("seasons", productions, chain.from_iterable(map(_of_show, productions)))


def _of_show(show: Production) -> Iterator[Fact]:
    name = show.title.lower()
    for season in range(7):
        edtf = _DATES[season % len(_DATES)]
        yield _fact(
            f"{show.id}-s{season}",
            show.id,
            "release",
            f"season {season} premiere",
            f"Season {season} of {show.title} starts in {edtf}.",
            f"when does {name} season {season} come out",
            f"{name} s{season} release date",
            value=DateValue(edtf=edtf),
            moved=season % 4,
        )
        yield _fact(
            f"{show.id}-s{season}-count",
            show.id,
            "production",
            f"season {season} episodes",
            f"Season {season} of {show.title} has {season + 4} episodes.",
            f"how many episodes does {name} season {season} have",
            value=NumberValue(amount=season + 4, unit="episodes"),
        )
        for episode in range(1, 5):
            yield _fact(
                f"{show.id}-s{season}e{episode}",
                show.id,
                "story",
                f"season {season} episode {episode} title",
                f"Episode {episode} of season {season} is called The {_ODD[(season * 4 + episode) % len(_ODD)]}.",
                f"what is {name} s{season}e{episode} called",
                f"title of {name} season {season} episode {episode}",
            )
    for number, odd in enumerate(_ODD):
        yield _fact(
            f"{show.id}-odd-{number}",
            show.id,
            ("release", "production", "location", "stunt")[number % 4],
            f"audience {number}",
            f"{show.title} reached {odd} viewers in its week {number}.",
            f"how many viewers did {name} have in week {number}",
            value=None if number % 2 else NumberValue(amount=number + 0.5, unit="viewers"),
        )


_SERIES = (
    "Iron Meridian", "Iron Meridian 2", "Iron Meridian II", "Iron Meridian: Part Two", "Iron Meridian: Part Three",
    "Iron Meridian (1976)", "Iron Meridian (2005)", "The Iron Meridian", "Meridian", "Iron", "Iron Meridian Returns",
    "Iron Meridian 4: The Reckoning", "Iron Meridian – The Reckoning Part One", "I.M. 5", "Meridian of Iron",
    "The Second Iron Meridian", "The Last Meridian", "Iron Meridian (US)", "Iron Meridian (UK)", "Iron & Meridian",
)  # fmt: skip


def _series() -> Store:
    """Films whose titles are easily taken for each other, with the same facts on each."""
    productions = [
        Production(id=f"iron-{number}", title=title, aliases=(f"IM{number}", "the meridian films")[: 1 + number % 2])
        for number, title in enumerate(_SERIES)
    ]
    return store("series", productions, chain.from_iterable(map(_of_film, productions)))


def _of_film(film: Production) -> Iterator[Fact]:
    number = int(film.id.rpartition("-")[2])
    name, year = film.title.lower(), 1976 + 3 * number
    release = DateValue(edtf=f"{year}-05-{1 + number:02}")
    person, place = PersonValue(name=f"Una Prewitt {number}", role="director"), PlaceValue(name="Tromsø", country="NO")
    for topic, subject, text, asked, value in (
        ("release", "release", f"{film.title} came out in May {year}.", f"when did {name} come out", release),
        ("crew", "director", f"Una Prewitt directed {film.title}.", f"who directed {name}", person),
        ("location", "filming", f"{film.title} was filmed in Tromsø.", f"where was {name} filmed", place),
        ("production", "runtime", f"{film.title} runs {90 + number} minutes.", f"how long is {name}", None),
        ("cast", "the captain", f"Odile Farrant plays the captain in {film.title}.", "who plays the captain", None),
        ("stunt", "bridge jump", "The jump was done 6 times.", "how often was the bridge jump done", None),
    ):
        key = f"{film.id}-{topic}"
        yield _fact(key, film.id, topic, subject, text, asked, f"{name} {subject}", value=value, moved=number % 3)


_THINGS = ("lantern", "harbour", "ravine", "orchard", "piano", "glider", "tunnel", "mirror", "ladder", "engine")
_DEEDS = ("built", "filmed", "painted", "burned", "sunk", "moved", "cut", "sold", "lit", "designed")
_TOPICS = ("stunt", "location", "production", "cast", "crew", "story", "release", "trailer")


def _large() -> Store:
    """One production with 2,000 facts."""
    film = Production(id="endless", title="The Endless Reel", aliases=("Endless Reel", "TER"))
    facts = [
        _fact(
            f"endless-{number}",
            film.id,
            _TOPICS[number % len(_TOPICS)],
            f"{_THINGS[number % 10]} {number // 10}",
            f"The {_THINGS[number % 10]} of reel {number} was {_DEEDS[number // 10 % 10]} {odd} times.",
            f"how often was the {_THINGS[number % 10]} of reel {number} {_DEEDS[number // 10 % 10]}",
            *((f"{_DEEDS[number % 10]} {_THINGS[number // 10 % 10]} {number}",) if number % 3 else ()),
            value=DateValue(edtf=_DATES[number % len(_DATES)]) if number % 5 == 0 else None,
            moved=number % 4,
        )
        for number, odd in enumerate(islice(cycle(_ODD), 2000))
    ]
    return store("large", [film], facts)


_LETTERS = (
    *ascii_uppercase,
    "É",
    "Ø",
    "ß",
    "Я",
    "Ω",
    "中",
    "ñ",
    "1",
    "7",
    "9",
    "٣",
    "²",
    "½",
    "&",
    "+",
    "$",
    "?",
    "@",
    "#",
)


def _letters() -> Store:
    """Films whose titles are single letters, numbers and signs."""
    productions = [
        Production(id=f"letter-{number}", title=letter, aliases=(f"{letter} {number}",) if number % 3 == 0 else ())
        for number, letter in enumerate(_LETTERS)
    ]
    facts = chain.from_iterable(_of_letter(film, number) for number, film in enumerate(productions))
    return store("letters", productions, facts)


def _of_letter(film: Production, number: int) -> Iterator[Fact]:
    name = film.title
    release = DateValue(edtf=_DATES[number % len(_DATES)])
    yield _fact(
        f"{film.id}-out",
        film.id,
        "release",
        "",
        f"{name} is out.",
        f"when is {name} out",
        value=release,
        moved=number % 3,
    )
    yield _fact(f"{film.id}-who", film.id, "crew", name, f"{name} was made by {name}.", f"who made {name}", name)
    yield _fact(f"{film.id}-where", film.id, "location", "x", f"{name} was filmed here.", f"where is {name}")


def _films(most: int) -> Store:
    productions, facts = films(most)
    return store("films", productions, facts, (way.format(film.title) for film in productions for way in ASKED))
