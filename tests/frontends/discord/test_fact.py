"""Test the moderators' four commands: form, preview and save; edit and conflict; retire and restore; show."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from simcord.results import InteractionResult

from bot.desk.access.actors import Actor
from bot.desk.cards.spoilers import Shown
from bot.desk.editing.drafts.draft import draft_of
from bot.facts import limits
from bot.facts.models import DateValue
from bot.frontends.discord.components.forms import INPUT_LIMIT
from bot.frontends.discord.features.fact.form import with_details, with_words
from bot.frontends.discord.shared.markdown import timestamp
from tests.frontends.discord.world import World, buttons, parts, reply, words

NEW = {
    "text": "The lamp of The Lantern Keepers weighs 90 kilograms.",
    "value": "90 kilograms",
    "subject": "lamp",
    "sources": "https://example.org/lamp | A lamp | 2 May 2026",
    "phrasings": "how heavy is the lamp of the lantern keepers\nweight of the keepers' lamp",
}


def held(modal: InteractionResult) -> dict[str, Any]:
    """Return the content of a form's fields when it opens, by name."""
    assert modal.modal is not None
    inner = [label["component"] for label in modal.modal["components"]]
    return {
        each["custom_id"]: each.get("value")
        or next((option["value"] for option in each.get("options", []) if option.get("default")), "")
        for each in inner
    }


def texts_of(modal: InteractionResult) -> dict[str, str]:
    return {name: value for name, value in held(modal).items() if isinstance(value, str)}


async def written(world: World, **changes: str) -> InteractionResult:
    """Type and submit a new fact. Return the preview."""
    form = await world.moderator.slash(world.channel, "fact add", production="lantern-keepers", topic="stunt")
    return await world.moderator.submit_modal(form, NEW | changes)


async def test_add_shows_a_preview_and_the_saved_fact_is_used_immediately(world: World) -> None:
    form = await world.moderator.slash(world.channel, "fact add", production="The Lantern Keepers", topic="stunt")
    assert held(form) == dict.fromkeys(NEW, "")
    preview = await world.moderator.submit_modal(form, NEW)
    assert preview.ephemeral
    assert "this is what fans will see" in words(preview)
    assert "90 kilograms" in words(preview)
    assert {"Save", "Edit", "Cancel"} <= set(buttons(preview))
    saved = await world.moderator.click(reply(preview), label="Save")
    assert "The bot uses it immediately" in words(preview)
    assert saved.acknowledged
    asked = await world.fan.slash(world.channel, "ask", question="how heavy is the lamp of the lantern keepers")
    assert "weighs 90 kilograms" in words(asked)
    elsewhere = await world.stranger().slash("ask", question="how heavy is the lamp of the lantern keepers")
    assert "weighs 90 kilograms" not in words(elsewhere)


@pytest.mark.parametrize(
    ("typed", "one", "other", "shown"),
    [
        ("Jul-28", "28 July 20", "July 2028", "July 2028"),
        ("2.500 extras", "2.5 extras", "2,500 extras", "2,500 extras"),
    ],
)
async def test_an_ambiguous_value_lists_its_readings(
    world: World, typed: str, one: str, other: str, shown: str
) -> None:
    refused = await written(world, value=typed)
    assert "Your text is kept" in words(refused)
    assert one in words(refused)
    assert other in words(refused)
    again = await world.moderator.click(reply(refused), label="Edit again")
    assert held(again)["value"] == typed
    await world.moderator.submit_modal(again, texts_of(again) | {"value": other})
    assert "Save" in buttons(refused)
    assert shown in words(refused)


