"""Define the scenes of the pictures: what fans ask and get, and what moderators do, on the shipped pack."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any

from simcord.results import InteractionResult

from tests.frontends.discord.world import reply
from tools.pictures.stage import Stage

_MI8 = "mi8"
_UNANSWERED = (
    ("mira", "does mission impossible 7 have a post-credits scene"),
    ("jonas", "post credits scene in mission impossible 7?"),
    ("ade", "is there a scene after the credits of mi7"),
    ("mira", "who designed the costumes in mi8"),
)
_EDITED = "mi7-stunt-number-of-takes"
_RELEASE = "mi8-release-us-release"
_JUMP, _TWIN = "mi7-stunt-motorcycle-cliff-jump", "mi7-stunt-base-jump"


async def fans(stage: Stage) -> None:
    """Answers, a covered spoiler, a question back, and an honest no."""
    await stage.mention("answer", "mira", "when does mission impossible 7 come out")
    await stage.mention("spoiler", "jonas", "when did they crash the train?")
    await stage.mention("clarify", "ade", "when does mission impossible come out")
    await stage.mention("unknown", "lucía", "does mission impossible 7 have a post-credits scene?")
    listed = await stage.fan("mira").slash(stage.world.channel, "facts", production="MI8", topic="stunt")
    stage.message("facts", listed, "facts | production: MI8 | topic: stunt", by="mira")


async def editing(stage: Stage) -> None:
    """The form, the preview, and the history with differences."""
    moderator, channel = stage.moderator, stage.world.channel
    form = await moderator.slash(channel, "fact edit", fact=_EDITED)
    stage.form("edit", form)
    typed = _typed(form) | {"text": "Cruise did the cliff jump six times on the first day of filming."}
    preview = await moderator.submit_modal(form, typed)
    stage.message("preview", preview, f"fact edit | fact: {_EDITED}")
    await moderator.click(reply(preview), label="Save")
    stage.world.clock.forward(days=4, hours=3)
    form = await moderator.slash(channel, "fact edit", fact=_EDITED)
    typed = _typed(form) | {"value": "6 jumps", "why": "only one interview says so"}
    preview = await moderator.submit_modal(form, typed)
    await _pick(stage, preview, "draft-status", "reported")
    await moderator.click(reply(preview), label="Save")
    stage.world.clock.forward(hours=2)
    history = await moderator.slash(channel, "fact history", fact=_EDITED)
    stage.message("history", history, f"fact history | fact: {_EDITED}")


async def moving(stage: Stage) -> None:
    """A release date that moves, and a second moderator who saved meanwhile."""
    first, second, channel = stage.moderator, stage.world.member("deputy", manage_guild=True), stage.world.channel
    forms = [await each.slash(channel, "fact edit", fact=_RELEASE) for each in (first, second)]
    text = "The Final Reckoning comes back to US cinemas on 22 January 2027."
    preview = await first.submit_modal(forms[0], _typed(forms[0]) | {"value": "22 January 2027", "text": text})
    stage.message("moved", preview, f"fact edit | fact: {_RELEASE}")
    late = await second.submit_modal(forms[1], _typed(forms[1]) | {"sources": "https://example.org/dates | The dates"})
    await first.click(reply(preview), label="Save")
    stage.world.clock.forward(minutes=2)
    await second.click(reply(late), label="Save")
    stage.message("conflict", late, f"fact edit | fact: {_RELEASE}", by="deputy")


async def keeping(stage: Stage) -> None:
    """What is due, two facts that become one, the week, and why an answer was given."""
    moderator, channel = stage.moderator, stage.world.channel
    await _return(stage)
    shown = await moderator.slash(channel, "stale")
    stage.message("stale", shown, "stale")
    shown = await moderator.slash(channel, "fact merge", keep=_JUMP, other=_TWIN)
    stage.message("merge", shown, f"fact merge | keep: {_JUMP}")
    question = "how fast was the train in mi7"
    shown = await moderator.slash(channel, "why", question=question)
    stage.message("why", shown, f"why | question: {question}")
    for name, asked in _UNANSWERED:
        await stage.ask(name, asked)
    for name in ("mira", "jonas", "ade"):
        await stage.ask(name, "how long is mi8")
    form = await moderator.slash(channel, "fact edit", fact=_EDITED)
    preview = await moderator.submit_modal(form, _typed(form) | {"value": "6 jumps"})
    await moderator.click(reply(preview), label="Save")
    shown = await moderator.slash(channel, "digest")
    stage.message("digest", shown, "digest")


async def queue(stage: Stage) -> None:
    """What waits, most asked first; then a member's correction."""
    for name, question in _UNANSWERED:
        await stage.ask(name, question)
    wrong = await stage.ask("lucía", "how many times did tom cruise do the jump")
    await stage.fan("lucía").click(reply(wrong), label="Not this")
    shown = await stage.moderator.slash(stage.world.channel, "queue")
    stage.message("queue", shown, "queue")


