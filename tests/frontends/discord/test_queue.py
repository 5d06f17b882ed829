"""Work through the queue as a moderator: grouped, most asked first, one tap each."""

from __future__ import annotations

from simcord.actors import MemberActor
from simcord.results import InteractionResult

from bot.desk.access.actors import Actor
from bot.desk.asking.question_log import Reason
from bot.frontends.discord.features.notices import NoticeDelivery
from tests.frontends.discord.test_fact import held, texts_of
from tests.frontends.discord.world import World, add_member, buttons, parts, reply, words

MUSIC = "who composed the music of the lantern keepers"


async def ask(world: World, person: MemberActor, question: str) -> InteractionResult:
    return await person.slash(world.channel, "ask", question=question)


async def asked(world: World) -> None:
    """Ask about the music twice, about the budget once, and mark one answer as wrong."""
    await ask(world, world.fan, MUSIC)
    await ask(world, world.member("other"), "who composed the music of lantern keepers?")
    await ask(world, world.fan, "what is the budget of quiet comet")
    answered = await ask(world, world.member("third"), "when does quiet comet come out")
    await world.fan.click(reply(answered), label="Not this")


async def opened(world: World, person: MemberActor | None = None) -> InteractionResult:
    return await (person or world.moderator).slash(world.channel, "queue")


def menus(shown: InteractionResult) -> dict[str, list[str]]:
    """Return a message's menus: custom ids and option labels."""
    return {each["custom_id"]: [one["label"] for one in each["options"]] for each in parts(shown) if each["type"] == 3}


async def test_an_empty_queue_says_so(world: World) -> None:
    assert "The queue is empty" in words(await opened(world))


async def test_the_most_asked_question_is_open_and_similar_ones_are_grouped(world: World) -> None:
    await asked(world)
    shown = await opened(world)
    assert shown.ephemeral
    content = words(shown)
    assert "Queue (3)" in content
    assert f"“{MUSIC}”" in content
    assert "asked 2 times; not answered" in content
    assert "Similar questions (1)" in content
    assert len(menus(shown)["s:queue-open"]) == 3
    await world.moderator.select(reply(shown), [await of_budget(shown)], custom_id="s:queue-open")
    assert "what is the budget of quiet comet" in words(shown)


async def of_budget(shown: InteractionResult, word: str = "budget") -> str:
    [menu] = [each for each in parts(shown) if each.get("custom_id") == "s:queue-open"]
    return str(next(each["value"] for each in menu["options"] if word in each["label"]))


async def test_a_wrong_answer_appears_in_the_queue(world: World) -> None:
    await asked(world)
    shown = await opened(world)
    await world.moderator.select(reply(shown), [await of_budget(shown, "come out")], custom_id="s:queue-open")
    assert "wrong answer" in words(shown)
    assert "I answered:\n- **Quiet Comet** · release" in words(shown)


WHICH = "which mill is in the lantern keepers"


def not_it(world: World, *facts: str, person: str = "discord:7") -> None:
    scope = f"server:{world.guild.id}"
    assert world.desk.question_log.note(WHICH, scope, person, reason=Reason.WRONG, facts=facts) is not None


async def declined(world: World) -> InteractionResult:
    """Show the queue with a question that the mill answered wrongly."""
    answered = await ask(world, world.fan, WHICH)
    assert "Kinderdijk" in words(answered)
    await world.fan.click(reply(answered), label="Not this")
    return await opened(world)


async def test_a_fact_is_marked_as_the_wrong_answer_with_one_tap(world: World) -> None:
    shown = await declined(world)
    await world.restart()
    await world.moderator.click(reply(shown), label="Wrong answer")
    content = words(shown)
    assert f"**Dismissed** “{WHICH}”. It is now a counterexample of **The Lantern Keepers** · mill scenes" in content
    assert "/undo removes the counterexample" in content
    assert "The queue is empty" in content
    assert "Kinderdijk" not in words(await ask(world, world.fan, WHICH))
    assert "Kinderdijk" in words(await world.stranger().slash("ask", question=WHICH))
    assert "Kinderdijk" in words(
        await ask(world, world.fan, "where were the mill scenes of the lantern keepers filmed")
    )
    await world.moderator.click(reply(shown), label="Dismissed questions")
    await world.moderator.click(reply(shown), label="Put back")
    assert "Queue (1)" in words(shown)
    assert "Kinderdijk" not in words(await ask(world, world.member("other"), WHICH))
    await world.moderator.slash(world.channel, "undo")
    assert "Kinderdijk" in words(await ask(world, world.fan, WHICH))


