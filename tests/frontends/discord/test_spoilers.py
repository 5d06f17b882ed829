"""Check that no spoiler is shown uncovered, with a canary in every fact, in everything that the bot sends on Discord.

Nearly every fact of this world is a major spoiler and has the canary in each field. The tests use every command,
autocomplete, button, menu, form, message and background task, and nothing that was sent may show the canary uncovered.
It may be in a covered container, between spoiler bars, in the curators' edit forms, and in exported files.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from simcord.actors import MemberActor
from simcord.http import router
from simcord.results import InteractionResult

from bot.answers.knowledge import Knowledge
from bot.desk.editing.drafts.draft import draft_of
from bot.desk.moderation.outbox import NoticeKind
from bot.frontends.discord.features.about import leaves
from bot.frontends.discord.features.departures import Departures
from bot.frontends.discord.features.digest.cog import WeeklyDigest
from bot.frontends.discord.features.notices import NoticeDelivery
from bot.frontends.discord.shared.periodic import PeriodicCog
from tests.frontends.discord.canary import CANARY, Wire, spoilt
from tests.frontends.discord.entrances import COMMANDS, ENTRANCES, Opening, component, edited, manager, scope, use
from tests.frontends.discord.test_fact import NEW, texts_of
from tests.frontends.discord.world import PRODUCTIONS, World, parts, press_more, reply, running, words

RELEASE = "when does the lantern keepers come out"
POLICIES = ("cover", "hide")
_CREW = {"production": "quiet-comet", "topic": "crew"}
HARMLESS = [
    _CREW
    | {"id": "comet-director", "text": "Ana Brandt directs Quiet Comet.", "phrasings": ["who directs quiet comet"]},
    _CREW | {"id": "comet-writer", "text": "Bo Lind writes Quiet Comet.", "phrasings": ["who writes quiet comet"]},
]


@pytest.fixture
def pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the world's pack as spoilers, with two facts that are none."""
    path = tmp_path_factory.mktemp("spoilt") / "invented.json"
    content = {"format": "callsheet-pack", "version": 1, "id": "invented", "title": "Invented"}
    path.write_text(
        json.dumps(content | {"productions": PRODUCTIONS, "facts": [*spoilt(), *HARMLESS]}), encoding="utf-8"
    )
    return path


@pytest.fixture
def wire(monkeypatch: pytest.MonkeyPatch) -> Wire:
    """Record what is sent where simcord gets it from discord.py."""
    wire, dispatch = Wire(), router.dispatch

    def taken_down(backend: Any, method: str, path: str, **sent: Any) -> Any:
        files = [each if isinstance(each, bytes) else _data(each) for each in sent.get("files") or ()]
        if sent.get("json") is not None and not path.endswith("/commands"):
            wire.sent.append((f"{method} {path}", sent["json"], files))
        return dispatch(backend, method, path, **sent)

    monkeypatch.setattr(router, "dispatch", taken_down)
    return wire


def _data(file: Any) -> bytes:
    for part in file if isinstance(file, tuple) else (getattr(file, "fp", file),):
        if isinstance(part, bytes):
            return part
        if hasattr(part, "read"):
            part.seek(0)
            return bytes(part.read())
    raise AssertionError(f"what kind of file is {file!r}?")


@pytest.fixture
async def world(tmp_path: Path, knowledge: Knowledge, pack: Path, wire: Wire) -> AsyncIterator[World]:
    """Run the world of spoilers, with a change log and digests. At the end, nothing may have shown the canary
    uncovered."""
    async with running(tmp_path, knowledge, pack) as found:
        log, digest = found.guild.create_text_channel("log"), found.guild.create_text_channel("digest")
        channels = {"log_channel": str(log.id), "digest_channel": str(digest.id)}
        await found.desk.settings.change(manager(found), channels)
        yield found
        await found.env.settle()
    assert wire.uncovered() == []


async def policy(world: World, chosen: str) -> None:
    await world.desk.settings.change(manager(world), {"spoiler_policy": chosen})


async def under_each(world: World, walk: Callable[[int], Awaitable[object]]) -> None:
    """Do something once under each policy."""
    for number, chosen in enumerate(POLICIES):
        await policy(world, chosen)
        await walk(number)
        await world.env.settle()


