from __future__ import annotations

from bot.desk.access.actors import Actor
from bot.desk.desk import Desk
from bot.desk.privacy.traces import FORGOTTEN
from bot.facts.models import SHARED, Action, Spoiler
from tests.desk.samples import ANNA, BEN, FAN, MODERATOR, OTHER_FAN, fact, production

QUESTION = "who paints the harbour"


async def leave_traces(desk: Desk, person: str) -> None:
    """Store all kinds of data about a person: an edit, a question, a wait for its answer, a mute."""
    asker = FAN if person == ANNA else OTHER_FAN
    made = fact(f"by-{person[-1]}", topic="stunt")
    await desk.ledger.commit([desk.ledger.revision(made, Action.ADD, person, f"c-{person}")], [production()])
    question = desk.question_log.note(QUESTION, asker.scope, person)
    assert question is not None
    await desk.asking.tell_me(question.key, asker)
    desk.asking.ask("what is the stunt of harbour", asker)
    muted = desk.settings.of("10").muted
    await desk.settings.change(MODERATOR, {"muted": (*muted, person)})


async def test_my_data_shows_only_the_persons_own_data(empty_desk: Desk) -> None:
    await leave_traces(empty_desk, ANNA)
    kept = {trace.what: trace.text for trace in await empty_desk.people.my_data(ANNA)}
    assert any("addition of “Harbour · stunt”" in text for text in kept.values())
    assert "Harbour, stunts" in kept.values(), "the conversation"
    assert QUESTION in kept.values()
    assert "server 10" in kept.values()
    assert await empty_desk.people.my_data(BEN) == ()


async def test_forgetting_deletes_a_persons_data_and_nobody_elses(empty_desk: Desk) -> None:
    await leave_traces(empty_desk, ANNA)
    await leave_traces(empty_desk, BEN)
    before = await empty_desk.people.my_data(BEN)
    gone = await empty_desk.people.forget(ANNA)
    assert gone
    assert await empty_desk.people.my_data(ANNA) == ()
    assert await empty_desk.people.my_data(BEN) == before
    await empty_desk.write_behind.flush()
    for collection in ("questions", "asked", "settings", "suggestions", "notices"):
        assert f'"{ANNA}"' not in str(await empty_desk.documents.all(collection)).replace("'", '"')
    history = await empty_desk.store.history(SHARED, "by-1")
    assert [(each.by, each.fact.id) for each in history] == [(FORGOTTEN, "by-1")]


async def test_forgetting_an_unknown_person_does_nothing(empty_desk: Desk) -> None:
    assert await empty_desk.people.forget("discord:404") == {}


async def test_a_muted_person_is_named_by_the_actor_who_mutes_them(empty_desk: Desk) -> None:
    moderator = Actor(BEN, server="10", manages_server=True)
    await empty_desk.settings.change(moderator, {"muted": (ANNA,)})
    assert [trace.text for trace in await empty_desk.people.my_data(ANNA)] == ["server 10"]


async def test_the_reason_of_a_change_is_covered_if_its_fact_is_a_spoiler(empty_desk: Desk) -> None:
    for name, level in (("calm", Spoiler.NONE), ("ending", Spoiler.MAJOR)):
        made = fact(name, topic="story", spoiler=level)
        await empty_desk.ledger.commit(
            [empty_desk.ledger.revision(made, Action.ADD, ANNA, f"c-{name}", f"{name} said so")], [production()]
        )
    newest, older = await empty_desk.people.my_data(ANNA)
    assert newest.shown.covered
    assert older.shown.unrestricted
    assert older.text.endswith("addition of “Harbour · story”: calm said so")
    await empty_desk.ledger.commit(
        [empty_desk.ledger.revision(fact("other", topic="story", spoiler=Spoiler.MAJOR), Action.EDIT, BEN, "c-none")]
    )
    [bare] = await empty_desk.people.my_data(BEN)
    assert bare.text.endswith("edit of a spoiler about Harbour (story)")
    assert newest.what == older.what


async def test_the_latest_hundred_changes_are_shown(empty_desk: Desk) -> None:
    facts = [fact(f"f{number}", topic="stunt", subject=f"scene {number}") for number in range(103)]
    await empty_desk.ledger.commit(
        [empty_desk.ledger.revision(each, Action.ADD, ANNA, "c1") for each in facts], [production()]
    )
    shown = await empty_desk.people.my_data(ANNA)
    assert len(shown) == 100
    assert shown[0].text.endswith("“Harbour · scene 102”")
    assert await empty_desk.people.forget(ANNA) == {shown[0].what: 103}