async def test_a_range_can_be_saved_and_answered(world: World) -> None:
    filming = {
        "text": "The Lantern Keepers films at the old mill over the winter.",
        "value": "21 Nov 2099 - 3 Jan 2100",
        "subject": "filming at the old mill",
        "phrasings": "when do the lantern keepers film at the old mill",
    }
    preview = await written(world, **filming)
    stamps = [timestamp(date(2099, 11, 21), "D"), timestamp(date(2100, 1, 3), "D")]
    assert " to ".join(stamps) in words(preview)
    assert f"(starts {timestamp(date(2099, 11, 21), 'R')})" in words(preview)
    await world.moderator.click(reply(preview), label="Save")
    asked = await world.fan.slash(world.channel, "ask", question="how long do the lantern keepers film at the old mill")
    assert "It lasts 44 days, from 21 November 2099 to 3 January 2100." in words(asked)


async def test_a_refused_form_keeps_what_was_typed(world: World) -> None:
    wrong = {"value": "2027-13-40", "phrasings": "how " * 100 + "heavy"}
    refused = await written(world, **wrong)
    assert "Your text is kept" in words(refused)
    assert "value" in words(refused)
    assert "phrasings" in words(refused)
    again = await world.moderator.click(reply(refused), label="Edit again")
    assert held(again) == NEW | wrong
    preview = await world.moderator.submit_modal(again, texts_of(again) | NEW)
    assert "Save" in buttons(refused)
    assert preview.acknowledged


def menu(shown: InteractionResult, verb: str) -> str:
    """Return the custom id of a panel's menu, by its verb."""
    [found] = [each["custom_id"] for each in parts(shown) if each["type"] == 3 and f":{verb}:" in each["custom_id"]]
    return str(found)


def chosen(shown: InteractionResult, verb: str) -> str:
    """Return the chosen option of a panel's menu."""
    [options] = [each["options"] for each in parts(shown) if each["type"] == 3 and f":{verb}:" in each["custom_id"]]
    return str(next(each["value"] for each in options if each.get("default")))


async def test_status_spoiler_and_topic_are_chosen_under_the_preview(world: World) -> None:
    form = await world.moderator.slash(
        world.channel, "fact add", production="lantern-keepers", topic="stunt", why="read it"
    )
    preview = await world.moderator.submit_modal(form, NEW)
    assert [chosen(preview, f"draft-{each}") for each in ("status", "spoiler", "topic")] == [
        "confirmed",
        "none",
        "stunt",
    ]
    await world.moderator.select(reply(preview), ["rumour"], custom_id=menu(preview, "draft-status"))
    assert "Rumour" in words(preview)
    await world.restart()
    await world.moderator.select(reply(preview), ["minor"], custom_id=menu(preview, "draft-spoiler"))
    assert [each["spoiler"] for each in parts(preview) if each["type"] == 17] == [True]
    await world.moderator.select(reply(preview), ["story"], custom_id=menu(preview, "draft-topic"))
    assert [chosen(preview, f"draft-{each}") for each in ("status", "spoiler", "topic")] == [
        "rumour",
        "minor",
        "story",
    ]
    assert "Reason: ||read it||" in words(preview), "as covered as the fact is"
    await world.moderator.click(reply(preview), label="Save")
    [revision] = await world.desk.store.latest(limit=1)
    assert (revision.fact.status, revision.fact.spoiler, revision.why) == ("rumour", "minor", "read it")
    assert (revision.fact.topic, revision.fact.text) == ("story", NEW["text"])
    assert revision.by == f"discord:{world.moderator.id}"


async def test_the_edit_form_includes_the_reason(world: World) -> None:
    form = await world.moderator.slash(world.channel, "fact edit", fact="keepers-mill")
    assert set(held(form)) == {"text", "value", "sources", "phrasings", "why"}
    typed = texts_of(form) | {"text": "The mill was filmed in Kinderdijk.", "why": "the call sheet says so"}
    preview = await world.moderator.submit_modal(form, typed)
    await world.moderator.select(reply(preview), ["reported"], custom_id=menu(preview, "draft-status"))
    await world.moderator.click(reply(preview), label="Save")
    [revision] = await world.desk.store.latest(limit=1)
    assert (revision.fact.status, revision.why) == ("reported", "the call sheet says so")
    assert (revision.fact.subject, revision.fact.text) == ("mill scenes", "The mill was filmed in Kinderdijk.")


