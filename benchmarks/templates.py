"""Define the sentences of invented facts; ``{t}`` stands for the production, ``{x}`` and ``{y}`` for drawn words."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Template:
    """One kind of fact: how it is told, which value it has, and five ways in which it is asked for."""

    name: str
    topic: str
    subject: str
    text: str
    value: str
    wordings: tuple[str, str, str, str, str]


def _release(name: str, place: str, adjective: str, cinemas: str) -> Template:
    return Template(
        name,
        "release",
        f"{adjective} release",
        f"{{t}} opens in {cinemas} on {{day}}.",
        f"date:{place}",
        (
            f"when does {{t}} come out in {place}",
            f"{{t}} {adjective} release date",
            f"what is the {place} release date of {{t}}",
            f"when can i see {{t}} in {cinemas}",
            f"is {{t}} out in {place} yet",
        ),
    )


def _crew(name: str, subject: str, verb: str, noun: str, doing: str) -> Template:
    return Template(
        name,
        "crew",
        subject,
        f"{{x}} {verb} {{t}}.",
        f"person:{subject}",
        (
            f"who {verb} {{t}}",
            f"{{t}} {noun}",
            f"who is the {noun} of {{t}}",
            f"which {noun} is {doing} {{t}}",
            f"name of the {noun} behind {{t}}",
        ),
    )


def _cast(number: int) -> Template:
    return Template(
        f"cast-{number}",
        "cast",
        "{y}",
        "{x} plays {y} in {t}.",
        "role",
        (
            "who plays {y} in {t}",
            "{t} {y} actor",
            "which actor is {y} in {t}",
            "who was cast as {y} in {t}",
            "name of the actor of {y} in {t}",
        ),
    )


def _place(number: int) -> Template:
    return Template(
        f"location-{number}",
        "location",
        "{y}",
        "The {y} of {t} was filmed in {x}.",
        "place",
        (
            "where was the {y} in {t} filmed",
            "{t} {y} filming location",
            "where did they shoot the {y} of {t}",
            "which city is the {y} of {t} filmed in",
            "where is the {y} in {t}",
        ),
    )


TEMPLATES: tuple[Template, ...] = (
    _release("us", "usa", "american", "us cinemas"),
    _release("uk", "uk", "british", "uk cinemas"),
    _release("germany", "germany", "german", "german cinemas"),
    _release("japan", "japan", "japanese", "japanese cinemas"),
    _release("brazil", "brazil", "brazilian", "brazilian cinemas"),
    Template(
        "digital",
        "release",
        "digital release",
        "{t} can be rented and bought digitally from {day}.",
        "date:digital",
        (
            "when is {t} out on digital",
            "{t} digital release date",
            "when can i rent {t}",
            "when does {t} come to video on demand",
            "date {t} can be bought online",
        ),
    ),
    Template(
        "disc",
        "release",
        "Blu-ray release",
        "{t} comes to Blu-ray and DVD on {day}.",
        "date:disc",
        (
            "when is the {t} blu-ray out",
            "{t} dvd release date",
            "when does {t} come out on disc",
            "{t} 4k date",
            "when can i buy {t} on blu-ray",
        ),
    ),
    Template(
        "stream",
        "release",
        "streaming",
        "{t} streams from {day}.",
        "date:streaming",
        (
            "when does {t} start streaming",
            "{t} streaming date",
            "when will {t} be on a streaming service",
            "when can i stream {t}",
            "what day is {t} streaming from",
        ),
    ),
    Template(
        "premiere",
        "release",
        "world premiere",
        "The world premiere of {t} took place in {x}.",
        "place",
        (
            "where was the premiere of {t}",
            "{t} world premiere place",
            "which city had the {t} premiere",
            "where did {t} premiere",
            "{t} red carpet where",
        ),
    ),
    Template(
        "start",
        "production",
        "start of filming",
        "Filming of {t} began on {day}.",
        "date",
        (
            "when did filming of {t} begin",
            "{t} start of filming",
            "when did they start shooting {t}",
            "when did the cameras roll on {t}",
            "what day did production on {t} start",
        ),
    ),
    Template(
        "wrap",
        "production",
        "end of filming",
        "Filming of {t} wrapped on {day}.",
        "date",
        (
            "when did filming of {t} wrap",
            "{t} end of filming",
            "when did they finish shooting {t}",
            "when was {t} done filming",
            "what day did production on {t} end",
        ),
    ),
    Template(
        "budget",
        "production",
        "budget",
        "{t} cost {n} million dollars to make.",
        "USD",
        (
            "how much did {t} cost",
            "{t} budget",
            "what was the budget of {t}",
            "how expensive was {t}",
            "how many millions did they spend on {t}",
        ),
    ),
    Template(
        "gross",
        "production",
        "box office",
        "{t} earned {n} million dollars at the box office.",
        "USD",
        (
            "how much did {t} make",
            "{t} box office",
            "what did {t} earn worldwide",
            "how much money did {t} gross",
            "{t} total gross",
        ),
    ),
    Template(
        "runtime",
        "production",
        "runtime",
        "{t} runs {n} minutes.",
        "minutes",
        (
            "how long is {t}",
            "{t} runtime",
            "what is the running time of {t}",
            "how many minutes is {t}",
            "length of {t}",
        ),
    ),
    _crew("director", "director", "directed", "director", "directing"),
    _crew("composer", "composer", "composed the music of", "composer", "scoring"),
    _crew("writer", "screenplay", "wrote", "writer", "writing"),
    _crew("editor", "editor", "edited", "editor", "editing"),
    _cast(1),
    _cast(2),
    _cast(3),
    _place(1),
    _place(2),
    Template(
        "stunt",
        "stunt",
        "{y} stunt",
        "{x} did the {y} stunt of {t}.",
        "person:stunt performer",
        (
            "who did the {y} stunt in {t}",
            "{t} {y} stunt",
            "who performed the {y} in {t}",
            "which stuntman did the {y} for {t}",
            "{y} stunt performer {t}",
        ),
    ),
    Template(
        "trailer",
        "trailer",
        "first trailer",
        "The first trailer of {t} appeared on {day}.",
        "date:trailer",
        (
            "when did the {t} trailer drop",
            "{t} first trailer date",
            "when was the trailer of {t} released",
            "what day did the trailer for {t} come out",
            "first look at {t} when",
        ),
    ),
)
"""Twenty-five facts: what a curator writes down on one production."""

_SCENES = (
    "opening scene|final battle|train chase|wedding|market scene|prison break|ballroom scene|desert crossing|"
    "lighthouse scene|courtroom|bridge scene|cave scene|airport chase|dinner party|school scene|shipwreck|"
    "church scene|castle siege|border crossing|hospital scene|car chase|rooftop fight|funeral|harbour scene"
)
_STUNTS = (
    "motorcycle jump|parachute|cliff dive|burning building|underwater|helicopter|horse fall|truck flip|"
    "wire walk|glacier climb|balcony fall|speedboat|skyscraper|avalanche|sword fight|explosion"
)
SCENES = tuple(_SCENES.split("|"))
STUNTS = tuple(_STUNTS.split("|"))
