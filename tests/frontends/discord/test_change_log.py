"""Test the log channel: who changed what, before and after, and nothing from other servers."""

from __future__ import annotations

from simcord.builders import ChannelHandle
from simcord.components import walk_components

from bot.desk.access.actors import Actor
from bot.desk.editing.drafts.draft import Draft, draft_of
from tests.frontends.discord.world import World, reply, words


async def logged(world: World) -> ChannelHandle:
    """Choose a channel for the server's log."""
    channel = world.guild.create_text_channel("log")
    await world.desk.settings.change(actor(world), {"log_channel": str(channel.id)})
    return channel


def actor(world: World) -> Actor:
    return Actor(f"discord:{world.moderator.id}", str(world.guild.id), manages_server=True)


async def logged_messages(world: World, channel: ChannelHandle) -> list[str]:
    await world.env.settle()
    found = [message for message in world.sent() if message.channel_id == channel.id]
    return ["".join(each["content"] for each in walk_components(message.components)) for message in found]


async def edited(world: World, who: Actor, name: str, **typed: str) -> None:
    draft = draft_of(world.desk.catalogue.fact(name, who.scope)).typed(**typed)
    await world.desk.curating.edit(who, draft)


async def test_each_change_is_logged_with_who_why_before_and_after(world: World) -> None:
    channel = await logged(world)
    await edited(world, actor(world), "keepers-mill", subject="windmill", why="read the call sheet")
    await world.desk.curating.withdraw(actor(world), "keepers-mill")
    await world.desk.merging.merge(actor(world), "keepers-stunt-1", "keepers-stunt-2")
    new = Draft(production="comet", topic="stunt", text="They jump.", sources="a paper")
    await world.desk.curating.add(actor(world), new)
    first, second, third, fourth = await logged_messages(world, channel)
    assert f"<@{world.moderator.id}> edited The Lantern Keepers · windmill" in first
    assert "subject: mill scenes → windmill" in first
    assert "read the call sheet" in first
    assert "subject: windmill → mill scenes" in second
    assert "merged 2 facts" in third
    assert "merged “The Lantern Keepers · stunt 2” into “The Lantern Keepers · stunt 1”" in third
    assert "keepers-stunt" not in third
    assert "added Quiet Comet · stunt" in fourth
    assert "new: They jump." in fourth


async def test_changes_are_logged_only_in_servers_that_see_the_fact(world: World) -> None:
    channel = await logged(world)
    host = Actor("cli:root", None, is_host=True)
    await edited(world, host, "keepers-mill", subject="windmill")
    await edited(world, Actor("discord:5", "12345", manages_server=True), "keepers-harbour", subject="secret")
    await edited(world, actor(world), "comet-release", why="ours", subject="ours")
    await edited(world, host, "comet-release", subject="shared")
    first, second = await logged_messages(world, channel)
    assert "the host edited The Lantern Keepers · windmill · shared by all servers" in first
    assert "Quiet Comet" in second
    assert "ours" in second


async def test_a_log_channel_without_permission_does_not_block_others(world: World) -> None:
    await world.desk.settings.change(actor(world), {"log_channel": "4040404"})
    await edited(world, actor(world), "keepers-mill", subject="windmill")
    await world.env.settle()
    assert world.sent() == []
    assert world.desk.catalogue.fact("keepers-mill", actor(world).scope).subject == "windmill"


async def test_settings_are_logged_too(world: World) -> None:
    channel = await logged(world)
    shown = await world.moderator.slash(world.channel, "settings")
    role = world.guild.create_role("keepers")
    await world.moderator.select(reply(shown), [role], custom_id="e:setting:curator_roles:all")
    await world.moderator.select(reply(shown), ["hide"], custom_id="s:setting:spoiler_policy:all")
    await world.moderator.select(reply(shown), [], custom_id="e:setting:log_channel:all")
    first, second, third = await logged_messages(world, channel)
    assert f"<@{world.moderator.id}> changed the settings" in first
    assert f"curators: none → <@&{role.id}>" in first
    assert "spoilers: cover → hide" in second
    assert f"change log: <#{channel.id}> → none" in third


async def test_the_id_of_a_spoiler_is_hidden_like_its_text(world: World) -> None:
    channel = await logged(world)
    draft = Draft(production="comet", topic="story", text="Ferdinand drowns.", sources="a paper")
    name = (await world.desk.curating.add(actor(world), draft)).id
    assert "ferdinand-drowns" in name, "nobody had marked it yet"
    await edited(world, actor(world), name, spoiler="major")
    await world.desk.settings.change(actor(world), {"spoiler_policy": "hide"})
    await edited(world, actor(world), name, why="a typing error", text="Ferdinand drowned.")
    await world.desk.merging.merge(actor(world), "keepers-ending", "keepers-stunt-2")
    await world.desk.undo.undo(actor(world))
    _, marked, hidden, merged, undone = await logged_messages(world, channel)
    assert "edited Quiet Comet · story" in marked
    assert "drown" not in hidden
    assert "keepers-ending" not in merged + undone
    handle = hidden.split("`")[1]
    found = await world.moderator.slash(world.channel, "fact history", fact=handle)
    assert "Ferdinand drowned." in words(found)