async def test_the_other_fields_are_in_a_second_form(world: World) -> None:
    form = await world.moderator.slash(world.channel, "fact edit", fact="keepers-release")
    preview = await world.moderator.submit_modal(form, texts_of(form) | {"value": "20 August 2027", "why": "moved"})
    more = await world.moderator.click(reply(preview), label="Subject, announcement")
    assert held(more) == {"subject": "", "announced_on": "", "announced_by": ""}
    typed = {"subject": "US release", "announced_on": "1 November 2026", "announced_by": "the studio"}
    await world.moderator.submit_modal(more, typed)
    await world.moderator.click(reply(preview), label="Save")
    [revision] = await world.desk.store.latest(limit=1)
    last = revision.fact.announced_dates[-1]
    assert (revision.fact.subject, last.announced, last.by, last.why) == (
        "US release",
        "2026-11-01",
        "the studio",
        "moved",
    )
    added = await written(world)
    reason = await world.moderator.click(reply(added), label="Reason")
    assert held(reason) == {"why": ""}
    await world.moderator.submit_modal(reason, {"why": "it was missing"})
    await world.moderator.click(reply(added), label="Save")
    [revision] = await world.desk.store.latest(limit=1)
    assert revision.why == "it was missing"


async def test_an_unknown_topic_can_be_corrected_without_retyping(world: World) -> None:
    form = await world.moderator.slash(world.channel, "fact add", production="lantern-keepers", topic="stnut")
    refused = await world.moderator.submit_modal(form, NEW)
    assert "did you mean stunt?" in words(refused)
    assert "Save" not in buttons(refused)
    await world.moderator.select(reply(refused), ["stunt"], custom_id=menu(refused, "draft-topic"))
    await world.moderator.click(reply(refused), label="Save")
    assert "**Saved.**" in words(refused)


async def test_a_form_opened_before_an_update_loses_nothing(world: World) -> None:
    draft = draft_of(world.desk.catalogue.fact("keepers-mill")).typed(why="kept", status="rumour")
    before = {"text": "The mill.", "value": draft.value, "subject": "mill", "sources": "", "phrasings": ""}
    assert with_words(draft, before).typed() == draft.typed(
        text="The mill.", subject="mill", sources="", phrasings="", counterexamples=""
    )
    details = {"status": "reported", "spoiler": "none", "announced_on": "", "announced_by": "", "why": "new"}
    assert with_details(draft, details) == draft.typed(why="new")


async def test_cancel_changes_nothing(world: World) -> None:
    preview = await written(world)
    await world.moderator.click(reply(preview), label="Cancel")
    assert "Nothing was changed" in words(preview)
    assert len(world.desk.catalogue.facts(f"server:{world.guild.id}")) == 17


async def test_form_and_preview_survive_a_restart(world: World) -> None:
    form = await world.moderator.slash(world.channel, "fact add", production="keepers", topic="stunt")
    await world.restart()
    preview = await world.moderator.submit_modal(form, NEW)
    assert "90 kilograms" in words(preview)
    await world.restart()
    await world.moderator.click(reply(preview), label="Save")
    assert "The bot uses it immediately" in words(preview)


async def test_edit_opens_with_the_current_fact(world: World) -> None:
    form = await world.moderator.slash(world.channel, "fact edit", fact="keepers-harbour")
    fact = world.desk.catalogue.fact("keepers-harbour")
    draft = draft_of(fact)
    expected = {name: getattr(draft, name) for name in ("text", "value", "sources", "phrasings", "why")}
    assert held(form) == expected
    preview = await world.moderator.submit_modal(form, texts_of(form) | {"text": "They filmed the harbour in Ålesund."})
    assert f"Same fact, new wording: *{fact.phrasings[0]}*" in words(preview)
    await world.moderator.click(reply(preview), label="Save")
    edited = world.desk.catalogue.fact("keepers-harbour", f"server:{world.guild.id}")
    assert edited.text == "They filmed the harbour in Ålesund."
    assert edited.model_copy(update={"text": fact.text, "scope": "shared", "revision": 1}) == fact
    asked = await world.fan.slash(
        world.channel, "ask", question="where were the harbour scenes of the lantern keepers filmed"
    )
    assert "this server's version" in words(asked)


