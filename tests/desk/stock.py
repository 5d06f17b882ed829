"""A small catalogue for the tests: two invented films, facts about one of them, and people."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from bot.desk.access.actors import Actor
from bot.facts.models import (
    Action,
    DateValue,
    Fact,
    PersonValue,
    PlaceValue,
    Production,
    Source,
)

if TYPE_CHECKING:
    from bot.desk.desk import Desk

HARBOUR = Production(id="salt-harbour", title="The Salt Harbour", aliases=("Salt Harbour", "harbour film"))
LANTERNS = Production(id="nine-lanterns", title="Nine Lanterns", aliases=("9 Lanterns",))

PAPER = Source(title="The Evening Reel", url="https://reel.example/harbour", date="2026-10-01")

RELEASE = Fact(
    id="salt-harbour-release",
    production=HARBOUR.id,
    topic="release",
    text="The Salt Harbour opens in cinemas on 21 May 2027.",
    value=DateValue(edtf="2027-05-21"),
    phrasings=("when does the salt harbour come out", "salt harbour release date"),
    sources=(PAPER,),
    checked_on=date(2026, 11, 1),
)
PIER = Fact(
    id="salt-harbour-pier",
    production=HARBOUR.id,
    topic="location",
    subject="pier scene",
    text="The pier scene was filmed in Whitby.",
    value=PlaceValue(name="Whitby", country="GB", latitude=54.48774, longitude=-0.61498),
    phrasings=("where was the pier scene filmed", "salt harbour pier location"),
    sources=(PAPER,),
    checked_on=date(2026, 6, 1),
)
KEEPER = Fact(
    id="salt-harbour-keeper",
    production=HARBOUR.id,
    topic="cast",
    subject="lighthouse keeper",
    text="Ada Marsh plays the lighthouse keeper.",
    value=PersonValue(name="Ada Marsh", role="the lighthouse keeper"),
    phrasings=("who plays the lighthouse keeper in salt harbour",),
    sources=(PAPER,),
)
FACTS = (RELEASE, PIER, KEEPER)

MARA = Actor("discord:101", server="10", manages_server=True)
OTTO = Actor("discord:102", server="10", manages_server=True)
FAR = Actor("discord:201", server="20", manages_server=True)
FAN = Actor("discord:900", server="10")
OTHER_FAN = Actor("discord:901", server="10")
CURATOR = Actor("discord:103", server="10", roles=frozenset({"77"}))
"""A curator if the server's settings contain role 77."""

HOST = Actor("cli:host", is_host=True)

HERE = "server:10"
THERE = "server:20"


async def stocked(desk: Desk) -> Desk:
    """Add the shared facts above at their first revision, and return the desk."""
    change = desk.ledger.new_change()
    revisions = [desk.ledger.revision(fact, Action.IMPORT, "pack:stock", change) for fact in FACTS]
    await desk.ledger.commit(revisions, (HARBOUR, LANTERNS))
    return desk