# -- what needs a role: the table of entrances, which a test of its own keeps whole


@pytest.mark.parametrize("verb", ENTRANCES)
async def test_controls_and_forms_of_curators(world: World, verb: str) -> None:
    async def walk(number: int) -> None:
        shown = await ENTRANCES[verb](world, world.moderator, number)
        await use(world.moderator, shown, verb)

    await under_each(world, walk)


@pytest.mark.parametrize("command", COMMANDS)
async def test_commands_of_curators(world: World, wire: Wire, command: str) -> None:
    await under_each(world, lambda number: world.moderator.slash(world.channel, command, **COMMANDS[command](number)))
    exported = [CANARY.encode() in each for each in wire.files()]
    assert exported == ([True] * len(POLICIES) if command == "pack export" else [])


# -- what everybody may


async def answer(world: World, person: MemberActor, number: int) -> InteractionResult:
    await policy(world, "cover")
    return await person.slash(world.channel, "ask", question=RELEASE)


async def more(world: World, person: MemberActor, number: int) -> InteractionResult:
    return await use(person, await answer(world, person, number), "more")


async def unknown(world: World, person: MemberActor, number: int) -> InteractionResult:
    return await person.slash(world.channel, "ask", question="who composed the music of the lantern keepers")


def asked(question: str) -> Opening:
    async def opening(world: World, person: MemberActor, number: int) -> InteractionResult:
        await policy(world, "cover")
        return await person.slash(world.channel, "ask", question=question)

    return opening


async def listed(world: World, person: MemberActor, number: int) -> InteractionResult:
    await policy(world, "cover")
    return await person.slash(world.channel, "facts")


async def suggesting(world: World, person: MemberActor, number: int) -> InteractionResult:
    return await person.slash(world.channel, "suggest", production="comet", topic="stunt")


async def refused_suggestion(world: World, person: MemberActor, number: int) -> InteractionResult:
    form = await suggesting(world, person, number)
    return await person.submit_modal(form, {"production": "no such", "topic": ["stunt"], "text": "x", "source": "y"})


async def forgetting(world: World, person: MemberActor, number: int) -> InteractionResult:
    return await person.slash(world.channel, "forget-me")


OPEN_ENTRANCES: dict[str, Opening] = {
    "choose": asked("what about quiet comet"),
    "pick": asked("scenes of the lantern keepers"),
    "wrong": answer,
    "tell": unknown,
    "sources": answer,
    "more": answer,
    "history": more,
    "related": asked("who directs quiet comet"),
    "show": listed,
    "topic": unknown,
    "page": listed,
    "suggest": more,
    "suggest-new": unknown,
    "suggestion-sent": suggesting,
    "suggestion-again": refused_suggestion,
    "forget-me": forgetting,
}
"""Buttons, menus and forms that everybody may use, by the verb that they lead to."""

OPEN_COMMANDS: dict[str, dict[str, Any]] = {
    "ask": {"question": RELEASE},
    "release": {"production": "keepers"},
    "stunts": {},
    "locations": {"production": "keepers"},
    "facts": {},
    "productions": {},
    "help": {},
    "about": {},
    "suggest": {"production": "comet"},
    "my-data": {},
    "forget-me": {},
    "fact show": {"fact": "keepers-ending"},
}
"""Commands that everybody may use, and ``/fact show``, which every curator may use, with their arguments."""


@pytest.mark.parametrize("verb", OPEN_ENTRANCES)
async def test_controls_and_forms_of_everybody(world: World, verb: str) -> None:
    async def walk(number: int) -> None:
        shown = await OPEN_ENTRANCES[verb](world, world.fan, number)
        await policy(world, POLICIES[number])
        await use(world.fan, shown, verb)

    await under_each(world, walk)


@pytest.mark.parametrize("command", OPEN_COMMANDS)
async def test_commands_of_everybody(world: World, command: str) -> None:
    person = world.moderator if command == "fact show" else world.fan
    await under_each(world, lambda _: person.slash(world.channel, command, **OPEN_COMMANDS[command]))
    if command not in ("fact show", "forget-me"):
        await world.stranger().slash(command, **OPEN_COMMANDS[command])


