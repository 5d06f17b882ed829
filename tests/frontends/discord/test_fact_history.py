"""Test history, restore, undo, merge, and going back to the shared fact."""

from __future__ import annotations

import re

from simcord.actors import MemberActor

from bot.desk.access.actors import Actor
from bot.desk.editing.drafts.draft import draft_of
from bot.facts.models import Fact
from tests.frontends.discord.world import World, reply, words

MILL = "where were the mill scenes of the lantern keepers filmed"


def here(world: World) -> str:
    return f"server:{world.guild.id}"


def actor(world: World, person: MemberActor | None = None) -> Actor:
    return Actor(f"discord:{(person or world.moderator).id}", str(world.guild.id), manages_server=True)


async def edited(world: World, name: str, person: MemberActor | None = None, why: str = "", **typed: str) -> Fact:
    """Edit a fact and return it."""
    draft = draft_of(world.desk.catalogue.fact(name, here(world))).typed(why=why, **typed)
    return await world.desk.curating.edit(actor(world, person), draft)


async def test_history_shows_who_when_why_and_what(world: World) -> None:
    await edited(world, "keepers-mill", why="read the call sheet", subject="windmill")
    shown = await world.moderator.slash(world.channel, "fact history", fact="keepers-mill")
    assert shown.ephemeral
    content = words(shown)
    assert f"<@{world.moderator.id}> edited it" in content
    assert "<t:" in content
    assert "read the call sheet" in content
    assert "subject: mill scenes → windmill" in content
    assert "**current**" in content
    assert "the pack invented" in content
    assert "**Shared, revision 1** · the pack invented" in content
    assert f"**This server’s, revision 1** · <@{world.moderator.id}> edited it" in content


async def test_revisions_of_a_fact_have_unique_names(world: World) -> None:
    for number in range(3):
        await edited(world, "keepers-mill", subject=f"windmill {number}")
    content = words(await world.moderator.slash(world.channel, "fact history", fact="keepers-mill"))
    named = re.findall(r"\*\*([^*]*, revision \d+)\*\*", content)
    assert named == [
        "This server’s, revision 3",
        "This server’s, revision 2",
        "This server’s, revision 1",
        "Shared, revision 1",
    ]
    asked = await world.moderator.slash(world.channel, "fact restore", fact="keepers-mill", revision="1")
    assert "“own 1” or “shared 1”" in words(asked)
    assert world.desk.catalogue.fact("keepers-mill", here(world)).revision == 3
    found = await world.moderator.autocomplete(world.channel, "fact restore", "revision", "", fact="keepers-mill")
    assert [each["value"] for each in found] == ["own 3", "own 2", "own 1", "shared 1"]
    assert len({each["name"] for each in found}) == 4
    response = await world.moderator.slash(world.channel, "fact restore", fact="keepers-mill", revision="shared 1")
    assert "revision 1 of the shared fact" in words(response)
    assert world.desk.catalogue.fact("keepers-mill", here(world)).subject == "mill scenes"
    response = await world.moderator.slash(
        world.channel, "fact restore", fact="keepers-mill", revision="Own, revision 2"
    )
    assert "revision 2 of this server's version" in words(response)
    assert world.desk.catalogue.fact("keepers-mill", here(world)).subject == "windmill 1"
    await world.moderator.slash(world.channel, "fact restore", fact="keepers-mill", revision="3")
    assert world.desk.catalogue.fact("keepers-mill", here(world)).subject == "windmill 2"


async def test_history_has_pages_and_any_revision_can_be_restored(world: World) -> None:
    for number in range(7):
        await edited(world, "keepers-mill", text=f"Version {number} of the mill.")
    shown = await world.moderator.slash(world.channel, "fact history", fact="keepers-mill")
    assert "8 revisions" in words(shown)
    await world.moderator.click(reply(shown), label="Next")
    assert "Page 2 of 2" in words(shown)
    await world.restart()
    await world.moderator.click(reply(shown), custom_id="b:revision:keepers-mill:2:own")
    assert "Version 1 of the mill" in words(shown)
    await world.moderator.click(reply(shown), label="Restore this")
    assert "Restored" in words(shown)
    fact = world.desk.catalogue.fact("keepers-mill", here(world))
    assert (fact.text, fact.revision) == ("Version 1 of the mill.", 8)
    await world.moderator.click(reply(shown), label="History")
    assert "9 revisions" in words(shown)


async def test_a_retired_fact_can_be_found_and_restored(world: World) -> None:
    await world.moderator.slash(world.channel, "fact retire", fact="comet-release")
    await edited(world, "keepers-mill", subject="windmill")
    await world.moderator.slash(world.channel, "fact retire", fact="keepers-mill")
    found = await world.moderator.autocomplete(world.channel, "fact restore", "fact", "mill")
    assert "[retired]" in found[0]["name"]
    await world.moderator.slash(world.channel, "fact restore", fact="keepers-mill")
    assert world.desk.catalogue.fact("keepers-mill", here(world)).subject == "windmill"
    response = await world.moderator.slash(world.channel, "fact restore", fact="comet-release")
    assert "Restored" in words(response)
    again = await world.moderator.slash(world.channel, "fact restore", fact="comet-release")
    assert "already says this" in words(again)
    missing = await world.moderator.slash(world.channel, "fact restore", fact="comet-release", revision="77")
    assert "no revision “77”" in words(missing)


