"""An invented film in two parts, a show and a film that keeps moving: what one talks about at some length."""

from __future__ import annotations

from datetime import date

from bot.answers.answer import Answer, Outcome
from bot.answers.engine import Engine
from bot.facts.models import AnnouncedDate, DateValue, Fact, NumberValue, PersonValue, PlaceValue, Production
from tests.answers.invented import fact
from tests.shipped import knowledge

TODAY = date(2026, 11, 22)

PRODUCTIONS = (
    Production(id="glim-1", title="Glimmerfall", aliases=("Glimmerfall 1", "Glimmerfall Part One")),
    Production(
        id="glim-2", title="Glimmerfall: The Salt Choir", aliases=("Glimmerfall 2", "Glimmerfall Part Two", "GF2")
    ),
    Production(id="tarn", title="The Tarnhollow Post", aliases=("Tarnhollow",)),
    Production(id="quill", title="Quillon", aliases=()),
)

MOVED = (
    AnnouncedDate(date="2024-06-14", announced="2021-05-03"),
    AnnouncedDate(date="2025-03-28", announced="2022-12-09"),
    AnnouncedDate(date="2026-07-17", announced="2024-02-20"),
    AnnouncedDate(date="2027-02-12", announced="2025-10-01"),
)

FACTS = (
    fact(
        "glim-1-release",
        "glim-1",
        "release",
        "release",
        "Glimmerfall opened on 9 June 2023.",
        "when did glimmerfall come out",
        "glimmerfall release date",
        value=DateValue(edtf="2023-06-09"),
    ),
    fact(
        "glim-1-poland",
        "glim-1",
        "release",
        "Polish release",
        "Glimmerfall opened in Poland on 16 June 2023.",
        "when did glimmerfall come out in poland",
        value=DateValue(edtf="2023-06-16", region="Poland"),
    ),
    fact(
        "glim-1-filming",
        "glim-1",
        "location",
        "filming",
        "Glimmerfall was filmed around Tromsø in Norway.",
        "where was glimmerfall filmed",
        "glimmerfall filming location",
        value=PlaceValue(name="Tromsø", country="NO"),
    ),
    fact(
        "glim-1-stunts",
        "glim-1",
        "stunt",
        "stunts",
        "Dorte Valkin coordinated the stunts of Glimmerfall.",
        "who did the stunts in glimmerfall",
        "glimmerfall stunt coordinator",
        value=PersonValue(name="Dorte Valkin", role="stunt coordinator"),
    ),
    fact(
        "glim-1-runtime",
        "glim-1",
        "production",
        "runtime",
        "Glimmerfall runs 128 minutes.",
        "how long is glimmerfall",
        "glimmerfall runtime",
        value=NumberValue(amount=128, unit="minutes"),
    ),
    fact(
        "glim-1-director",
        "glim-1",
        "crew",
        "director",
        "Una Prewitt directed Glimmerfall.",
        "who directed glimmerfall",
        value=PersonValue(name="Una Prewitt", role="director"),
    ),
    fact(
        "glim-2-release",
        "glim-2",
        "release",
        "release",
        "Glimmerfall: The Salt Choir opens on 12 February 2027.",
        "when does glimmerfall 2 come out",
        "glimmerfall 2 release date",
        value=DateValue(edtf="2027-02-12"),
        announced=MOVED,
    ),
    fact(
        "glim-2-filming",
        "glim-2",
        "location",
        "filming",
        "Glimmerfall: The Salt Choir was filmed at Wieliczka in Poland.",
        "where was glimmerfall 2 filmed",
        "glimmerfall 2 filming location",
        value=PlaceValue(name="Wieliczka", country="PL"),
    ),
    fact(
        "glim-2-stunts",
        "glim-2",
        "stunt",
        "stunts",
        "Ruben Ashgrove coordinated the stunts of The Salt Choir.",
        "who did the stunts in glimmerfall 2",
        "glimmerfall 2 stunt coordinator",
        value=PersonValue(name="Ruben Ashgrove", role="stunt coordinator"),
    ),
    fact(
        "glim-2-runtime",
        "glim-2",
        "production",
        "runtime",
        "The Salt Choir runs 141 minutes.",
        "how long is glimmerfall 2",
        "glimmerfall 2 runtime",
        value=NumberValue(amount=141, unit="minutes"),
    ),
    *(
        fact(
            f"tarn-s{season}",
            "tarn",
            "release",
            f"season {season} premiere",
            text,
            f"when does tarnhollow season {season} come out",
            f"tarnhollow season {season} release date",
            value=DateValue(edtf=edtf),
        )
        for season, edtf, text in (
            (1, "2022-10-03", "Season 1 of The Tarnhollow Post started on 3 October 2022."),
            (2, "2024-10-07", "Season 2 of The Tarnhollow Post started on 7 October 2024."),
            (3, "2027-09", "Season 3 of The Tarnhollow Post starts in September 2027."),
        )
    ),
    *(
        fact(
            f"tarn-s{season}-episodes",
            "tarn",
            "production",
            f"season {season} episodes",
            f"Season {season} of The Tarnhollow Post has {count} episodes.",
            f"how many episodes does tarnhollow season {season} have",
            value=NumberValue(amount=count, unit="episodes"),
        )
        for season, count in ((1, 8), (2, 10), (3, 12))
    ),
    fact(
        "quill-premiere",
        "quill",
        "release",
        "premiere",
        "The premiere of Quillon is on 3 September 2027.",
        "when is the quillon premiere",
        value=DateValue(edtf="2027-09-03"),
    ),
    fact(
        "quill-premiere-place",
        "quill",
        "location",
        "premiere",
        "The premiere of Quillon is in Lisbon.",
        "where is the quillon premiere",
        value=PlaceValue(name="Lisbon", country="PT"),
    ),
    *(
        fact(f"quill-{subject.split()[-1]}", "quill", "stunt", subject, text, f"{asked} of quillon {done}")
        for subject, text, asked, done in (
            ("glass bridge", "The glass bridge was crossed without a wire.", "how was the glass bridge", "crossed"),
            ("river leap", "The river leap was practised for two months.", "how was the river leap", "practised"),
            ("rooftop run", "The rooftop run was done in one take.", "how was the rooftop run", "done"),
            ("barrel roll", "The barrel roll used a shortened lorry.", "how was the barrel roll", "made"),
            ("horse fall", "The horse fall was done with a model.", "how was the horse fall", "made"),
            ("cliff swing", "The cliff swing took nine weeks to rig.", "how was the cliff swing", "rigged"),
        )
    ),
    fact(
        "quill-release",
        "quill",
        "release",
        "release",
        "Quillon opens in autumn 2027.",
        "when does quillon come out",
        "quillon release date",
        value=DateValue(edtf="2027-23"),
        announced=(
            AnnouncedDate(date="2026-04", announced="2023-09"),
            AnnouncedDate(date="2027-23", announced="2025-01"),
        ),
    ),
)


def loaded(*more: Fact, productions: tuple[Production, ...] = ()) -> Engine:
    """Return an engine with the series in it, and what else a test adds."""
    engine = Engine(knowledge())
    engine.load((*PRODUCTIONS, *productions), (*FACTS, *more))
    return engine


def ids(answer: Answer) -> list[str]:
    """Return the ids of the facts that answer, best first; none where the engine asked back or knew nothing."""
    return [part.fact.id for part in answer.parts] if answer.outcome is Outcome.ANSWER else []
