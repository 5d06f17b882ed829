"""Make invented stores of any size, and reworded questions on them; the same for the same seed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from benchmarks.templates import SCENES, STUNTS, TEMPLATES, Template
from bot.evaluation.slips import slipped
from bot.facts.models import DateValue, Fact, NumberValue, PersonValue, PlaceValue, Production, Value, slug


def words(text: str) -> list[str]:
    """Split a text at its spaces."""
    return text.split()


_FIRST = words(
    "Ada Amir Anouk Aron Beatriz Bela Bruno Cato Celia Chidi Clara Dana Dario Edda Elif Emil Enzo Esra Farid Fay Femi "
    "Freya Gala Goran Greta Hana Hugo Ida Ilse Imre Iris Ivo Jana Joris Juno Kaito Karim Keira Kofi Lars Leila Liv "
    "Luca Mabel Malik Mara Marek Mina Nadia Nils Noor Odile Olek Orla Otto Petra Pia Quentin Rafael Rania Remy Rosa "
    "Rurik Saga Samir Sena Silas Sora Stella Tariq Tessa Theo Tilda Uma Ursa Vada Viktor Wanda Wim Xenia Yara Yusuf "
    "Zelda Zoran"
)
_QUALITIES = words(
    "Amber Ashen Bitter Black Bleeding Blue Borrowed Bright Broken Burning Cold Copper Crimson Crooked Dancing Dark "
    "Distant Drowned Eastern Electric Empty Endless Eternal Faded Fallen Fearless Final Flying Forgotten Foreign "
    "Frozen Gentle Ghostly Gilded Glass Golden Green Grey Hidden Hollow Holy Hungry Invisible Iron Ivory Jade Last "
    "Lonely Lost Lucky Marble Midnight Mortal Narrow Nameless Northern Obsidian Paper Patient Perfect Pale Plastic "
    "Quiet Racing Ragged Rising Rotten Royal Rusted Sacred Scarlet Second Secret Seventh Shattered Silent Silver "
    "Sleeping Slow Southern Stolen Stone Strange Sudden Sunken Tender Thirsty Tin Unquiet Velvet Wandering Western "
    "White Wicked Wild Winter Wooden Yellow"
)
_THINGS = words(
    "Affair Anchor Angel Archive Arrow Atlas Autumn Ballad Bargain Beast Bell Bird Border Bridge Brother Cage Candle "
    "Canyon Captain Carnival Castle Cathedral Circus City Clock Cloud Colony Comet Compass Confession Corridor Country "
    "Covenant Crown Dagger Daughter Dawn Debt Desert Detective Dream Drum Echo Empire Engine Evening Exile Falcon "
    "Feather Ferry Fever Field Fire Flood Forest Fortune Fox Frontier Garden Gate General Giant Guest Hand Harbor "
    "Harvest Heart Heir Highway Horizon Horse Hotel Hour Hunter Island Journey Judge Jungle Kingdom Kiss Knife Ladder "
    "Lantern Law Letter Library Lighthouse Lion Machine Map Mask Meadow Mercy Messenger Mirror Monarch Moon Mountain "
    "Museum Night Nurse Oath Ocean Orchard Orphan Palace Passenger Pilot Pirate Planet Poet Prince Prophet Queen Rain "
    "Raven Reaper Reef Ritual River Road Robot Rose Sailor Saint Season Shadow Shepherd Ship Shore Signal Singer "
    "Sister Sky Smoke Snake Soldier Song Spider Spring Stairs Star Station Storm Stranger Summer Sword Tailor Teacher "
    "Temple Thief Throne Tide Tiger Tower Train Tree Tunnel Twin Valley Verdict Village Violin Voyage Wall War Watch "
    "Water Wave Wedding Well Whisper Widow Wind Window Wing Witness Wolf Woman World Writer"
)
_ROMAN = ("", "", "II", "III", "IV", "V")
_WORDS = ("", "One", "Two", "Three", "Four", "Five")
_GLUE = frozenset(words("a an the is was did does do of in on for to i can they what which it be had will at their"))
_ONSETS = words("b br c ch d dr f g gr h j k kl l m n p pr qu r s sh st t tr v w z")
_VOWELS = words("a e i o u ae ai ei ou")
_CODAS = words("b ck d k l ll m n nd ng r rk rn s st t th x")


@dataclass(frozen=True, slots=True)
class Question:
    """A rewording of how a fact is asked for, and that fact's id."""

    text: str
    fact: str


@dataclass(frozen=True, slots=True)
class Store:
    """Productions, their facts, and for each fact the five ways of asking with ``{t}`` for the name."""

    productions: tuple[Production, ...]
    facts: tuple[Fact, ...]
    wordings: dict[str, tuple[str, ...]]

    def questions(self, count: int, seed: int = 2) -> list[Question]:
        """Rewordings of how random facts are asked for, in a fixed order."""
        random = Random(seed)
        names = {production.id: (production.title, *production.aliases) for production in self.productions}
        asked = []
        for _ in range(count):
            fact = random.choice(self.facts)
            wording = random.choice(self.wordings[fact.id])
            asked.append(Question(reworded(wording, random.choice(names[fact.production]), random), fact.id))
        return asked


def make(size: int, seed: int = 1) -> Store:
    """Return a store of ``size`` facts, 25 a production."""
    random = Random(seed)
    productions: list[Production] = []
    facts: list[Fact] = []
    wordings: dict[str, tuple[str, ...]] = {}
    drawing = _Drawing(random)
    for production in _productions(random):
        productions.append(production)
        drawing.scenes, drawing.stunts = random.sample(SCENES, 2), random.sample(STUNTS, 1)
        for template in TEMPLATES[: size - len(facts)]:
            fact, ways = drawing.fact(template, production)
            facts.append(fact)
            wordings[fact.id] = ways
        if len(facts) >= size:
            return Store(tuple(productions), tuple(facts), wordings)
    raise AssertionError("productions do not run out")