async def test_undo_and_redo_ones_own_last_change(world: World) -> None:
    second = world.member("second", manage_guild=True)
    await edited(world, "keepers-mill", subject="windmill")
    await edited(world, "keepers-harbour", second, subject="port")
    undone = await world.moderator.slash(world.channel, "undo")
    assert undone.ephemeral
    assert "**Undone:** your edit of 1 fact" in words(undone)
    assert "**The Lantern Keepers** · windmill, using the shared fact again" in words(undone)
    assert world.desk.catalogue.fact("keepers-mill", here(world)).subject == "mill scenes"
    assert world.desk.catalogue.fact("keepers-harbour", here(world)).subject == "port"
    await world.moderator.click(reply(undone), label="Redo")
    assert world.desk.catalogue.fact("keepers-mill", here(world)).subject == "windmill"
    await world.moderator.click(reply(undone), label="Undo")
    response = await world.moderator.click(reply(undone), label="Undo one more")
    assert "no change of yours to undo" in words(response)
    await world.desk.curating.retire(actor(world, second), "keepers-harbour")
    await edited(world, "keepers-mill", second, subject="tower")
    stranger = await world.member("third", manage_guild=True).slash(world.channel, "undo")
    assert "no change of yours to undo" in words(stranger)


async def test_merge_has_a_preview_and_can_be_undone(world: World) -> None:
    keep, other = "keepers-stunt-1", "keepers-stunt-2"
    preview = await world.moderator.slash(world.channel, "fact merge", keep=keep, other=other)
    assert "phrasings: 2" in words(preview)
    await world.moderator.click(reply(preview), label="Swap")
    assert "This one is merged into it: **The Lantern Keepers** · stunt 1" in words(preview)
    await world.moderator.click(reply(preview), label="Swap")
    await world.moderator.click(reply(preview), label="Merge")
    assert "**Merged.**" in words(preview)
    question = "how often was the boat turned over in stunt 2 of the lantern keepers"
    assert "stunt number 1" in words(await world.fan.slash(world.channel, "ask", question=question))
    shown = await world.moderator.slash(world.channel, "fact show", fact=other)
    assert "stunt number 1" in words(shown)
    history = words(await world.moderator.slash(world.channel, "fact history", fact=other))
    assert "merged “The Lantern Keepers · stunt 2” into “The Lantern Keepers · stunt 1”" in history
    assert keep not in history
    await world.moderator.slash(world.channel, "undo")
    assert "stunt number 2" in words(await world.fan.slash(world.channel, "ask", question=question))


async def test_facts_of_different_productions_cannot_be_merged(world: World) -> None:
    refused = await world.moderator.slash(world.channel, "fact merge", keep="keepers-mill", other="comet-release")
    assert "different productions" in words(refused)
    preview = await world.moderator.slash(world.channel, "fact merge", keep="keepers-mill", other="keepers-harbour")
    await world.moderator.click(reply(preview), label="Cancel")
    assert "Nothing was changed" in words(preview)
    assert len(world.desk.catalogue.facts(here(world))) == 17


async def test_a_server_can_use_the_shared_fact_again(world: World) -> None:
    await edited(world, "keepers-mill", text="The mill was filmed in a studio.")
    found = await world.moderator.autocomplete(world.channel, "fact shared", "fact", "")
    assert [each["value"] for each in found] == ["keepers-mill"]
    shown = await world.moderator.slash(world.channel, "fact shared", fact="keepers-mill")
    assert "Kinderdijk" in words(shown)
    await world.moderator.click(reply(shown), label="Keep ours")
    shown = await world.moderator.slash(world.channel, "fact shared", fact="keepers-mill")
    await world.moderator.click(reply(shown), label="Use the shared fact")
    assert "Kinderdijk" in words(await world.fan.slash(world.channel, "ask", question=MILL))
    response = await world.moderator.slash(world.channel, "fact shared", fact="keepers-mill")
    assert "have its own version" in words(response)


async def test_history_of_another_servers_fact_is_not_shown(world: World) -> None:
    elsewhere = Actor("discord:5", "12345", manages_server=True)
    draft = draft_of(world.desk.catalogue.fact("keepers-mill")).typed(text="Their secret mill.")
    await world.desk.curating.edit(elsewhere, draft)
    shown = await world.moderator.slash(world.channel, "fact history", fact="keepers-mill")
    assert "Their secret mill" not in words(shown)
    assert "1 revision" in words(shown)
