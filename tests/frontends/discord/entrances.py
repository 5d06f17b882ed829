"""List every way to use a moderator's permission on Discord, and how to get there.

A row opens its entrance as a moderator and shows the component or form. The tests then use that in every role.
``number`` counts how often the row was opened before, so that each opening has its own data to work on.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any

from simcord.actors import MemberActor
from simcord.results import InteractionResult

from bot.desk.access.actors import Actor
from bot.desk.asking.question_log import Reason
from bot.desk.editing.drafts.draft import Draft, draft_of
from tests.frontends.discord.test_fact import NEW, texts_of
from tests.frontends.discord.world import PRODUCTIONS, World, parts, reply

Opening = Callable[[World, MemberActor, int], Awaitable[InteractionResult]]

_WORDS = ("anchors", "zeppelins", "kilts", "violins", "dromedaries", "quarks", "jigsaws", "umbrellas")


def fact(number: int) -> str:
    return f"keepers-stunt-{number + 1}"


def other_fact(number: int) -> str:
    return f"keepers-stunt-{number + 7}"


def manager(world: World, person: str = "discord:5") -> Actor:
    return Actor(person, str(world.guild.id), manages_server=True)


def scope(world: World) -> str:
    return f"server:{world.guild.id}"


async def edited(world: World, name: str, text: str, person: str = "discord:5") -> None:
    draft = draft_of(world.desk.catalogue.fact(name, scope(world))).typed(text=text)
    await world.desk.curating.edit(manager(world, person), draft)


def component(shown: InteractionResult, verb: str, part: str = "") -> dict[str, Any]:
    """Return the first enabled component of a message that leads to a verb."""
    for each in parts(shown):
        custom_id = str(each.get("custom_id", ""))
        if custom_id.split(":")[1:2] == [verb] and part in custom_id and not each.get("disabled"):
            return each
    raise AssertionError(f"nothing here leads to {verb} {part}")


async def use(person: MemberActor, shown: InteractionResult, verb: str, part: str = "") -> InteractionResult:
    """Press, pick from or submit the control that leads to a verb."""
    if shown.modal is not None:
        return await person.submit_modal(shown, filled(shown))
    found = component(shown, verb, part)
    if found["type"] == 2:
        return await person.click(reply(shown), custom_id=found["custom_id"])
    values = [next(each["value"] for each in found["options"])] if found["type"] == 3 else []
    return await person.select(reply(shown), values, custom_id=found["custom_id"])


def filled(form: InteractionResult) -> dict[str, Any]:
    """Return a form's data as it is sent: its content, and text in each field that must not be empty."""
    assert form.modal is not None
    typed: dict[str, Any] = {}
    for label in form.modal["components"]:
        field = label["component"]
        name = field["custom_id"]
        if field["type"] == 3:
            typed[name] = [next((each["value"] for each in field["options"] if each.get("default")), "story")]
        else:
            typed[name] = field.get("value") or {
                "words": "stunt",
                "question": "when",
                "name": "comet",
                "title": "Salt",
                "source": "https://example.org/lamp",
            }.get(name, "")
            typed[name] = typed[name] or NEW.get(name, "")
    return typed


def after(opening: Opening, *verbs: str) -> Opening:
    """Build an opening that takes further steps."""

    async def further(world: World, person: MemberActor, number: int) -> InteractionResult:
        shown = await opening(world, person, number)
        for verb in verbs:
            name, _, part = verb.partition(" ")
            result = await use(person, shown, name, part)
            shown = result if result.modal is not None or (shown.modal is not None and result.response) else shown
        return shown

    return further


# -- what panels are opened from


async def adding(world: World, person: MemberActor, number: int) -> InteractionResult:
    return await person.slash(world.channel, "fact add", production="lantern-keepers", topic="stunt")


async def preview(world: World, person: MemberActor, number: int) -> InteractionResult:
    return await person.submit_modal(await adding(world, person, number), NEW | {"subject": f"lamp {number}"})


async def moved(world: World, person: MemberActor, number: int) -> InteractionResult:
    form = await person.slash(world.channel, "fact edit", fact="keepers-release")
    return await person.submit_modal(form, texts_of(form) | {"value": f"{number + 1} September 2027"})


async def conflict(world: World, person: MemberActor, number: int) -> InteractionResult:
    form = await person.slash(world.channel, "fact edit", fact=fact(number))
    shown = await person.submit_modal(form, texts_of(form) | {"text": "Mine."})
    await edited(world, fact(number), "Theirs.")
    await use(person, shown, "draft-save")
    return shown


