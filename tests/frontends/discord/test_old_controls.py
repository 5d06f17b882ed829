"""Use outdated and forged buttons, menus and forms: each gets a message, nothing fails, nothing changes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.facts.models import Spoiler, Status
from bot.frontends.discord.shared.routing.custom_ids import LIMIT
from bot.frontends.discord.shared.routing.routes import Routes, Tap
from bot.frontends.discord.shared.routing.signatures import Argument, Kind, RawInput, Signature, by_button, read
from tests.frontends.discord.entrances import manager, scope
from tests.frontends.discord.forging import forge, send_form
from tests.frontends.discord.world import World, words

OLD = "from an earlier version of me"

NOWHERE: dict[str, str] = {
    "key": "0123456789ab",
    "fact": "no-such-fact",
    "production": "no-such-production",
    "topic": "no-such-topic",
    "question": "q" + "0" * 24,
    "item of the queue": "q" + "0" * 24,
    "logged question": "0" * 24,
    "Discord id": "17",
    "choice of a menu": "0:no-such-fact",
}
"""Arguments of the right form that refer to nothing."""

FITTING: dict[str, str] = NOWHERE | {
    "page": "1",
    "revision": "1",
    "revision or shared": "1",
    "choice": "0",
    "where a revision is kept": "shared",
    "list": "facts",
    "way": "next",
    "part": "added",
    "panel": "all",
    "step": "who",
    "setting": "language",
    "policy": "cover",
    "language": "en",
    "kind of value": "date",
    "shared": "shared",
}

ODD = (
    "",
    "x" * 70,
    "no",
    "No Such",
    "-1",
    "0",
    "1.5",
    "1e9",
    "9" * 30,
    "+1",
    "1_0",
    "１２",
    "፩",
    "²",
    "null",
    "../../etc",
    "\u202e1",
    "🎬",
    "~zzzz",
    "q",
)
"""Text that no version of the bot writes into arguments. Some of it fits some arguments."""


LISTED = ("answer_mentions", "spoiler_policy", "moderator_roles", "digest_channel")


def fits(argument: Argument, raw: str) -> bool:
    try:
        argument.read(raw)
    except ValueError:
        return False
    return True


def fitting(argument: Argument) -> str:
    examples: tuple[str, ...] = (FITTING.get(argument.name, ""), *FITTING.values(), *"pt", *LISTED, *Status, *Spoiler)
    for raw in examples:
        if fits(argument, raw):
            return raw
    raise AssertionError(f"say what fits an argument {argument.name!r}")


NUMBERS = {"page": (), "revision": (), "choice": ("0",), "revision or shared": ()}
"""Numeric arguments, and the items of ``ODD`` that are valid for each. All others must be refused, even if ``int``
accepts them."""


def unfitting(argument: Argument, where: str) -> list[str]:
    """Return the items of ``ODD`` that a number doesn't accept. For other arguments, return one that they don't
    accept."""
    if argument.name in NUMBERS:
        return [odd for odd in ODD if odd not in NUMBERS[argument.name]]
    turned = sum(map(ord, where)) % len(ODD)
    return [odd for odd in ODD[turned:] + ODD[:turned] if not fits(argument, odd)][:1]


Shape = tuple[str, tuple[str, ...], dict[str, str]]
"""A custom id, picked values and fields."""


def misshapen(verb: str, signature: Signature) -> Iterator[Shape]:
    """Yield input that this signature doesn't accept. In each case one thing is wrong, and the rest is right."""
    good = tuple(fitting(each) for each in signature.arguments)
    picked = (fitting(signature.picked),) * signature.least if signature.picked else ()
    fields = dict.fromkeys(signature.fields, "something")

    def custom_id_of(*arguments: str, kind: Kind = signature.kind) -> str:
        return ":".join((kind, verb, *arguments))

    for custom_id in (*_miscounted(signature, good), *_misread(verb, signature, good)):
        yield custom_id_of(*custom_id), picked, fields
    yield custom_id_of(*good) + "x" * LIMIT, picked, fields
    for other in Kind:
        if other is not signature.kind and len(good) < 2:
            yield custom_id_of(*good, kind=other), picked, fields
    for values in _mispicked(verb, signature, picked):
        yield custom_id_of(*good), values, fields
    for name in signature.fields:
        yield custom_id_of(*good), picked, {other: value for other, value in fields.items() if other != name}
    if signature.fields:
        yield custom_id_of(*good), picked, dict.fromkeys(fields, "x" * 4001)