async def test_completions(world: World) -> None:
    await edited(world, "keepers-mill", "Ours.")
    await world.fan.slash(world.channel, "ask", question=f"{RELEASE} {CANARY}")
    tried = 0
    for command in leaves(world.bot.tree):
        for option in command.parameters:
            if option.autocomplete:
                for typed in ("", CANARY, "lantern", "when", "how does the"):
                    found = await world.moderator.autocomplete(
                        world.channel, command.qualified_name, option.name, typed
                    )
                    assert CANARY not in str(found).casefold(), f"/{command.qualified_name} {option.name} {typed}"
                    tried += bool(found)
    assert tried > 40


async def test_revisions_to_restore_are_found_but_not_shown(world: World) -> None:
    """Even revisions from a time when the fact was no spoiler."""
    for each in ("none", "major"):
        draft = draft_of(world.desk.catalogue.fact("keepers-ending", scope(world)))
        await world.desk.curating.edit(manager(world), draft.typed(spoiler=each, text=f"Said {CANARY} ({each})."))
    for typed in ("", CANARY):
        found = await world.moderator.autocomplete(
            world.channel, "fact restore", "revision", typed, fact="keepers-ending"
        )
        assert [each["value"] for each in found] == ["own 2", "own 1", "shared 1"]
        assert CANARY not in str(found).casefold()


async def test_free_text(world: World) -> None:
    async def walk(number: int) -> None:
        await world.fan.send(world.channel, f"<@{world.bot.user.id if world.bot.user else 0}> {RELEASE}")
        asked = await world.member(f"other {number}").send(world.channel, RELEASE)
        await world.fan.context_menu(world.channel, "Answer this", asked)
        await world.stranger(f"stranger {number}").send_dm(RELEASE)

    await under_each(world, walk)


# -- what the bot says by itself


async def test_the_change_log(world: World, wire: Wire) -> None:
    fact = world.desk.catalogue.fact("keepers-ending", scope(world))
    fields = {"text": f"{CANARY} did not.", "subject": f"the {CANARY}", "phrasings": f"did {CANARY} do it"}
    kept = await world.desk.curating.edit(manager(world), draft_of(fact).typed(**fields, why=f"it was {CANARY}"))
    await world.env.settle()
    assert CANARY in wire.texts()
    await policy(world, "hide")
    wire.sent.clear()
    await world.desk.curating.edit(manager(world), draft_of(kept).typed(text=f"{CANARY} did.", why=CANARY))
    await world.env.settle()
    assert "text: a spoiler about The Lantern Keepers" in wire.texts()
    assert CANARY not in wire.texts()


@pytest.mark.parametrize(("before", "later"), [("major", "none"), ("none", "minor")])
async def test_a_log_entry_is_covered_when_either_side_is_a_spoiler(world: World, before: str, later: str) -> None:
    for each in (before, later):
        fact = world.desk.catalogue.fact("keepers-ending", scope(world))
        draft = draft_of(fact).typed(spoiler=each, text=f"Said {CANARY} when it was {each}.")
        await world.desk.curating.edit(manager(world), draft)
        await world.env.settle()
    await world.moderator.slash(world.channel, "fact history", fact="keepers-ending")


async def test_digests(world: World, wire: Wire) -> None:
    await world.fan.slash(world.channel, "ask", question=RELEASE)
    rounds = world.bot.get_cog("WeeklyDigest")
    assert isinstance(rounds, WeeklyDigest)
    world.clock.forward(days=7)
    await rounds.run_once()
    await world.moderator.slash(world.channel, "digest")
    assert CANARY in wire.texts()
    await policy(world, "hide")
    wire.sent.clear()
    world.clock.forward(days=7)
    await world.fan.slash(world.channel, "ask", question=RELEASE)
    await rounds.run_once()
    await world.moderator.slash(world.channel, "digest")
    assert "a spoiler about The Lantern Keepers" in wire.texts()
    assert CANARY not in wire.texts()