async def showing(world: World, person: MemberActor, number: int) -> InteractionResult:
    return await person.slash(world.channel, "fact show", fact=fact(number))


async def retired(world: World, person: MemberActor, number: int) -> InteractionResult:
    return await person.slash(world.channel, "fact retire", fact=fact(number))


async def history(world: World, person: MemberActor, number: int) -> InteractionResult:
    await edited(world, fact(number), "Edited.")
    return await person.slash(world.channel, "fact history", fact=fact(number))


async def merging(world: World, person: MemberActor, number: int) -> InteractionResult:
    return await person.slash(world.channel, "fact merge", keep=fact(number), other=other_fact(number))


async def own_version(world: World, person: MemberActor, number: int) -> InteractionResult:
    await edited(world, fact(number), "Ours.")
    return await person.slash(world.channel, "fact shared", fact=fact(number))


async def undone(world: World, person: MemberActor, number: int) -> InteractionResult:
    for each in (fact(number), other_fact(number)):
        await edited(world, each, "Mine.", f"discord:{person.id}")
    return await person.slash(world.channel, "undo")


async def stale(world: World, person: MemberActor, number: int) -> InteractionResult:
    """Add more rumours than fit on a page, two months old."""
    for at in range(6):
        fields = Draft("quiet-comet", "cast", f"role {number} {at}", f"Bo Lind may play role {at} of {number}.")
        await world.desk.curating.add(manager(world), fields.typed(status="rumour"))
    world.clock.forward(days=61)
    return await person.slash(world.channel, "stale")


async def confirmed(world: World, person: MemberActor, number: int) -> InteractionResult:
    world.clock.forward(days=90)
    shown = await person.slash(world.channel, "stale", production="comet")
    await use(person, shown, "stale-true")
    return shown


async def digest(world: World, person: MemberActor, number: int) -> InteractionResult:
    return await person.slash(world.channel, "digest")


async def changed_since(world: World, person: MemberActor, number: int) -> InteractionResult:
    world.clock.forward(days=90)
    shown = await person.slash(world.channel, "stale", production="comet")
    await edited(world, "comet-release", f"Said anew {number}.")
    await use(person, shown, "stale-true")
    return shown


async def queue(world: World, person: MemberActor, number: int) -> InteractionResult:
    words = f"what about the {_WORDS[number]}", f"who fed {_WORDS[-number - 1]} {_WORDS[number - 1]}"
    for each in words:
        world.desk.question_log.note(each, scope(world), "discord:7")
    return await person.slash(world.channel, "queue")


async def not_it(world: World, person: MemberActor, number: int) -> InteractionResult:
    question = f"which mill was the {_WORDS[number]} one"
    world.desk.question_log.note(question, scope(world), "discord:7", reason=Reason.WRONG, facts=["keepers-mill"])
    return await person.slash(world.channel, "queue")


async def dismissed(world: World, person: MemberActor, number: int) -> InteractionResult:
    await queue(world, person, number)
    [first, *_] = await world.desk.queue.items(manager(world))
    await world.desk.queue.dismiss(manager(world), first.key)
    shown = await person.slash(world.channel, "queue")
    await use(person, shown, "dismissed")
    return shown


async def suggested(world: World, person: MemberActor, number: int) -> InteractionResult:
    member = Actor(f"discord:{100 + number}", str(world.guild.id))
    fields = {"text": f"Suggestion {number}.", "source": "https://example.org/a", "production": "comet"}
    await world.desk.suggesting.propose(member, **fields, topic="stunt")
    return await person.slash(world.channel, "queue")


async def muted(world: World, person: MemberActor, number: int) -> InteractionResult:
    await world.desk.suggesting.mute(manager(world), f"discord:{100 + number}")
    shown = await person.slash(world.channel, "settings")
    await use(person, shown, "muted")
    return shown


async def settings(world: World, person: MemberActor, number: int) -> InteractionResult:
    return await person.slash(world.channel, "settings")


async def walk(world: World, person: MemberActor, number: int) -> InteractionResult:
    return await person.slash(world.channel, "setup")


async def report(world: World, person: MemberActor, number: int) -> InteractionResult:
    return await person.slash(world.channel, "pack import", file=pack(number))


