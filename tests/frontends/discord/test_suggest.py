"""Suggestions from a member's form to a moderator's decision and the message that the member gets."""

from __future__ import annotations

from simcord.actors import MemberActor
from simcord.results import InteractionResult

from bot.desk.moderation.outbox import Notice
from bot.desk.moderation.suggestions import MAX_PER_DAY
from bot.frontends.discord.features.notices import NoticeDelivery
from tests.frontends.discord.test_fact import held, texts_of
from tests.frontends.discord.world import World, buttons, press_more, reply, words

MILL = "where were the mill scenes of the lantern keepers filmed"
NEW = {
    "production": "The Lantern Keepers",
    "topic": ["crew"],
    "text": "Ann Example wrote the music of The Lantern Keepers.",
    "source": "https://example.org/music | Music | 2 May 2026",
}


async def suggested(world: World, person: MemberActor | None = None, **typed: str) -> InteractionResult:
    """A new fact, proposed."""
    fan = person or world.fan
    form = await fan.slash(world.channel, "suggest")
    return await fan.submit_modal(form, NEW | typed)


async def corrected(world: World, text: str) -> InteractionResult:
    """A correction of the fact under whose answer the button stands."""
    answer = await world.fan.slash(world.channel, "ask", question=MILL)
    form = await press_more(world.fan, answer, "Suggest a correction")
    assert "Kinderdijk" in held(form)["text"]
    return await world.fan.submit_modal(form, {"text": text, "source": "https://example.org/mill"})


async def queue(world: World, person: MemberActor | None = None) -> InteractionResult:
    return await (person or world.moderator).slash(world.channel, "queue")


async def told(world: World) -> Notice:
    """The one notice that waits, after it was delivered."""
    [notice] = world.desk.notices.waiting()
    delivery = world.bot.get_cog("NoticeDelivery")
    assert isinstance(delivery, NoticeDelivery)
    await delivery.loop()
    assert world.desk.notices.waiting() == ()
    return notice


async def test_a_member_proposes_and_a_moderator_approves(world: World) -> None:
    thanks = await suggested(world)
    assert thanks.ephemeral
    assert "I'll send you" in words(thanks)
    shown = await queue(world)
    assert f"<@{world.fan.id}> suggests a fact (crew)" in words(shown)
    assert "Ann Example" in words(shown)
    await world.moderator.click(reply(shown), label="Approve")
    assert "**Approved:**" in words(shown)
    asked = await world.fan.slash(world.channel, "ask", question="who wrote the music of the lantern keepers")
    assert "Ann Example" in words(asked)
    notice = await told(world)
    assert notice.person == f"discord:{world.fan.id}"
    assert "was accepted" in notice.text


async def test_a_correction_is_edited_and_approved(world: World) -> None:
    await corrected(world, "The mill was filmed in Kinderdijk and Zaandam.")
    shown = await queue(world)
    assert "**Now:**" in words(shown)
    assert "Zaandam" in words(shown)
    form = await world.moderator.click(reply(shown), label="Edit and approve")
    assert "https://example.org/mill" in held(form)["sources"]
    await world.moderator.submit_modal(form, texts_of(form) | {"text": "The mills stand in Kinderdijk and Zaandam."})
    await world.moderator.click(reply(shown), label="Save")
    assert "The bot uses it immediately" in words(shown)
    await world.moderator.click(reply(shown), label="Back to the queue")
    assert "The queue is empty" in words(shown)
    assert "Zaandam" in words(await world.fan.slash(world.channel, "ask", question=MILL))
    assert "Zaandam" not in words(await world.stranger().slash("ask", question=MILL))
    assert (await told(world)).fact == "keepers-mill"


async def test_declined_with_a_reason_that_the_member_hears(world: World) -> None:
    await suggested(world)
    shown = await queue(world)
    form = await world.moderator.click(reply(shown), label="Decline…")
    await world.restart()
    await world.moderator.submit_modal(form, {"reason": "that was another film"})
    assert "**Declined.**" in words(shown)
    assert "that was another film" in (await told(world)).text


async def test_refused_input_says_what_would_be_accepted_and_is_kept(world: World) -> None:
    refused = await suggested(world, source="ftp://nowhere/x", production="The Lantern Keeper")
    assert refused.ephemeral
    assert "Your text is kept" in words(refused)
    again = await world.fan.click(reply(refused), label="Edit again")
    assert held(again)["text"] == NEW["text"]
    assert held(again)["topic"] == "crew"
    thanks = await world.fan.submit_modal(again, NEW)
    assert "Thank you" in words(thanks)


async def test_an_unknown_answer_leads_to_a_suggestion(world: World) -> None:
    asked = await world.fan.slash(world.channel, "ask", question="who composed the music of the lantern keepers")
    form = await world.fan.click(reply(asked), label="Suggest the answer")
    assert held(form)["production"] == "The Lantern Keepers"
    assert held(form)["text"] == ""


async def test_the_command_fills_in_what_is_known(world: World) -> None:
    form = await world.fan.slash(world.channel, "suggest", production="comet", topic="stunt")
    assert held(form)["production"] == "Quiet Comet"
    assert held(form)["topic"] == "stunt"
    found = await world.fan.autocomplete(world.channel, "suggest", "production", "qui")
    assert [each["name"] for each in found] == ["Quiet Comet"]
    topics = await world.fan.autocomplete(world.channel, "suggest", "topic", "stu")
    assert [each["value"] for each in topics] == ["stunt"]


async def test_a_limit_per_person_a_day(world: World) -> None:
    for number in range(MAX_PER_DAY):
        assert "Thank you" in words(await suggested(world, text=f"Fact number {number}."))
    assert f"You can make {MAX_PER_DAY} suggestions a day" in words(await suggested(world))
    assert "Thank you" in words(await suggested(world, world.member("other")))
    world.clock.forward(days=1)
    assert "Thank you" in words(await suggested(world))


async def test_repeated_abuse_is_muted_and_can_be_unmuted(world: World) -> None:
    await suggested(world)
    await suggested(world, text="More of it.")
    shown = await queue(world)
    await world.moderator.click(reply(shown), label="Mute member")
    assert "deleted 2 suggestions" in words(shown)
    assert "accept suggestions from you" in words(await suggested(world))
    panel = await world.moderator.slash(world.channel, "settings")
    await world.moderator.click(reply(panel), label="Muted members")
    assert f"<@{world.fan.id}>" in words(panel)
    await world.moderator.click(reply(panel), label="Unmute")
    assert "Nobody is muted" in words(panel)
    assert "Thank you" in words(await suggested(world))


async def test_two_moderators_decide_once(world: World) -> None:
    await suggested(world)
    second = world.member("second", manage_guild=True)
    mine, theirs = await queue(world), await queue(world, second)
    await world.moderator.click(reply(mine), label="Approve")
    assert "already decided" in words(await second.click(reply(theirs), label="Decline…"))


async def test_what_is_in_the_way_is_said_when_it_is_approved(world: World) -> None:
    form = await world.fan.slash(world.channel, "suggest", production="comet", topic="relase")
    await world.fan.submit_modal(form, NEW | {"topic": ["relase"]})
    shown = await queue(world)
    await world.moderator.click(reply(shown), label="Approve")
    assert "did you mean release?" in words(shown)
    assert "Edit and approve" in buttons(shown)


async def test_a_members_words_are_shown_as_they_are(world: World) -> None:
    await suggested(world, text="@everyone **look** [here](https://evil.example)")
    said = words(await queue(world))
    assert "\\@everyone \\*\\*look\\*\\* \\[here\\](https\\://evil.example)" in said