async def test_only_an_answer_from_one_fact_can_be_marked_wrong(world: World) -> None:
    await ask(world, world.fan, MUSIC)
    assert "Wrong answer" not in buttons(await opened(world))
    for person in range(3):
        not_it(world, "keepers-mill", "keepers-harbour", person=f"discord:{person}")
    shown = await opened(world)
    assert "**The Lantern Keepers** · harbour scenes" in words(shown)
    assert "Wrong answer" not in buttons(shown)
    host = Actor("discord:1", None, is_host=True)
    await world.desk.curating.retire(host, "keepers-harbour")
    assert "Wrong answer" in buttons(await opened(world))


async def test_a_question_identical_to_a_phrasing_cannot_be_marked_wrong(world: World) -> None:
    answered = await ask(world, world.fan, "when does quiet comet come out")
    await world.fan.click(reply(answered), label="Not this")
    shown = await opened(world)
    response = await world.moderator.click(reply(shown), label="Wrong answer")
    assert response.ephemeral
    assert "remove it from the phrasings first" in words(response)
    assert "Queue (1)" in words(await opened(world))


async def test_the_panel_says_if_the_fact_still_answers_the_question(world: World) -> None:
    question = "what is the release date of quiet comet"
    answered = await ask(world, world.fan, question)
    await world.fan.click(reply(answered), label="Not this")
    shown = await opened(world)
    await world.moderator.click(reply(shown), label="Wrong answer")
    still = "summer 2028" in words(await ask(world, world.member("other"), question))
    assert ("still gets this fact" in words(shown)) is still


async def test_an_old_panel_marks_only_the_fact_it_shows(world: World) -> None:
    shown = await declined(world)
    not_it(world, "keepers-harbour")
    refused = await world.moderator.click(reply(shown), label="Wrong answer")
    assert "exactly one fact" in words(refused)
    assert world.desk.catalogue.fact("keepers-mill", f"server:{world.guild.id}").counterexamples == ()


async def test_answering_with_an_existing_fact_notifies_people_who_wait(world: World) -> None:
    question = "what about the thing with the lantern keepers and the nets"
    logged = world.desk.question_log.note(question, f"server:{world.guild.id}", f"discord:{world.fan.id}")
    assert logged is not None
    await world.desk.question_log.wait(logged.key, f"discord:{world.fan.id}")
    shown = await opened(world)
    assert "1 person waiting" in words(shown)
    form = await world.moderator.click(reply(shown), label="Find a fact…")
    await world.restart()
    await world.moderator.submit_modal(form, {"words": "harbour"})
    [menu] = menus(shown)
    await world.moderator.select(reply(shown), ["keepers-harbour"], custom_id=menu)
    assert "**Answered**" in words(shown)
    assert "I'll tell the 1 person" in words(shown)
    assert "The queue is empty" in words(shown)
    assert "Ålesund" in words(await ask(world, world.fan, question))
    [notice] = world.desk.notices.waiting()
    assert (notice.person, notice.fact) == (f"discord:{world.fan.id}", "keepers-harbour")
    delivery = world.bot.get_cog("NoticeDelivery")
    assert isinstance(delivery, NoticeDelivery)
    await delivery.loop()
    assert world.desk.notices.waiting() == ()


async def test_a_search_without_results_offers_the_next_step(world: World) -> None:
    await asked(world)
    shown = await opened(world)
    form = await world.moderator.click(reply(shown), label="Find a fact…")
    await world.moderator.submit_modal(form, {"words": "qqqq"})
    assert "Search again" in buttons(shown)
    await world.moderator.click(reply(shown), label="Back")
    assert MUSIC in words(shown)


async def test_write_a_new_fact_from_a_question(world: World) -> None:
    await asked(world)
    shown = await opened(world)
    form = await world.moderator.click(reply(shown), label="Write a new fact")
    if form.modal is None:
        await world.moderator.select(
            reply(shown), ["crew"], custom_id=next(each for each in menus(shown) if ":t:" in each)
        )
        form = await world.moderator.click(reply(shown), label="Write it")
    assert MUSIC in held(form)["phrasings"]
    typed = texts_of(form) | {
        "text": "Ann Example wrote the music of The Lantern Keepers.",
        "subject": "music",
        "sources": "https://example.org/music | Music | 2 May 2026",
    }
    await world.moderator.submit_modal(form, typed)
    await world.moderator.click(reply(shown), label="Save")
    assert "The bot uses it immediately" in words(shown)
    assert "Ann Example" in words(await ask(world, world.fan, MUSIC))
    await world.moderator.click(reply(shown), label="Back to the queue")
    assert "Queue (2)" in words(shown)


