"""What Discord refuses: the limits that it states for messages, choices, forms and commands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from tests.discord_server.payloads import Payload

COMPONENTS_V2 = 1 << 15
EPHEMERAL = 1 << 6

ACTION_ROW, BUTTON, SELECT, TEXT_INPUT, SECTION, TEXT, CONTAINER, LABEL = 1, 2, 3, 4, 9, 10, 17, 18

_LINK = 5
_MOST_COMPONENTS = 40
_MOST_TEXT = 4000
_MOST_CONTENT = 2000
_MOST_COMMANDS = {1: 100, 2: 15, 3: 15}
_NAME = re.compile(r"[-_'\w]{1,32}")


def parts(components: list[Payload]) -> Iterator[Payload]:
    """Every component, with those inside others, in order."""
    for each in components:
        yield each
        yield from parts(each.get("components", []))
        yield from parts([each[key] for key in ("accessory", "component") if each.get(key)])


def wrong_with_message(data: Payload, flags: int = 0) -> list[str]:
    """What is wrong with a message that is sent or edited; ``flags`` are those that it has already."""
    flags |= int(data.get("flags") or 0)
    every = list(parts(data.get("components") or []))
    wrong = [_wrong_with_part(each) for each in every]
    if flags & COMPONENTS_V2:
        if any(data.get(key) for key in ("content", "embeds", "poll", "stickers")):
            wrong.append("components of the second version stand alone, without content or embeds")
        if len(every) > _MOST_COMPONENTS:
            wrong.append(f"{len(every)} components, at most {_MOST_COMPONENTS}")
        if sum(len(each.get("content", "")) for each in every if each["type"] == TEXT) > _MOST_TEXT:
            wrong.append(f"more than {_MOST_TEXT} characters of text")
    elif any(each["type"] not in (ACTION_ROW, BUTTON, SELECT, 5, 6, 7, 8) for each in every):
        wrong.append("components of the second version without the flag for them")
    if len(data.get("content") or "") > _MOST_CONTENT:
        wrong.append(f"more than {_MOST_CONTENT} characters of content")
    if not (every or data.get("content") or data.get("embeds") or data.get("attachments")):
        wrong.append("an empty message")
    ids = [each["custom_id"] for each in every if "custom_id" in each]
    wrong += [f"the custom id {each!r} stands twice" for each in sorted(set(ids)) if ids.count(each) > 1]
    return [each for each in wrong if each]


def wrong_with_modal(data: Payload) -> list[str]:
    """What is wrong with a form."""
    wrong = [_length("title", data.get("title"), 45), _length("custom id", data.get("custom_id"), 100)]
    rows = data.get("components") or []
    if not 1 <= len(rows) <= 5:
        wrong.append(f"a form of {len(rows)} parts, 1 to 5 are allowed")
    wrong += [_wrong_with_part(each) for each in parts(rows)]
    return [each for each in wrong if each]


def wrong_with_choices(data: Payload) -> list[str]:
    """What is wrong with what an autocompletion offers."""
    choices = data.get("choices") or []
    names = [choice["name"] for choice in choices]
    wrong = [_length("choice", name, 100) for name in names]
    wrong += [_length("value", str(choice["value"]), 100, least=0) for choice in choices]
    if len(choices) > 25:
        wrong.append(f"{len(choices)} choices, at most 25")
    if len(set(names)) < len(names):
        wrong.append("two choices of one name")
    return [each for each in wrong if each]


def wrong_with_commands(commands: list[Payload]) -> list[str]:
    """What is wrong with the commands that an application publishes."""
    wrong: list[str] = []
    for kind, most in _MOST_COMMANDS.items():
        names = [command["name"] for command in commands if command.get("type", 1) == kind]
        if len(names) > most:
            wrong.append(f"{len(names)} commands of kind {kind}, at most {most}")
        if len(set(names)) < len(names):
            wrong.append(f"two commands of one name among {names}")
    for command in commands:
        wrong += _wrong_with_command(command) if command.get("type", 1) == 1 else []
    return [each for each in wrong if each]


def _wrong_with_command(command: Payload) -> list[str]:
    name, options = str(command["name"]), command.get("options") or []
    wrong = [_length(f"description of {name}", command.get("description"), 100)]
    if not _NAME.fullmatch(name) or name != name.lower():
        wrong.append(f"{name!r} is no name of a command")
    if len(options) > 25:
        wrong.append(f"{name} has {len(options)} options, at most 25")
    required = [bool(option.get("required")) for option in options]
    if required != sorted(required, reverse=True):
        wrong.append(f"{name} has a required option behind one that is not")
    for option in options:
        wrong += _wrong_with_command(option)
    return wrong


def _wrong_with_part(part: Payload) -> str:
    checks: dict[int, list[str]] = {
        ACTION_ROW: [_count("a row", part.get("components"), 5)],
        BUTTON: [
            _length("label", part.get("label"), 80) if not part.get("emoji") else "",
            _length("custom id", part.get("custom_id"), 100) if part.get("style") != _LINK else "",
            _length("address", part.get("url"), 512) if part.get("style") == _LINK else "",
        ],
        SELECT: [
            _count("a select", part.get("options"), 25),
            _length("custom id", part.get("custom_id"), 100),
            _length("placeholder", part.get("placeholder") or "", 150, least=0),
            *(_wrong_with_option(option) for option in part.get("options") or []),
        ],
        TEXT_INPUT: [
            _length("custom id", part.get("custom_id"), 100),
            _length("value", part.get("value") or "", int(part.get("max_length") or 4000), least=0),
            _length("placeholder", part.get("placeholder") or "", 100, least=0),
        ],
        SECTION: [_count("a section", part.get("components"), 3), "" if part.get("accessory") else "no accessory"],
        TEXT: [_length("text", part.get("content"), _MOST_TEXT)],
        CONTAINER: ["" if part.get("components") else "an empty container"],
        LABEL: [_length("label", part.get("label"), 45), _length("hint", part.get("description") or "", 100, least=0)],
    }
    return "; ".join(each for each in checks.get(part["type"], []) if each)


def _wrong_with_option(option: Payload) -> str:
    wrong = [
        _length("option", option.get("label"), 100),
        _length("value", option.get("value"), 100),
        _length("description", option.get("description") or "", 100, least=0),
    ]
    return "; ".join(each for each in wrong if each)


def _count(what: str, inside: list[Any] | None, most: int) -> str:
    count = len(inside or [])
    return "" if 1 <= count <= most else f"{what} of {count} parts, 1 to {most} are allowed"


def _length(what: str, text: object, most: int, *, least: int = 1) -> str:
    if not isinstance(text, str):
        return f"no {what}"
    return "" if least <= len(text) <= most else f"{what} of {len(text)} characters, {least} to {most} are allowed"
