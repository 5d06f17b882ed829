"""Test the buttons under an answer: few enough for one row on a phone, the rest behind **More**."""

from __future__ import annotations

import pytest

from bot.desk.access.permissions import Permission
from bot.frontends.discord.components.more import MAX_ENTRIES, More
from bot.frontends.discord.components.parts import note
from bot.frontends.discord.components.sending import send
from bot.frontends.discord.shared.routing.routes import Routes, Tap
from bot.frontends.discord.shared.routing.signatures import Kind
from bot.messages import N_
from tests.frontends.discord.forging import forge
from tests.frontends.discord.world import World, buttons, parts, press_more, reply, words

RELEASE = "when does the lantern keepers come out"
PLACE = "where were the harbour scenes of the lantern keepers filmed"
TWO = "when does the lantern keepers come out and where were the harbour scenes of the lantern keepers filmed"

ROW = 26
"""Characters of four labels that a phone shows in one row."""


@pytest.mark.parametrize("question", [RELEASE, PLACE, TWO])
async def test_each_answer_has_one_row_that_fits_a_phone(world: World, question: str) -> None:
    shown = await world.fan.slash(world.channel, "ask", question=question)
    rows = [each["components"] for each in parts(shown) if each["type"] == 1]
    assert len(rows) == len([each for each in parts(shown) if each["type"] == 17])
    for row in rows:
        labels = [each["label"] for each in row]
        assert labels[-1] == "More"
        assert len(labels) <= 4
        assert len("".join(labels)) <= ROW
    assert "Not this" in [each["label"] for each in rows[-1]]


async def test_a_feature_can_add_an_entry(world: World) -> None:
    async def handler(tap: Tap) -> None:
        await send(tap.interaction, note(f"Rang for {tap.arguments[0]}."), private=True)

    world.bot.more.add("bell", handler, N_("Ring the bell"), order=5)
    world.bot.more.add("bell-moved", handler, N_("Only for moved dates"), order=6, applies=lambda card: card.moves > 0)
    moved = await world.fan.slash(world.channel, "ask", question=RELEASE)
    opened = await world.fan.click(reply(moved), label="More")
    assert list(buttons(opened))[:2] == ["Ring the bell", "Only for moved dates"]
    assert "Rang for keepers-release." in words(await world.fan.click(reply(opened), label="Ring the bell"))
    place = await world.fan.slash(world.channel, "ask", question=PLACE)
    assert "Only for moved dates" not in buttons(await world.fan.click(reply(place), label="More"))


async def test_moderators_get_their_functions_and_the_id(world: World) -> None:
    shown = await world.fan.slash(world.channel, "ask", question=RELEASE)
    theirs = await world.moderator.click(reply(shown), label="More")
    assert {"Edit", "History"} <= set(buttons(theirs))
    assert "keepers-release" in words(theirs)
    fans = await world.fan.click(reply(shown), label="More")
    assert set(buttons(fans)) == {"Dates announced", "Suggest a correction"}
    assert "keepers-release" not in words(fans)
    form = await press_more(world.moderator, shown, "Edit")
    assert form.modal is not None


async def test_permission_is_checked_when_an_entry_is_pressed(world: World) -> None:
    refused = await forge(world.fan, world.channel, Kind.BUTTON, "b:fact-edit:keepers-release")
    assert refused.modal is None
    assert "Only members with" in words(refused)


@pytest.mark.parametrize(
    ("custom_id", "content"),
    [
        ("b:sources:keepers-release", "Harbour Gazette"),
        ("b:history:keepers-release", "November 2026"),
        ("b:related:keepers-mill", "harbour scenes"),
        ("b:wrong:AAAAAAAAAAAA", "Ask again"),
    ],
)
async def test_the_buttons_of_earlier_answers_still_work(world: World, custom_id: str, content: str) -> None:
    assert content in words(await forge(world.fan, world.channel, Kind.BUTTON, custom_id))


async def test_the_menu_survives_a_restart(world: World) -> None:
    shown = await world.fan.slash(world.channel, "ask", question=RELEASE)
    await world.restart()
    assert "November 2026" in words(await press_more(world.fan, shown, "Dates announced"))


def test_an_entry_that_does_not_fit_is_refused() -> None:
    async def handler(tap: Tap) -> None:
        raise AssertionError("never reached")

    more = More(Routes())
    with pytest.raises(ValueError, match="does not fit"):
        more.add("long", handler, "L" * 31, order=1)
    for number in range(MAX_ENTRIES):
        more.add(f"entry-{number}", handler, f"Entry {number}", order=-number, permission=Permission.UNDO)
    with pytest.raises(ValueError, match="does not fit"):
        more.add("another", handler, "Another", order=1)