async def test_missing_production_and_topic_are_asked_before_the_form(world: World) -> None:
    world.desk.question_log.note("what about the thing", f"server:{world.guild.id}", "discord:7")
    shown = await opened(world)
    await world.moderator.click(reply(shown), label="Write a new fact")
    assert "Write it" not in buttons(shown)
    film = next(each for each in menus(shown) if ":p:" in each)
    await world.moderator.select(reply(shown), ["quiet-comet"], custom_id=film)
    kind = next(each for each in menus(shown) if ":t:" in each)
    await world.moderator.select(reply(shown), ["stunt"], custom_id=kind)
    form = await world.moderator.click(reply(shown), label="Write it")
    assert held(form)["phrasings"] == "what about the thing"
    preview = await world.moderator.submit_modal(form, texts_of(form) | {"text": "They jump.", "sources": "a paper"})
    assert preview.acknowledged
    assert "Quiet Comet" in words(shown)


async def test_dismiss_and_reopen(world: World) -> None:
    await asked(world)
    shown = await opened(world)
    await world.moderator.click(reply(shown), label="Dismiss")
    assert "**Dismissed**" in words(shown)
    assert "Queue (2)" in words(shown)
    await world.moderator.click(reply(shown), label="Dismissed questions")
    assert "Dismissed questions (2)" in words(shown)
    first = next(each["custom_id"] for each in parts(shown) if each["type"] == 2 and each["label"] == "Put back")
    await world.moderator.click(reply(shown), custom_id=first)
    assert "Back in the queue" in words(shown)
    assert "Queue (3)" in words(shown)


async def test_dismissing_similar_questions_also_applies_to_new_ones(world: World) -> None:
    await asked(world)
    shown = await opened(world)
    await world.moderator.click(reply(shown), label="Dismiss all similar")
    assert "all similar" in words(shown)
    await ask(world, world.member("late"), "who composed the music for the lantern keepers")
    assert "Queue (2)" in words(await opened(world))


async def test_two_moderators_cannot_handle_the_same_question(world: World) -> None:
    await asked(world)
    second = world.member("second", manage_guild=True)
    mine, theirs = await opened(world), await opened(world, second)
    await world.moderator.click(reply(mine), label="Dismiss")
    response = await second.click(reply(theirs), label="Dismiss")
    assert "already dealt with this" in words(response)


async def test_text_typed_for_a_deleted_question_is_kept(world: World) -> None:
    await asked(world)
    shown = await opened(world)
    form = await world.moderator.click(reply(shown), label="Write a new fact")
    if form.modal is None:
        await world.moderator.select(
            reply(shown), ["crew"], custom_id=next(each for each in menus(shown) if ":t:" in each)
        )
        form = await world.moderator.click(reply(shown), label="Write it")
    await world.moderator.submit_modal(form, texts_of(form) | {"text": "Ann wrote it.", "sources": "a paper"})
    second = world.member("second", manage_guild=True)
    await second.click(reply(await opened(world, second)), label="Dismiss")
    await world.moderator.click(reply(shown), label="Save")
    assert "Your text is kept" in words(shown)
    await world.moderator.click(reply(shown), label="Save anyway")
    assert "The bot uses it immediately" in words(shown)


async def test_another_servers_questions_cannot_be_seen_or_handled(world: World) -> None:
    await asked(world)
    other = Actor("discord:5", "12345", manages_server=True)
    assert await world.desk.queue.items(other) == ()
    guild = world.env.create_guild("Elsewhere")
    channel = guild.create_text_channel("general")
    theirs = add_member(world.env, guild, "their moderator", manage_guild=True)
    assert "The queue is empty" in words(await theirs.slash(channel, "queue"))


async def test_a_curator_may_answer_but_not_dismiss(world: World) -> None:
    await asked(world)
    role = world.guild.create_role("curators")
    curator = world.guild.add_member(world.env.create_user("curator"), roles=[role])
    manager = Actor("discord:1", str(world.guild.id), manages_server=True)
    await world.desk.settings.change(manager, {"curator_roles": [str(role.id)]})
    command = next(each for each in world.env.backend.commands[None].values() if each["name"] == "queue")
    world.guild.set_command_permissions(int(command["id"]), {world.guild.default_role: True})
    shown = await opened(world, curator)
    assert "Write a new fact" in buttons(shown)
    assert "Dismiss" not in buttons(shown)
    menu = await of_budget(shown, "come out")
    await curator.select(reply(shown), [menu], custom_id="s:queue-open")
    assert "Wrong answer" in buttons(shown)