@pytest.mark.parametrize("chosen", ["cover", "hide", "show"])
async def test_notices_in_direct_messages(world: World, wire: Wire, chosen: str) -> None:
    await policy(world, chosen)
    person = f"discord:{world.fan.id}"
    await world.desk.notices.put(
        person, NoticeKind.ANSWERED, scope=scope(world), about="who did it", fact="keepers-ending"
    )
    rounds = world.bot.get_cog("NoticeDelivery")
    assert isinstance(rounds, NoticeDelivery)
    await rounds.run_once()
    assert CANARY in wire.texts()


async def test_departures_and_expiry(world: World, wire: Wire) -> None:
    """Noting and deleting data is shown to nobody."""
    await world.fan.slash(world.channel, "ask", question=f"who composed {CANARY}")
    rounds = world.bot.get_cog("Departures")
    assert isinstance(rounds, Departures)
    wire.sent.clear()
    await rounds.reconcile()
    world.clock.forward(days=400)
    await rounds.run_once()
    await rounds.on_guild_remove(world.bot.guilds[0])
    await rounds.returned(world.bot.guilds[0])
    assert wire.sent == []


async def test_a_changed_setting_is_logged(world: World) -> None:
    await world.moderator.slash(world.channel, "settings")


# -- what curators type


async def typed(world: World, **changes: Any) -> InteractionResult:
    """Show a spoiler that a curator is writing: first its text, then its spoiler level."""
    form = await world.moderator.slash(world.channel, "fact add", production="lantern-keepers", topic="story")
    shown = await world.moderator.submit_modal(form, NEW)
    await world.moderator.select(reply(shown), ["major"], custom_id=component(shown, "draft-spoiler")["custom_id"])
    form = await world.moderator.click(reply(shown), label="Reason")
    await world.moderator.submit_modal(form, {"why": f"it was {CANARY}"})
    form = await world.moderator.click(reply(shown), label="Edit")
    fields = {name: f"{texts_of(form)[name]} {CANARY}" for name in ("text", "subject", "phrasings")}
    fields["sources"] = f"https://example.org/{CANARY} | {CANARY} | 2 May 2026"
    await world.moderator.submit_modal(form, texts_of(form) | fields | changes)
    return shown


async def test_a_draft_of_a_spoiler(world: World, wire: Wire) -> None:
    shown = await typed(world)
    assert CANARY in wire.texts()
    assert "Spoiler (major)" in words(shown)
    await world.moderator.click(reply(shown), label="Save")
    [made] = [each for each in world.desk.catalogue.every_version(scope(world)) if each.topic == "story"]
    assert CANARY not in made.id
    await world.moderator.slash(world.channel, "my-data")


async def test_a_refused_draft_of_a_spoiler(world: World) -> None:
    shown = await typed(world, value=f"32 {CANARY} 2027", sources=f"https://example.org/a | {CANARY} | {CANARY} 2026")
    assert "Not saved yet" in words(shown)
    await world.moderator.slash(world.channel, "my-data")


async def test_a_conflict_about_a_spoiler(world: World) -> None:
    form = await world.moderator.slash(world.channel, "fact edit", fact="keepers-ending")
    shown = await world.moderator.submit_modal(form, texts_of(form) | {"text": f"Mine: {CANARY}."})
    await edited(world, "keepers-ending", f"Theirs: {CANARY}.")
    await world.moderator.click(reply(shown), label="Save")
    assert "somebody else has changed this fact" in words(shown)
    await world.moderator.click(reply(shown), label="Save mine on top")
    await world.moderator.slash(world.channel, "undo")
    await world.moderator.slash(world.channel, "fact retire", fact="keepers-ending", why=CANARY)
    await world.moderator.slash(world.channel, "fact history", fact="keepers-ending")


async def test_a_correction_of_a_spoiler(world: World, wire: Wire) -> None:
    """The member's form doesn't reveal what they didn't uncover. Their text is treated like the fact."""
    answered = await world.fan.slash(world.channel, "ask", question=RELEASE)
    form = await press_more(world.fan, answered, "Suggest a correction")
    await world.fan.submit_modal(form, {"text": f"No: {CANARY}.", "source": f"https://example.org/{CANARY}"})
    queue = await world.moderator.slash(world.channel, "queue")
    world.desk.question_log.note("who fed the gulls", scope(world), "discord:7")
    queue = await world.moderator.slash(world.channel, "queue")
    assert any(each.get("custom_id") == "s:queue-open" for each in parts(queue))
    assert "Suggested:" in wire.texts()


