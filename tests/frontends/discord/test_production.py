"""Add films and shows, and edit the names that fans type for them."""

from __future__ import annotations

from bot.desk.access.actors import Actor
from bot.facts import limits
from tests.frontends.discord.test_fact import NEW, held
from tests.frontends.discord.world import World, reply, words

NAMES = {"title": "The Salt Road", "aliases": "salt road\nTSR"}


def here(world: World) -> str:
    return f"server:{world.guild.id}"


async def test_a_new_production_can_be_used_immediately(world: World) -> None:
    form = await world.moderator.slash(world.channel, "production add")
    saved = await world.moderator.submit_modal(form, NAMES)
    assert saved.ephemeral
    assert "**Saved:** The Salt Road\n-# also: salt road, TSR" in words(saved)
    form = await world.moderator.slash(world.channel, "fact add", production="TSR", topic="stunt")
    typed = NEW | {"text": "A camel is ridden through the salt.", "value": "", "phrasings": "what is ridden in tsr"}
    preview = await world.moderator.submit_modal(form, typed)
    await world.moderator.click(reply(preview), label="Save")
    assert "camel" in words(await world.fan.slash(world.channel, "ask", question="what is ridden in TSR"))
    assert world.desk.catalogue.find_production("TSR") is None


async def test_a_name_of_another_production_is_refused_and_the_text_kept(world: World) -> None:
    form = await world.moderator.slash(world.channel, "production add")
    refused = await world.moderator.submit_modal(form, NAMES | {"aliases": "comet"})
    assert "already a name of Quiet Comet" in words(refused)
    await world.restart()
    again = await world.moderator.click(reply(refused), label="Edit again")
    assert held(again) == NAMES | {"aliases": "comet"}
    saved = await world.moderator.submit_modal(again, NAMES)
    assert saved.acknowledged
    assert world.desk.catalogue.production("TSR", here(world)).title == "The Salt Road"


async def test_a_shared_production_can_have_other_names_in_one_server(world: World) -> None:
    found = await world.moderator.autocomplete(world.channel, "production edit", "production", "qui")
    assert [each["value"] for each in found] == ["quiet-comet"]
    form = await world.moderator.slash(world.channel, "production edit", production="comet")
    assert held(form) == {"title": "Quiet Comet", "aliases": "comet"}
    await world.moderator.submit_modal(form, {"title": "Quiet Comet", "aliases": "comet\nqc"})
    assert world.desk.catalogue.production("qc", here(world)).id == "quiet-comet"
    assert world.desk.catalogue.find_production("qc") is None


async def test_a_concurrent_change_is_not_overwritten(world: World) -> None:
    form = await world.moderator.slash(world.channel, "production edit", production="comet")
    shown = world.desk.catalogue.production("comet", here(world))
    other = Actor("discord:5", str(world.guild.id), manages_server=True)
    await world.desk.productions.edit(other, shown, "Quiet Comet", "comet\nthe comet")
    response = await world.moderator.submit_modal(form, {"title": "Quiet Comet", "aliases": "qc"})
    assert "Somebody else changed this production" in words(response)
    assert world.desk.catalogue.production("comet", here(world)).aliases == ("comet", "the comet")


async def test_names_that_do_not_fit_in_the_form_are_kept(world: World) -> None:
    shown = world.desk.catalogue.production("comet", here(world))
    names = tuple(f"the comet that came by in {number:04} and never again" for number in range(limits.ALIASES))
    other = Actor("discord:5", str(world.guild.id), manages_server=True)
    await world.desk.productions.edit(other, shown, "Quiet Comet", "\n".join(names))
    form = await world.moderator.slash(world.channel, "production edit", production="quiet comet")
    saved = await world.moderator.submit_modal(form, held(form) | {"title": "The Quiet Comet"})
    assert "**Saved:** The Quiet Comet" in words(saved)
    assert world.desk.catalogue.production("the quiet comet", here(world)).aliases == names


async def test_an_invisible_title_is_refused(world: World) -> None:
    for title in ("\u200e\u200f", "\u3164", "\u2800\ufe0f"):
        form = await world.moderator.slash(world.channel, "production add")
        refused = await world.moderator.submit_modal(form, {"title": title, "aliases": ""})
        assert "only invisible characters" in words(refused)
    assert await world.moderator.autocomplete(world.channel, "production edit", "production", "qui")
