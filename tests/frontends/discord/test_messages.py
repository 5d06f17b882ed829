"""Test free text: mentions, direct messages, replies with a ping, and the message menu."""

from __future__ import annotations

from collections.abc import Sequence

import discord
from simcord.builders import ChannelHandle

from bot.desk.access.actors import Actor
from bot.desk.asking.rate_limit import CAPACITY
from tests.frontends.discord.world import World, choose, last_in, words

RELEASE = "when does the lantern keepers come out"


def said_in(world: World, channel: ChannelHandle) -> list[str]:
    """Return the bot's messages in a channel, oldest first."""
    me = world.env.backend.bot_user.id
    return [words(message) for message in channel.history() if message.author.id == me]


def me(world: World) -> str:
    assert world.bot.user is not None
    return world.bot.user.mention


async def settle_on(world: World, **changes: object) -> None:
    actor = Actor("discord:1", str(world.guild.id), manages_server=True)
    await world.desk.settings.change(actor, changes)


async def test_a_mention_is_answered_as_a_reply(world: World) -> None:
    asked = await world.fan.send(world.channel, f"{me(world)} {RELEASE}?")
    [answer] = said_in(world, world.channel)
    assert "14 May 2027" in answer
    reference = last_in(world.channel).reference
    assert reference is not None
    assert reference.message_id == asked.id


async def test_a_mention_may_be_anywhere_in_the_message(world: World) -> None:
    assert world.bot.user is not None
    await world.fan.send(world.channel, f"hey <@!{world.bot.user.id}>, {RELEASE}")
    assert "14 May 2027" in said_in(world, world.channel)[0]


async def test_a_direct_message_is_answered(world: World) -> None:
    person = world.stranger()
    await person.send_dm(RELEASE)
    assert "14 May 2027" in said_in(world, person.dm_channel)[0]


async def test_buttons_under_a_mentions_answer_work(world: World) -> None:
    await world.fan.send(world.channel, f"{me(world)} {RELEASE}")
    sources = await world.member("other").click(last_in(world.channel), label="Sources")
    assert sources.ephemeral
    assert "Harbour Gazette" in words(sources)


async def test_a_follow_up_question_keeps_its_context(world: World) -> None:
    await world.fan.send(world.channel, f"{me(world)} where were the harbour scenes of the lantern keepers filmed")
    await world.fan.send(world.channel, f"{me(world)} and the mill scenes?", reply_to=last_in(world.channel))
    assert "Kinderdijk" in said_in(world, world.channel)[-1]


async def test_a_choice_after_a_mention_belongs_to_the_asker(world: World) -> None:
    await world.fan.send(world.channel, f"{me(world)} when does it come out")
    asked = last_in(world.channel)
    theirs = await choose(world.member("other"), asked)
    assert theirs.ephemeral
    await choose(world.fan, asked)
    assert "-# Source" in words(last_in(world.channel))


async def test_messages_not_for_the_bot_are_ignored(world: World) -> None:
    other = world.member("other")
    robot = world.guild.add_member(world.env.create_user("robot", bot=True))
    hook = world.guild.create_webhook(world.channel)
    await world.fan.send(world.channel, RELEASE)
    await world.fan.send(world.channel, f"@everyone @here {RELEASE}")
    await world.fan.send(world.channel, f"{other.mention} {RELEASE}")
    await robot.send(world.channel, f"{me(world)} {RELEASE}")
    await hook.send(f"{me(world)} {RELEASE}")
    assert said_in(world, world.channel) == []


async def test_a_mention_without_a_question_explains_how_to_ask(world: World) -> None:
    await world.fan.send(world.channel, me(world))
    assert "/help" in said_in(world, world.channel)[0]


async def test_mentions_are_ignored_if_the_server_chose_so(world: World) -> None:
    await settle_on(world, answer_mentions=False)
    await world.fan.send(world.channel, f"{me(world)} {RELEASE}")
    assert said_in(world, world.channel) == []


async def test_mentions_are_answered_in_the_chosen_channels_only(world: World) -> None:
    chosen = world.guild.create_text_channel("questions")
    await settle_on(world, answer_channels=[str(chosen.id)])
    await world.fan.send(world.channel, f"{me(world)} {RELEASE}")
    await world.fan.send(chosen, f"{me(world)} {RELEASE}")
    assert said_in(world, world.channel) == []
    assert "14 May 2027" in said_in(world, chosen)[0]


async def test_a_person_who_floods_gets_one_message(world: World) -> None:
    for _ in range(CAPACITY + 4):
        await world.fan.send(world.channel, f"{me(world)} {RELEASE}")
    messages = said_in(world, world.channel)
    assert len(messages) == CAPACITY + 1
    assert "One moment" in messages[-1]


async def test_a_channel_where_the_bot_may_not_write(world: World) -> None:
    quiet = world.guild.create_text_channel("quiet")
    world.env.inject_error("POST", f"/channels/{quiet.id}/messages", status=403, code=50013)
    await world.fan.send(quiet, f"{me(world)} {RELEASE}")
    assert said_in(world, quiet) == []


async def test_answer_this_answers_somebody_elses_message(world: World) -> None:
    asked = await world.fan.send(world.channel, RELEASE)
    result = await world.member("other").context_menu(world.channel, "Answer this", asked)
    assert not result.ephemeral
    assert "14 May 2027" in words(result)


async def test_answer_this_on_a_message_without_text(world: World) -> None:
    picture = await world.fan.send(world.channel, "", attachments=[("a.png", b"x")])
    result = await world.fan.context_menu(world.channel, "Answer this", picture)
    assert result.ephemeral
    assert "no text" in words(result)


async def test_messages_cannot_make_the_bot_ping_or_use_markup(world: World) -> None:
    await world.fan.send(world.channel, f"{me(world)} who is <@{world.fan.id}> || in @everyone the lantern keepers?")
    assert said_in(world, world.channel)


def test_no_privileged_intent_is_requested(world: World) -> None:
    asked_for: Sequence[str] = [name for name, wanted in world.bot.intents if wanted]
    assert sorted(asked_for) == ["dm_messages", "guild_messages", "guilds"]
    privileged = discord.Intents(members=True, presences=True, message_content=True)
    assert world.bot.intents.value & privileged.value == 0