def pack(number: int) -> tuple[str, bytes]:
    fields = {"id": f"lamp-{number}", "production": "lantern-keepers", "topic": "stunt", "text": "A lamp fell."}
    held = {"format": "callsheet-pack", "version": 1, "id": "more", "title": "More", "productions": PRODUCTIONS}
    return "more.json", json.dumps(held | {"facts": [fields | {"sources": [{"title": "Gazette"}]}]}).encode()


async def refused_name(world: World, person: MemberActor, number: int) -> InteractionResult:
    form = await person.slash(world.channel, "production add")
    return await person.submit_modal(form, {"title": "Quiet Comet", "aliases": ""})


async def naming(world: World, person: MemberActor, number: int) -> InteractionResult:
    return await person.slash(world.channel, "production add")


_LAST_STEP = ("setup :where", "setup :what", "setup :keep", "setup :ask")
_CHOSEN = ("queue-write", "queue-about :p:", "queue-about :t:")

ENTRANCES: dict[str, Opening] = {
    "draft-words": adding,
    "draft-details": after(preview, "draft-more"),
    "draft-change": preview,
    "draft-more": preview,
    "draft-save": preview,
    "draft-drop": preview,
    "draft-kind": preview,
    "draft-status": preview,
    "draft-spoiler": preview,
    "draft-topic": preview,
    "draft-correct": moved,
    "draft-look": conflict,
    "fact-edit": showing,
    "fact-retire": showing,
    "fact-restore": retired,
    "revision": history,
    "revisions": after(history, "revision :shared"),
    "revision-again": after(history, "revision :shared"),
    "merge": merging,
    "merge-turn": merging,
    "merge-not": merging,
    "shared-again": own_version,
    "shared-not": own_version,
    "undo": undone,
    "redo": undone,
    "stale-true": stale,
    "stale-all": stale,
    "stale-edit": stale,
    "stale-undo": confirmed,
    "stale-open": digest,
    "still-true": changed_since,
    "page": stale,
    "queue-open": queue,
    "queue-find": queue,
    "queue-found": after(queue, "queue-find"),
    "queue-answer": after(queue, "queue-find", "queue-found"),
    "queue-write": queue,
    "queue-about": after(queue, "queue-write"),
    "queue-back": after(queue, "queue-write"),
    "queue-form": after(queue, *_CHOSEN),
    "queue-not": not_it,
    "queue-dismiss": queue,
    "queue-silence": queue,
    "dismissed": queue,
    "reopen": dismissed,
    "suggestion-take": suggested,
    "suggestion-edit": suggested,
    "suggestion-not": suggested,
    "suggestion-declined": after(suggested, "suggestion-not"),
    "suggester-mute": suggested,
    "suggester-unmute": muted,
    "muted": settings,
    "setting": settings,
    "setting-default": after(settings, "setting default_production"),
    "setup": walk,
    "setup-ask": after(walk, *_LAST_STEP),
    "setup-asked": after(walk, *_LAST_STEP, "setup-ask"),
    "setup-end": after(walk, *_LAST_STEP),
    "production-sent": naming,
    "production-again": refused_name,
    "import-apply": report,
    "import-not": report,
    "import-part": report,
    "import-back": after(report, "import-part"),
}
"""Buttons, menus and forms, by the verb that they lead to."""

Options = Callable[[int], dict[str, Any]]

COMMANDS: dict[str, Options] = {
    "fact add": lambda number: {"production": "lantern-keepers", "topic": "stunt"},
    "fact edit": lambda number: {"fact": fact(number)},
    "fact retire": lambda number: {"fact": fact(number)},
    "fact history": lambda number: {"fact": fact(number)},
    "fact restore": lambda number: {"fact": fact(number)},
    "fact merge": lambda number: {"keep": fact(number), "other": other_fact(number)},
    "fact shared": lambda number: {"fact": fact(number)},
    "fact confirm": lambda number: {"fact": fact(number)},
    "production add": lambda number: {},
    "production edit": lambda number: {"production": "comet"},
    "undo": lambda number: {},
    "stale": lambda number: {},
    "digest": lambda number: {},
    "queue": lambda number: {},
    "why": lambda number: {"question": "when does quiet comet come out"},
    "settings": lambda number: {},
    "setup": lambda number: {},
    "pack export": lambda number: {},
    "pack import": lambda number: {"file": pack(number)},
}
"""Commands, with their arguments."""