async def test_counterexamples_are_edited_after_not_among_the_phrasings(world: World) -> None:
    scope, phrasing = f"server:{world.guild.id}", "where were the mill scenes of the lantern keepers filmed"
    form = await world.moderator.slash(world.channel, "fact edit", fact="keepers-mill")
    typed = texts_of(form) | {"phrasings": f"{phrasing}\nnot: which mill is in the lantern keepers"}
    preview = await world.moderator.submit_modal(form, typed)
    assert "no answer" in words(preview)
    await world.restart()
    again = await world.moderator.click(reply(preview), label="Edit")
    assert held(again) == typed
    await world.moderator.submit_modal(again, typed)
    await world.moderator.click(reply(preview), label="Save")
    fact = world.desk.catalogue.fact("keepers-mill", scope)
    assert fact.phrasings == (phrasing,)
    assert fact.counterexamples == ("which mill is in the lantern keepers",)
    asked = await world.fan.slash(world.channel, "ask", question=fact.counterexamples[0])
    assert "Kinderdijk" not in words(asked)
    shown = words(await world.moderator.slash(world.channel, "fact show", fact="keepers-mill"))
    assert "Counterexamples (1): which mill is" in shown
    content = words(await world.moderator.slash(world.channel, "fact history", fact="keepers-mill"))
    assert "counterexamples: + which mill is" in content
    form = await world.moderator.slash(world.channel, "fact edit", fact="keepers-mill")
    assert held(form) == typed
    preview = await world.moderator.submit_modal(form, typed | {"text": "The mill is in Kinderdijk."})
    await world.moderator.click(reply(preview), label="Save")
    edited = world.desk.catalogue.fact("keepers-mill", scope)
    assert (edited.text, edited.counterexamples) == ("The mill is in Kinderdijk.", fact.counterexamples)
    form = await world.moderator.slash(world.channel, "fact edit", fact="keepers-mill")
    preview = await world.moderator.submit_modal(form, texts_of(form) | {"phrasings": phrasing})
    await world.moderator.click(reply(preview), label="Save")
    assert world.desk.catalogue.fact("keepers-mill", scope).counterexamples == ()


async def test_a_counterexample_that_is_also_a_phrasing_is_refused_and_kept(world: World) -> None:
    form = await world.moderator.slash(world.channel, "fact edit", fact="keepers-mill")
    asked = held(form)["phrasings"]
    typed = texts_of(form) | {"phrasings": f"{asked}\nnot: {asked.upper()}?"}
    refused = await world.moderator.submit_modal(form, typed)
    assert "is also a phrasing of this fact" in words(refused)
    assert held(await world.moderator.click(reply(refused), label="Edit again")) == typed


async def test_lines_that_do_not_fit_in_the_form_survive_an_edit(world: World) -> None:
    moderator = Actor(f"discord:{world.moderator.id}", str(world.guild.id), manages_server=True)
    many = [f"{number} {'where was it again ' * 4}".strip() for number in range(40)]
    await world.desk.curating.add_phrasings(moderator, "keepers-mill", [f"asked {each}" for each in many])
    before = await world.desk.curating.add_counterexamples(moderator, "keepers-mill", [f"why {each}" for each in many])
    form = await world.moderator.slash(world.channel, "fact edit", fact="keepers-mill")
    field = held(form)["phrasings"]
    assert 3900 < len(field) <= 4000
    assert "not: why 0 where" in field
    assert "why 39" not in field
    preview = await world.moderator.submit_modal(form, texts_of(form) | {"text": "The mill is in Kinderdijk."})
    await world.moderator.click(reply(preview), label="Save")
    fact = world.desk.catalogue.fact("keepers-mill", before.scope)
    assert (fact.text, fact.phrasings, fact.counterexamples) == (
        "The mill is in Kinderdijk.",
        before.phrasings,
        before.counterexamples,
    )
    form = await world.moderator.slash(world.channel, "fact edit", fact="keepers-mill")
    shorter = field.partition("\n")[2]
    preview = await world.moderator.submit_modal(
        form, texts_of(form) | {"phrasings": f"{shorter}\nnot: what is a mill"}
    )
    await world.moderator.click(reply(preview), label="Save")
    fact = world.desk.catalogue.fact("keepers-mill", before.scope)
    assert fact.phrasings == before.phrasings[1:]
    assert set(fact.counterexamples) == {*before.counterexamples, "what is a mill"}