async def test_a_file_of_spoilers(world: World, wire: Wire) -> None:
    """The report says what a file would change and what is wrong with it, and quotes its lines."""
    file = {"format": "callsheet-pack", "version": 1, "id": "more", "title": "More", "productions": PRODUCTIONS}
    good, changed, bad, same, unclear = spoilt()[:5]
    facts: list[Any] = [
        good | {"id": "new-one"},
        changed | {"text": f"Otherwise: {CANARY}."},
        bad | {"value": {"kind": "date", "edtf": f"32 {CANARY}"}, "topic": f"{CANARY} is no slug"},
        same | {"phrasings": [CANARY, CANARY], "counterexamples": [CANARY]},
        bad | {"id": "new-bad", "value": {"kind": "date", "edtf": f"32 {CANARY}"}},
        unclear | {"id": "new-unclear", "spoiler": CANARY},
        {"id": "keepers-mill", "production": "lantern-keepers", "topic": f"{CANARY} !", "text": CANARY},
        f"{CANARY} did it",
    ]
    lines = "\n".join(map(json.dumps, facts)).encode()
    await world.moderator.slash(world.channel, "pack import", file=("more.jsonl", lines))
    data = json.dumps(file | {"facts": facts}).encode()
    shown = await world.moderator.slash(world.channel, "pack import", file=("more.json", data))
    labels = [each["label"] for each in parts(shown) if each.get("type") == 2]
    for label in [each for each in labels if "(" in each]:
        await world.moderator.click(reply(shown), label=label)
        await world.moderator.click(reply(shown), label="Back to the report")
    assert len([each for each in labels if "(" in each]) >= 4
    assert CANARY in wire.texts()


# -- that nothing was left out


def test_the_tables_have_every_control_and_command(world: World) -> None:
    permissions = world.bot.routes.permissions()
    assert set(ENTRANCES) | set(OPEN_ENTRANCES) == set(permissions)
    assert {each.qualified_name for each in leaves(world.bot.tree)} == set(COMMANDS) | set(OPEN_COMMANDS)
    rounds = {type(each) for each in world.bot.cogs.values() if isinstance(each, PeriodicCog)}
    assert rounds == {WeeklyDigest, NoticeDelivery, Departures}
    listening = {event for cog in world.bot.cogs.values() for event, _ in cog.get_listeners()}
    assert listening == {
        "on_message",
        "on_ready",
        "on_guild_join",
        "on_guild_available",
        "on_guild_remove",
        "on_settings_changed",
    }


def test_the_canary_is_noticed() -> None:
    """The check itself sees exactly what is uncovered."""
    wire = Wire()
    wire.sent = [
        ("", {"content": f"a ||{CANARY}|| b"}, []),
        ("", {"components": [{"type": 17, "spoiler": True, "components": [{"type": 10, "content": CANARY}]}]}, []),
        ("", {"data": {"custom_id": "f:draft-words:key", "components": [{"value": CANARY}]}}, []),
    ]
    assert wire.uncovered() == []
    for shown in (
        {"content": f"||a|| {CANARY} ||b||"},
        {"content": f"||{CANARY}"},
        {"content": CANARY.upper()},
        {"components": [{"type": 2, "label": f"||{CANARY}||"}]},
        {"components": [{"type": 17, "components": [{"type": 10, "content": CANARY}]}]},
        {"components": [{"type": 17, "spoiler": True, "components": [{"type": 2, "label": CANARY}]}]},
        {"data": {"choices": [{"name": f"||{CANARY}||", "value": "x"}]}},
        {"data": {"custom_id": "f:suggestion-sent:key", "components": [{"value": CANARY}]}},
    ):
        wire.sent = [("", shown, [])]
        assert len(wire.uncovered()) == 1, shown