async def wrong(stage: Stage) -> None:
    """A question that a fact only sounded like, with the tap that tells the fact so."""
    answer = await stage.ask("lucía", "how fast was the motorbike in mi7")
    await stage.fan("lucía").click(reply(answer), label="Not this")
    shown = await stage.moderator.slash(stage.world.channel, "queue")
    stage.message("wrong", shown, "queue")


async def suggestion(stage: Stage) -> None:
    """A member's correction, as the moderator who decides sees it."""
    fan = stage.fan("jonas")
    answer = await stage.ask("jonas", "where was the motorcycle cliff jump of mission impossible 7 filmed")
    more = await fan.click(reply(answer), label="More")
    form = await fan.click(reply(more), label="Suggest a correction")
    text = "The motorbike cliff jump was filmed at Helsetkopen, a mountain above Hellesylt in Norway."
    await fan.submit_modal(form, {"text": text, "source": "https://example.org/jump | A walk to the ramp | June 2024"})
    stage.world.clock.forward(minutes=40)
    shown = await stage.moderator.slash(stage.world.channel, "queue")
    stage.message("suggestion", shown, "queue")


async def settings(stage: Stage) -> None:
    """The settings with some chosen, and the first step of the set-up."""
    world, moderator = stage.world, stage.moderator
    shown = await moderator.slash(world.channel, "setup")
    stage.message("setup", shown, "setup")
    role, helpers = world.guild.create_role("fact keepers"), world.guild.create_role("helpers")
    log = world.guild.create_text_channel("fact-log")
    shown = await moderator.slash(world.channel, "settings")
    for field, chosen in (("moderator_roles", role), ("curator_roles", helpers), ("log_channel", log)):
        control = next(each for each in _flat(reply(shown).components) if f":{field}:" in each.get("custom_id", ""))
        await moderator.select(reply(shown), [chosen], custom_id=control["custom_id"])
    stage.message("settings", shown, "settings")


async def importing(stage: Stage) -> None:
    """The report on a file, before anything is applied."""
    source = {"title": "Notes of the archive", "url": "https://example.org/notes", "date": "2026-11-02"}
    held = stage.world.desk.catalogue.fact("mi8-stunt-weight-of-the-suit")
    facts: list[dict[str, Any]] = [
        held.model_dump(mode="json", exclude_none=True, exclude={"scope", "state", "revision"})
        | {"text": "The wet suit gained about 125 pounds once it was soaked."},
        _fact("mi8-stunt-tank-depth", "The tank was filled for the first time in spring.", source),
        _fact("mi8-stunt-dry-runs", "The crew rehearsed on a dry set for weeks.", source),
        _fact("mi8-stunt-first-dive", "The first dive was filmed that summer.", source)
        | {"value": {"kind": "date", "edtf": "2024-13"}},
    ]
    production = stage.world.desk.catalogue.production(_MI8).model_dump(mode="json", exclude_defaults=True)
    pack = {"format": "callsheet-pack", "version": 1, "id": "archive-notes", "title": "Archive notes"}
    content = json.dumps(pack | {"productions": [production], "facts": facts}, indent=1).encode()
    report = await stage.moderator.slash(stage.world.channel, "pack import", file=("archive-notes.json", content))
    stage.message("import", report, "pack import | file: archive-notes.json")


SCENES: tuple[Callable[[Stage], Awaitable[None]], ...] = (
    fans,
    editing,
    moving,
    keeping,
    queue,
    wrong,
    suggestion,
    settings,
    importing,
)


def _fact(name: str, text: str, source: dict[str, str]) -> dict[str, Any]:
    return {"id": name, "production": _MI8, "topic": "stunt", "text": text, "sources": [source]}


def _typed(form: InteractionResult) -> dict[str, Any]:
    """Return what a form's text fields hold when it opens."""
    assert form.modal is not None
    inner = [label["component"] for label in form.modal["components"]]
    return {each["custom_id"]: each.get("value") or "" for each in inner if each["type"] == 4}


async def _return(stage: Stage) -> None:
    """A second date of the return to cinemas that `moving` tells of; both are due for a check two weeks later."""
    form = await stage.moderator.slash(stage.world.channel, "fact add", production=_MI8, topic="release")
    text = "The Final Reckoning comes back to French cinemas on 20 January 2027."
    told = {"text": text, "value": "20 January 2027 (France)", "subject": "back in France"}
    typed = _typed(form) | told | {"sources": "https://example.org/dates | The dates"}
    preview = await stage.moderator.submit_modal(form, typed)
    await stage.moderator.click(reply(preview), label="Save")
    stage.world.clock.forward(days=15)


async def _pick(stage: Stage, shown: InteractionResult, verb: str, value: str) -> None:
    """Pick from the menu of a message that leads to a verb."""
    control = next(each for each in _flat(reply(shown).components) if f":{verb}:" in each.get("custom_id", ""))
    await stage.moderator.select(reply(shown), [value], custom_id=control["custom_id"])


def _flat(components: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [each for top in components for each in (top, *_flat(top.get("components", [])))]