def _miscounted(signature: Signature, good: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    yield from (good[:count] for count in range(len(good)))
    if signature.rest is None:
        yield from ((*good, "more"), (*good, ""), (*good, *good, *["1"] * 9))


def _misread(verb: str, signature: Signature, good: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for place, argument in enumerate(signature.arguments):
        for odd in unfitting(argument, f"{verb}{place}"):
            yield (*good[:place], odd, *good[place + 1 :])


def _mispicked(verb: str, signature: Signature, picked: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    if signature.picked is not None:
        yield picked + tuple(map(str, range(signature.most + 1)))
        yield from ((odd,) for odd in unfitting(signature.picked, verb))
        if signature.least:
            yield ()


def taken_by_another(routes: Routes, verb: str, signature: Signature, custom_id: str, raw: RawInput) -> bool:
    """Return whether another signature of the verb accepts it."""
    _, _, *arguments = custom_id.split(":")
    whole = RawInput(raw.kind, tuple(arguments), raw.picked, raw.fields)
    return any(read(each, whole) for each in routes.signatures()[verb] if each is not signature)


async def kept(world: World) -> tuple[Any, ...]:
    """Return everything that could change: facts, productions and all documents."""
    store, collections = world.desk.documents, ("settings", "suggestions", "notices", "drafts", "production-changes")
    documents = [await store.all(each) for each in collections]
    log = sorted((each.key, each.standing, each.waiting) for each in world.desk.question_log.everything())
    return await world.desk.store.load(), await world.desk.store.latest(limit=3), documents, log


def blemish(world: World, result: Any, caplog: pytest.LogCaptureFixture, wanted: str) -> str:
    """Say what is wrong with the reply to a misshapen interaction. Empty if the reply is right."""
    if not result.acknowledged or result.modal is not None:
        return "nothing was said"
    if wanted not in words(result) or "went wrong" in words(result):
        return words(result)
    if not result.ephemeral:
        return "everybody saw it"
    return "a traceback" if any(record.exc_info for record in caplog.records) else ""


async def test_misshapen_controls_and_forms_are_refused(world: World, caplog: pytest.LogCaptureFixture) -> None:
    world.desk.question_log.note("what about anchors", scope(world), "discord:7")
    await world.desk.settings.change(manager(world), {"muted": ["discord:17000"]})
    before, wrong, tried = await kept(world), [], 0
    for verb, signatures in world.bot.routes.signatures().items():
        for signature in signatures:
            for custom_id, picked, fields in misshapen(verb, signature):
                kind = signature.kind
                raw = RawInput(kind, picked=picked, fields=fields)
                if taken_by_another(world.bot.routes, verb, signature, custom_id, raw):
                    continue
                result = await forge(world.moderator, world.channel, kind, custom_id, picked, fields)
                problem = blemish(world, result, caplog, OLD)
                caplog.clear()
                wrong += [f"{custom_id!r} {picked} {sorted(fields)}: {problem}"] if problem else []
                tried += 1
    assert wrong == []
    assert await kept(world) == before
    assert tried > 350


async def test_valid_controls_about_missing_things_get_a_message_and_change_nothing(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    before, wrong, tried = await kept(world), [], 0
    for verb, signatures in world.bot.routes.signatures().items():
        for signature in signatures:
            if not any(each.name in NOWHERE for each in (*signature.arguments, signature.picked) if each):
                continue
            custom_id = ":".join((signature.kind, verb, *map(fitting, signature.arguments)))
            picked = (fitting(signature.picked),) * signature.least if signature.picked else ()
            fields = dict.fromkeys(signature.fields, "1")
            result = await forge(world.moderator, world.channel, signature.kind, custom_id, picked, fields)
            if not result.acknowledged or (result.modal is None and "went wrong" in words(result)):
                wrong.append(f"{custom_id}: {result!r}")
            tried += 1
    assert wrong == []
    assert not [record for record in caplog.records if record.exc_info]
    after = await kept(world)
    assert [after[0], after[1], after[3]] == [before[0], before[1], before[3]]
    assert tried > 30


@pytest.mark.parametrize(
    "custom_id", ["", ":", "b", "b:", "b::", "B:show:x", "show", "b:no-such-verb:1", "x:show:y", "b:Show:x", "page_1"]
)
async def test_an_unknown_custom_id_gets_a_message(world: World, custom_id: str) -> None:
    for kind in Kind:
        result = await forge(world.fan, world.channel, kind, custom_id, ("1",), {"text": "typed"})
        assert OLD in words(result), kind


@pytest.mark.parametrize(
    "components",
    [
        None,
        {},
        [None],
        [[]],
        [{"type": 18}],
        [{"type": 18, "component": None}],
        [{"type": 18, "component": {"custom_id": 5, "value": "x"}}],
        [{"type": 18, "component": {"custom_id": "reason", "values": 5}}],
        [{"type": 1, "components": [{"type": 4, "custom_id": "other", "value": "x"}]}],
    ],
)
async def test_a_form_of_another_shape_gets_a_message(world: World, components: Any) -> None:
    data = {"custom_id": "f:suggestion-declined:0123456789ab", "components": components}
    result = await send_form(world.moderator, world.channel, data)
    assert "went wrong" not in words(result)
    assert OLD in words(result) or "already decided" in words(result)


@given(st.text(max_size=120), st.sampled_from(list(Kind)), st.lists(st.text(max_size=20), max_size=3))
def test_any_text_is_read_or_refused_and_never_raises(typed: str, kind: Kind, picked: list[str]) -> None:
    for signature in (by_button(), *SIGNATURES):
        raw = RawInput(kind, tuple(typed.split(":")), tuple(picked), {"text": typed})
        found = read(signature, raw)
        if found is not None:
            assert len(found.arguments) == len(signature.arguments)
            assert kind is signature.kind


SIGNATURES = [Signature(kind, (Argument("number", int),), fields=frozenset({"text"})) for kind in Kind]


async def test_a_verb_without_a_signature_cannot_be_added(world: World) -> None:
    async def handler(tap: Tap) -> None:
        raise AssertionError("never reached")

    with pytest.raises(ValueError, match="needs a signature"):
        world.bot.routes.add("undeclared", handler)
    assert all(world.bot.routes.signatures().values())