async def test_saving_without_a_change_says_so(world: World) -> None:
    form = await world.moderator.slash(world.channel, "fact edit", fact="keepers-harbour")
    preview = await world.moderator.submit_modal(form, texts_of(form))
    response = await world.moderator.click(reply(preview), label="Save")
    assert response.ephemeral
    assert "nothing to save" in words(response)


async def test_a_new_release_date_becomes_the_next_announced_date(world: World) -> None:
    form = await world.moderator.slash(world.channel, "fact edit", fact="keepers-release")
    typed = texts_of(form) | {"value": "20 August 2027", "text": "The Lantern Keepers comes on 20 August 2027."}
    preview = await world.moderator.submit_modal(form, typed)
    assert "announced date number 3" in words(preview)
    assert "The old date was our mistake" in buttons(preview)
    await world.moderator.click(reply(preview), label="Save")
    fact = world.desk.catalogue.fact("keepers-release", f"server:{world.guild.id}")
    assert [each.date for each in fact.announced_dates] == ["2026-11", "2027-05-14", "2027-08-20"]
    assert isinstance(fact.value, DateValue)
    asked = await world.fan.slash(world.channel, "ask", question="when does the lantern keepers come out")
    assert "moved from 14 May 2027" in words(asked)


async def test_our_own_mistake_in_a_date_is_corrected_in_place(world: World) -> None:
    form = await world.moderator.slash(world.channel, "fact edit", fact="keepers-release")
    preview = await world.moderator.submit_modal(form, texts_of(form) | {"value": "15 May 2027"})
    await world.moderator.click(reply(preview), label="The old date was our mistake")
    await world.moderator.click(reply(preview), label="Save")
    fact = world.desk.catalogue.fact("keepers-release", f"server:{world.guild.id}")
    assert [each.date for each in fact.announced_dates] == ["2026-11", "2027-05-15"]


async def test_the_kind_of_a_value_can_be_corrected(world: World) -> None:
    preview = await written(world, value="Ann Example")
    await world.moderator.select(reply(preview), ["person"], custom_id=menu(preview, "draft-kind"))
    await world.moderator.click(reply(preview), label="Save")
    [revision] = await world.desk.store.latest(limit=1)
    assert revision.fact.value is not None
    assert revision.fact.value.kind == "person"


async def test_the_second_of_two_editors_sees_the_first_ones_change(world: World) -> None:
    second = world.member("second", manage_guild=True)
    forms = [await each.slash(world.channel, "fact edit", fact="keepers-mill") for each in (world.moderator, second)]
    mine = await world.moderator.submit_modal(forms[0], texts_of(forms[0]) | {"text": "The mill stands in Kinderdijk."})
    theirs = await second.submit_modal(forms[1], texts_of(forms[1]) | {"sources": "a paper | 2 May 2026"})
    await world.moderator.click(reply(mine), label="Save")
    await second.click(reply(theirs), label="Save")
    content = words(theirs)
    assert "somebody else has changed this fact" in content
    assert f"<@{world.moderator.id}>" in content
    assert "→ The mill stands in Kinderdijk." in content
    await second.click(reply(theirs), label="Save mine on top")
    fact = world.desk.catalogue.fact("keepers-mill", f"server:{world.guild.id}")
    assert (fact.text, fact.sources[0].title) == ("The mill stands in Kinderdijk.", "a paper")