def _productions(random: Random) -> Iterator[Production]:
    """Films with sequels, titles inside titles, one-word titles; no two share a name."""
    used: set[str] = set()
    ids: set[str] = set()
    while True:
        base = title(random)
        if base.casefold() in used:
            continue
        parts = random.choices((1, 2, 3, 4, 5), (60, 18, 12, 6, 4))[0]
        subtitled = random.random() < 0.4
        for number in range(1, parts + 1):
            named, aliases = _sequel(base, number, title(random) if subtitled and number > 1 else "")
            names = [name for name in dict.fromkeys((named, *aliases)) if name.casefold() not in used]
            key = slug(named)
            if not names or names[0] != named or key in ids:
                continue
            used.update(name.casefold() for name in names)
            ids.add(key)
            yield Production(id=key, title=named, aliases=tuple(names[1:]))


def title(random: Random) -> str:
    """Return an invented title."""
    quality, thing = random.choice(_QUALITIES), random.choice(_THINGS)
    shapes = (
        f"{quality} {thing}",
        f"The {quality} {thing}",
        f"{thing} of the {random.choice(_THINGS)}",
        f"The {thing} and the {random.choice(_THINGS)}",
        f"{random.choice(_FIRST)}'s {thing}",
        f"{_surname(random)} {thing}",
        f"A {thing} for {random.choice(_FIRST)}",
        thing,
    )
    return random.choices(shapes, (26, 18, 12, 8, 8, 16, 8, 4))[0]


def person(random: Random) -> str:
    """Return an invented person's name."""
    return f"{random.choice(_FIRST)} {_surname(random)}"


def place(random: Random) -> str:
    """Return an invented town's name."""
    return _surname(random) + random.choice(("ton", "burg", "holm", "ville", " Bay", " Hills", "stad"))


def _sequel(base: str, number: int, subtitle: str) -> tuple[str, list[str]]:
    initials = "".join(word[0] for word in base.split() if word[0].isupper() and word != "The")
    if number == 1:
        return base, [initials] if len(initials) > 2 else []
    numbered = [f"{base} {number}", f"{base} {_ROMAN[number]}", f"{base} Part {_WORDS[number]}"]
    if subtitle:
        return f"{base}: {subtitle}", [*numbered, subtitle, f"{initials}{number}" if len(initials) > 1 else base]
    return numbered[number % 3], [*numbered, f"{initials}{number}"] if len(initials) > 1 else numbered


def _surname(random: Random) -> str:
    middle = random.choice(_ONSETS) + random.choice(_VOWELS) if random.random() < 0.6 else ""
    return (random.choice(_ONSETS) + random.choice(_VOWELS) + middle + random.choice(_CODAS)).capitalize()


@dataclass(slots=True)
class _Drawing:
    """Draws what facts say."""

    random: Random
    scenes: list[str]
    stunts: list[str]

    def __init__(self, random: Random) -> None:
        self.random = random
        self.scenes = []
        self.stunts = []

    def fact(self, template: Template, production: Production) -> tuple[Fact, tuple[str, ...]]:
        """One fact, and the ways of asking with the name left open."""
        day = date(2015, 1, 1) + timedelta(days=self.random.randrange(4200))
        number = self.random.randrange(80, 260)
        thing = person(self.random) if _is_person(template) else place(self.random)
        about = self._about(template)
        said = {"x": thing, "y": about, "day": f"{day.day} {day:%B %Y}", "n": str(number)}
        names = (production.title, *production.aliases)
        ways = tuple(wording.format(**said, t="{t}") for wording in template.wordings)
        fact = Fact(
            id=f"{production.id[:100].strip('-')}-{template.name}",
            production=production.id,
            topic=template.topic,
            subject=template.subject.format(**said),
            text=template.text.format(**said, t=production.title),
            value=_value(template.value, day, number, thing, about),
            phrasings=tuple(way.replace("{t}", self.random.choice(names)) for way in ways),
        )
        return fact, ways

    def _about(self, template: Template) -> str:
        if template.topic == "cast":
            return person(self.random)
        if template.topic == "stunt":
            return self.stunts[0]
        return self.scenes[int(template.name[-1]) - 1] if template.topic == "location" else ""


def _is_person(template: Template) -> bool:
    return template.value == "role" or template.value.startswith("person")


def _value(kind: str, day: date, number: int, thing: str, about: str) -> Value:
    kind, _, detail = kind.partition(":")
    if kind == "date":
        return DateValue(edtf=day.isoformat(), region=detail or None)
    if kind == "place":
        return PlaceValue(name=thing)
    if kind == "role":
        return PersonValue(name=thing, role=about)
    if kind == "person":
        return PersonValue(name=thing, role=detail)
    return NumberValue(amount=number, unit=kind)


def reworded(wording: str, name: str, random: Random) -> str:
    """Said in another order, shortened, misspelt, or shortened and misspelt."""
    name = name if random.random() < 0.3 else name.lower()
    way = random.choice(("shuffled", "shortened", "misspelt", "both"))
    if way == "misspelt":
        return slipped(wording.replace("{t}", name))
    parts = wording.split()
    if way == "shuffled":
        random.shuffle(parts)
        return " ".join(parts).replace("{t}", name)
    short = " ".join(part for part in parts if part not in _GLUE).replace("{t}", name)
    return slipped(short) if way == "both" else short
