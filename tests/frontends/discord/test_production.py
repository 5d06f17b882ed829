"""A film or show that was not known, and the names that fans type for it."""

from __future__ import annotations

from bot.desk.access.actors import Actor
from bot.facts import limits
from tests.frontends.discord.test_fact import NEW, held
from tests.frontends.discord.world import World, reply, words

NAMES = {"title": "The Salt Road", "aliases": "salt road\nTSR"}


def here(world: World) -> str:
    return f"server:{world.guild.id}"


async def test_a_new_production_can_be_written_on_and_asked_for_at_once(world: World) -> None:
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


async def test_a_name_that_another_has_is_refused_and_what_was_typed_is_kept(world: World) -> None:
    form = await world.moderator.slash(world.channel, "production add")
    refused = await world.moderator.submit_modal(form, NAMES | {"aliases": "comet"})
    assert "already a name of Quiet Comet" in words(refused)
    await world.restart()
    again = await world.moderator.click(reply(refused), label="Edit again")
    assert held(again) == NAMES | {"aliases": "comet"}
    saved = await world.moderator.submit_modal(again, NAMES)
    assert saved.acknowledged
    assert world.desk.catalogue.production("TSR", here(world)).title == "The Salt Road"


async def test_a_shared_one_gets_other_names_in_this_server_alone(world: World) -> None:
    found = await world.moderator.autocomplete(world.channel, "production edit", "production", "qui")
    assert [each["value"] for each in found] == ["quiet-comet"]
    form = await world.moderator.slash(world.channel, "production edit", production="comet")
    assert held(form) == {"title": "Quiet Comet", "aliases": "comet"}
    await world.moderator.submit_modal(form, {"title": "Quiet Comet", "aliases": "comet\nqc"})
    assert world.desk.catalogue.production("qc", here(world)).id == "quiet-comet"
    assert world.desk.catalogue.find_production("qc") is None


async def test_somebody_elses_change_meanwhile_is_not_overwritten(world: World) -> None:
    form = await world.moderator.slash(world.channel, "production edit", production="comet")
    shown = world.desk.catalogue.production("comet", here(world))
    other = Actor("discord:5", str(world.guild.id), manages_server=True)
    await world.desk.productions.edit(other, shown, "Quiet Comet", "comet\nthe comet")
    told = await world.moderator.submit_modal(form, {"title": "Quiet Comet", "aliases": "qc"})
    assert "Somebody else changed this production" in words(told)
    assert world.desk.catalogue.production("comet", here(world)).aliases == ("comet", "the comet")


async def test_one_with_more_names_than_a_form_holds_is_edited_without_losing_any(world: World) -> None:
    shown = world.desk.catalogue.production("comet", here(world))
    names = tuple(f"the comet that came by in {number:04} and never again" for number in range(limits.ALIASES))
    other = Actor("discord:5", str(world.guild.id), manages_server=True)
    await world.desk.productions.edit(other, shown, "Quiet Comet", "\n".join(names))
    form = await world.moderator.slash(world.channel, "production edit", production="quiet comet")
    saved = await world.moderator.submit_modal(form, held(form) | {"title": "The Quiet Comet"})
    assert "**Saved:** The Quiet Comet" in words(saved)
    assert world.desk.catalogue.production("the quiet comet", here(world)).aliases == names


async def test_a_title_that_nobody_can_see_is_refused(world: World) -> None:
    for title in ("\u200e\u200f", "\u3164", "\u2800\ufe0f"):
        form = await world.moderator.slash(world.channel, "production add")
        refused = await world.moderator.submit_modal(form, {"title": title, "aliases": ""})
        assert "only invisible characters" in words(refused)
    assert await world.moderator.autocomplete(world.channel, "production edit", "production", "qui")