async def test_retire_and_restore(world: World) -> None:
    question = "where were the mill scenes of the lantern keepers filmed"
    answered = await world.fan.slash(world.channel, "ask", question=question)
    retired = await world.moderator.slash(world.channel, "fact retire", fact="keepers-mill", why="wrong")
    assert "no longer answers from" in words(retired)
    response = await world.fan.click(reply(answered), label="Sources")
    assert words(response).startswith("A fact about The Lantern Keepers (location) was retired.")
    assert "Kinderdijk" not in words(await world.fan.slash(world.channel, "ask", question=question))
    assert "Kinderdijk" in words(await world.stranger().slash("ask", question=question))
    await world.restart()
    await world.moderator.click(reply(retired), label="Restore")
    assert "Kinderdijk" in words(await world.fan.slash(world.channel, "ask", question=question))


async def test_show_has_details_and_buttons(world: World) -> None:
    shown = await world.moderator.slash(world.channel, "fact show", fact="keepers-mill")
    assert shown.ephemeral
    assert "keepers-mill" in words(shown)
    assert "revision 1" in words(shown)
    form = await world.moderator.click(reply(shown), label="Edit")
    assert "Kinderdijk" in held(form)["text"]


async def test_a_missing_fact(world: World) -> None:
    refused = await world.moderator.slash(world.channel, "fact edit", fact="no-such-fact")
    assert refused.ephemeral
    assert "Use /facts to see what there is" in words(refused)


async def test_the_host_writes_the_shared_facts(world: World) -> None:
    host = Actor("discord:1", None, is_host=True)
    await world.desk.curating.retire(host, "keepers-mill")
    shown = await world.moderator.slash(world.channel, "fact show", fact="keepers-mill")
    assert "retired" in words(shown)


async def test_autocomplete_of_facts(world: World) -> None:
    found = await world.moderator.autocomplete(world.channel, "fact edit", "fact", "kinderdijk")
    assert found[0]["value"] == "keepers-mill"
    every = await world.moderator.autocomplete(world.channel, "fact show", "fact", "")
    assert len(every) == 17
    topics = await world.moderator.autocomplete(world.channel, "fact add", "topic", "ca")
    assert [each["value"] for each in topics] == ["cast"]


async def test_drafts_are_private(world: World) -> None:
    preview = await written(world)
    key = buttons(preview)["Save"].rpartition(":")[2]
    second = world.member("second", manage_guild=True)
    mine = await second.slash(world.channel, "fact show", fact="keepers-mill")
    assert key not in str(parts(mine))
    shelf = next(each for each in world.desk.people._traces if "drafts" in each.what)
    assert await shelf.find(f"discord:{second.id}") == ()
    [kept] = await shelf.find(f"discord:{world.moderator.id}")
    assert isinstance(kept, Shown)
    assert kept.text == NEW["text"]
    assert await shelf.forget(f"discord:{world.moderator.id}") == 1
    response = await world.moderator.click(reply(preview), label="Save")
    assert "no longer exists" in words(response)


async def test_a_form_accepts_as_much_as_the_store(world: World) -> None:
    form = await world.moderator.slash(world.channel, "fact add", production="lantern-keepers", topic="location")
    assert _most(form) == {
        "text": limits.TEXT,
        "value": limits.VALUE,
        "subject": limits.SUBJECT,
        "sources": INPUT_LIMIT,
        "phrasings": INPUT_LIMIT,
    }
    form = await world.moderator.slash(world.channel, "fact edit", fact="keepers-mill")
    assert _most(form)["why"] == limits.REASON
    form = await world.fan.slash(world.channel, "suggest")
    assert (_most(form)["production"], _most(form)["source"]) == (limits.TITLE, limits.URL)


def _most(form: InteractionResult) -> dict[str, int]:
    """Return the maximum length of each field of a form."""
    assert form.modal is not None
    boxes = [label["component"] for label in form.modal["components"]]
    return {each["custom_id"]: each["max_length"] for each in boxes if "max_length" in each}
