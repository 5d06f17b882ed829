"""Follow suggestions from a member's form to a moderator's decision and the member's notice."""

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
    """Suggest a new fact."""
    fan = person or world.fan
    form = await fan.slash(world.channel, "suggest")
    return await fan.submit_modal(form, NEW | typed)


async def corrected(world: World, text: str) -> InteractionResult:
    """Suggest a correction with the button under an answer."""
    answer = await world.fan.slash(world.channel, "ask", question=MILL)
    form = await press_more(world.fan, answer, "Suggest a correction")
    assert "Kinderdijk" in held(form)["text"]
    return await world.fan.submit_modal(form, {"text": text, "source": "https://example.org/mill"})


async def queue(world: World, person: MemberActor | None = None) -> InteractionResult:
    return await (person or world.moderator).slash(world.channel, "queue")


async def delivered_notice(world: World) -> Notice:
    """Deliver the one waiting notice, and return it."""
    [notice] = world.desk.notices.waiting()
    delivery = world.bot.get_cog("NoticeDelivery")
    assert isinstance(delivery, NoticeDelivery)
    await delivery.loop()
    assert world.desk.notices.waiting() == ()
    return notice


async def test_a_member_suggests_and_a_moderator_approves(world: World) -> None:
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
    notice = await delivered_notice(world)
    assert notice.person == f"discord:{world.fan.id}"
    assert "was accepted" in notice.text


async def test_a_correction_can_be_edited_and_approved(world: World) -> None:
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
    assert (await delivered_notice(world)).fact == "keepers-mill"


async def test_the_member_gets_the_reason_for_declining(world: World) -> None:
    await suggested(world)
    shown = await queue(world)
    form = await world.moderator.click(reply(shown), label="Decline…")
    await world.restart()
    await world.moderator.submit_modal(form, {"reason": "that was another film"})
    assert "**Declined.**" in words(shown)
    assert "that was another film" in (await delivered_notice(world)).text


async def test_refused_input_is_explained_and_kept(world: World) -> None:
    refused = await suggested(world, source="ftp://nowhere/x", production="The Lantern Keeper")
    assert refused.ephemeral
    assert "Your text is kept" in words(refused)
    again = await world.fan.click(reply(refused), label="Edit again")
    assert held(again)["text"] == NEW["text"]
    assert held(again)["topic"] == "crew"
    thanks = await world.fan.submit_modal(again, NEW)
    assert "Thank you" in words(thanks)


async def test_an_unknown_offers_a_suggestion(world: World) -> None:
    asked = await world.fan.slash(world.channel, "ask", question="who composed the music of the lantern keepers")
    form = await world.fan.click(reply(asked), label="Suggest the answer")
    assert held(form)["production"] == "The Lantern Keepers"
    assert held(form)["text"] == ""


async def test_the_command_prefills_the_form(world: World) -> None:
    form = await world.fan.slash(world.channel, "suggest", production="comet", topic="stunt")
    assert held(form)["production"] == "Quiet Comet"
    assert held(form)["topic"] == "stunt"
    found = await world.fan.autocomplete(world.channel, "suggest", "production", "qui")
    assert [each["name"] for each in found] == ["Quiet Comet"]
    topics = await world.fan.autocomplete(world.channel, "suggest", "topic", "stu")
    assert [each["value"] for each in topics] == ["stunt"]


async def test_suggestions_are_limited_per_person_and_day(world: World) -> None:
    for number in range(MAX_PER_DAY):
        assert "Thank you" in words(await suggested(world, text=f"Fact number {number}."))
    assert f"You can make {MAX_PER_DAY} suggestions a day" in words(await suggested(world))
    assert "Thank you" in words(await suggested(world, world.member("other")))
    world.clock.forward(days=1)
    assert "Thank you" in words(await suggested(world))


async def test_members_can_be_muted_and_unmuted(world: World) -> None:
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


async def test_two_moderators_cannot_decide_twice(world: World) -> None:
    await suggested(world)
    second = world.member("second", manage_guild=True)
    mine, theirs = await queue(world), await queue(world, second)
    await world.moderator.click(reply(mine), label="Approve")
    assert "already decided" in words(await second.click(reply(theirs), label="Decline…"))


async def test_problems_are_shown_when_approving(world: World) -> None:
    form = await world.fan.slash(world.channel, "suggest", production="comet", topic="relase")
    await world.fan.submit_modal(form, NEW | {"topic": ["relase"]})
    shown = await queue(world)
    await world.moderator.click(reply(shown), label="Approve")
    assert "did you mean release?" in words(shown)
    assert "Edit and approve" in buttons(shown)


async def test_a_members_text_is_shown_unchanged(world: World) -> None:
    await suggested(world, text="@everyone **look** [here](https://evil.example)")
    content = words(await queue(world))
    assert "\\@everyone \\*\\*look\\*\\* \\[here\\](https\\://evil.example)" in content
