"""Time of a question as one production grows from 100 to 5,000 facts: a long-running show, the typical big server.

Run ``python -m benchmarks show [facts ...]``. Each episode of the invented show has facts about when it aired, who
directed it, who guest-starred, where a scene was shot, and a stunt. Questions are rewordings of how random facts are
asked for, and general ones that many facts share words with. All times are CPU time of this process; the ratio to the
smallest store is what counts.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from benchmarks.synthetic import person, place, title
from bot.answers.engine import Engine
from bot.answers.knowledge import Knowledge
from bot.data import lexicon_folder
from bot.evaluation.slips import slipped
from bot.facts.models import DateValue, Fact, PersonValue, PlaceValue, Production, Value

SIZES = (100, 1_000, 5_000)
QUESTIONS = 300
MOST_GROWTH = 1.3
"""How many times as long a question may take with the most facts as with the fewest."""

TODAY = date(2026, 11, 22)
SHOW = Production(id="harbour-lights", title="Harbour Lights", aliases=("HL",))
GENERAL = (
    "harbour lights",
    "when does harbour lights come out",
    "who directed the episode of harbour lights",
    "where was it filmed",
    "harbour lights season 3",
    "who guest starred in season 2",
    "when is the newest season of harbour lights",
    "how many stunts are in harbour lights",
)
_EPISODES = 12
_ROLES = ("judge", "fisherman", "nurse", "pilot", "teacher", "smuggler", "baker", "captain", "detective", "singer")
_SCENES = ("bridge chase", "market fight", "harbour fire", "church wedding", "night swim", "roof duel", "storm landing")


def show(size: int, seed: int = 1) -> tuple[list[Fact], list[str]]:
    """Return as many facts of one show, and a wording with which each may be asked for."""
    random = Random(seed)
    facts: list[Fact] = []
    number = 0
    while len(facts) < size:
        season, episode = 1 + number // _EPISODES, 1 + number % _EPISODES
        facts += _episode(season, episode, random)
        number += 1
    del facts[size:]
    return facts, [random.choice(fact.phrasings) for fact in facts]


def _episode(season: int, episode: int, random: Random) -> list[Fact]:
    name, part = title(random), f"season {season} episode {episode}"
    day = date(2001, 1, 5) + timedelta(days=7 * (season * 30 + episode))
    role, scene = random.choice(_ROLES), random.choice(_SCENES)
    director, guest, town = person(random), person(random), place(random)

    def fact(kind: str, topic: str, subject: str, text: str, value: Value | None, *phrasings: str) -> Fact:
        return Fact(
            id=f"hl-{season}-{episode}-{kind}",
            production=SHOW.id,
            topic=topic,
            subject=subject,
            text=text,
            value=value,
            phrasings=phrasings,
        )

    return [
        fact(
            "aired",
            "release",
            f"{part}, {name}",
            f"“{name}”, {part}, aired on {day.day} {day:%B %Y}.",
            DateValue(edtf=day.isoformat()),
            f"when did {part} air",
            f"air date of {name}",
            f"harbour lights {name} when was it on",
        ),
        fact(
            "director",
            "crew",
            f"director of {name}",
            f"{director} directed “{name}”.",
            PersonValue(name=director, role="director"),
            f"who directed {name}",
            f"director of {part}",
            f"{name} harbour lights director",
        ),
        fact(
            "guest",
            "cast",
            f"{role} in {name}",
            f"{guest} plays the {role} in “{name}”.",
            PersonValue(name=guest, role=role),
            f"who plays the {role} in {name}",
            f"guest star {part}",
            f"actor of the {role} in {name}",
        ),
        fact(
            "location",
            "location",
            f"{scene} in {name}",
            f"The {scene} of “{name}” was shot in {town}.",
            PlaceValue(name=town),
            f"where was the {scene} in {name} filmed",
            f"{name} {scene} location",
            f"where did they shoot {part}",
        ),
        fact(
            "stunt",
            "stunt",
            f"{scene} stunt in {name}",
            f"{guest} did the {scene} of “{name}” without a double.",
            None,
            f"did {guest} do the {scene} in {name}",
            f"who did the stunt in {name}",
            f"how was the {scene} of {part} done",
        ),
    ]


def questions(wordings: Sequence[str], count: int = QUESTIONS, seed: int = 2) -> list[str]:
    """Return questions about random facts, a third of them misspelt, and every tenth a general one."""
    random = Random(seed)
    asked: list[str] = []
    for number in range(count):
        wording = random.choice(wordings)
        if number % 10 == 9:
            asked.append(random.choice(GENERAL))
        else:
            asked.append(slipped(wording, number) if number % 3 == 2 else wording)
    return asked


def loaded(size: int, knowledge: Knowledge) -> tuple[Engine, list[str]]:
    """Return an engine with as many facts of the show, and questions for it."""
    facts, wordings = show(size)
    engine = Engine(knowledge)
    engine.load((SHOW,), facts)
    return engine, questions(wordings)


def milliseconds(stores: Sequence[tuple[Engine, list[str]]]) -> list[list[float]]:
    """Ask each store its questions; return the CPU times of each in milliseconds, ascending.

    The stores take turns, so that whatever else the machine does slows all of them down alike.
    """
    times: list[list[float]] = [[] for _ in stores]
    for number in range(QUESTIONS):
        for (engine, asked), own in zip(stores, times, strict=True):
            start = time.process_time()
            engine.ask(asked[number], today=TODAY, production=SHOW.id)
            own.append((time.process_time() - start) * 1000)
    return [sorted(own) for own in times]


def main(sizes: Sequence[int] = SIZES) -> None:
    """Print the times at each size, and their ratio to those of the smallest."""
    knowledge = Knowledge.load(lexicon_folder())
    stores = [loaded(size, knowledge) for size in sizes]
    gc.collect()
    gc.freeze()  # as the application does once it has loaded
    milliseconds(stores)
    print(f"{'facts of one show':>18} {'median ms':>10} {'p95 ms':>8} {'longest ms':>11} {'x smallest':>11}")
    measured = milliseconds(stores)
    medians = [times[len(times) // 2] for times in measured]
    for size, times, median in zip(sizes, measured, medians, strict=True):
        p95 = times[len(times) * 95 // 100]
        print(f"{size:>18,} {median:>10.2f} {p95:>8.2f} {times[-1]:>11.2f} {median / medians[0]:>11.2f}")
    growth = medians[-1] / medians[0]
    met = "reached" if growth <= MOST_GROWTH else "MISSED"
    print(f"{met:<8} median from {sizes[0]:,} to {sizes[-1]:,} facts of one show: {growth:.2f}, at most {MOST_GROWTH}")
