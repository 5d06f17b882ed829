"""Show stored data to its person, delete it on request, and send the notices that people wait for."""

from __future__ import annotations

from bot.desk.access.actors import Actor
from bot.desk.editing.drafts.draft import Draft, draft_of
from bot.desk.moderation.outbox import NoticeKind
from bot.frontends.discord.features.fact.saved_drafts import DraftStore, SavedDraft
from bot.frontends.discord.features.notices import NoticeDelivery
from tests.frontends.discord.world import World, last_in, reply, words

QUESTION = "who composed the music of the lantern keepers"


async def wait_for_an_answer(world: World) -> str:
    asked = await world.fan.slash(world.channel, "ask", question=QUESTION, production="lantern-keepers")
    await world.fan.click(reply(asked), label="Notify me")
    [logged] = world.desk.question_log.open(f"server:{world.guild.id}")
    return logged.key


async def test_my_data_is_private(world: World) -> None:
    await wait_for_an_answer(world)
    mine = await world.fan.slash(world.channel, "my-data")
    theirs = await world.member("other").slash(world.channel, "my-data")
    assert mine.ephemeral
    assert QUESTION in words(mine)
    assert QUESTION not in words(theirs)


async def test_my_data_groups_things_of_the_same_kind(world: World) -> None:
    person = f"discord:{world.moderator.id}"
    drafts = DraftStore(world.desk.documents, world.desk.clock)
    for text in ("The first of two.", "The second of two.", ""):
        await drafts.put(person, SavedDraft(Draft(production="lantern-keepers", topic="stunt", text=text)))
    untouched = world.desk.catalogue.fact("keepers-harbour")
    await drafts.put(person, SavedDraft(draft_of(untouched)))
    shown = words(await world.moderator.slash(world.channel, "my-data"))
    assert shown.count(DraftStore.what.partition("(")[0].strip()) == 1
    assert "- The first of two." in shown
    assert "- The second of two." in shown
    assert untouched.text not in shown
    assert "empty" not in shown


async def test_forget_me_deletes_after_confirmation(world: World) -> None:
    await wait_for_an_answer(world)
    asked = await world.fan.slash(world.channel, "forget-me")
    assert asked.ephemeral
    await world.fan.click(reply(asked), label="Delete my data")
    assert "**Deleted:**" in words(asked)
    assert QUESTION not in words(await world.fan.slash(world.channel, "my-data"))
    [logged] = world.desk.question_log.open(f"server:{world.guild.id}")
    assert (logged.askers, logged.waiting) == ((), ())


async def test_people_who_waited_get_the_answer(world: World) -> None:
    key = await wait_for_an_answer(world)
    curator = Actor("discord:1", str(world.guild.id), manages_server=True)
    await world.desk.queue.answer(curator, key, "keepers-harbour")
    await world.env.advance_time(NoticeDelivery.interval)
    content = words(last_in(world.fan.user.dm_channel))
    assert QUESTION in content
    assert "Ålesund" in content
    assert world.desk.notices.waiting() == ()


async def test_people_who_block_messages_are_not_tried_again(world: World) -> None:
    world.env.inject_error("POST", "/channels/*/messages", status=403, code=50007)
    person = f"discord:{world.fan.id}"
    await world.desk.notices.put(person, NoticeKind.DECLINED, scope="shared", about="mine", reason="No source.")
    await world.env.advance_time(NoticeDelivery.interval)
    assert world.desk.notices.waiting() == ()


async def test_a_notice_is_retried_until_it_is_sent(world: World) -> None:
    world.env.inject_error("POST", "/channels/*/messages", status=503)
    person = f"discord:{world.fan.id}"
    await world.desk.notices.put(person, NoticeKind.DECLINED, scope="shared", about="mine", reason="No source.")
    await world.env.advance_time(NoticeDelivery.interval)
    assert len(world.desk.notices.waiting()) == 1
    await world.env.advance_time(NoticeDelivery.interval)
    assert "No source." in words(last_in(world.fan.user.dm_channel))
    assert world.desk.notices.waiting() == ()
