"""Save the conversation between two calls of ``ask``, as a JSON object in a file."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.answers.answer import Context
from bot.commands.exits import Refused
from bot.commands.output import json_line
from bot.messages import _

MAX_BYTES = 256 * 1024
"""Maximum size of a file. A conversation takes a few hundred bytes."""

_Text = Annotated[str, Field(min_length=1)]


class _StoredContext(BaseModel):
    """A `Context` in a file. Missing fields have the values of a new conversation."""

    model_config = ConfigDict(extra="forbid", strict=True)

    production: _Text | None = None
    topic: _Text | None = None
    fact: _Text | None = None
    kind: _Text | None = None
    terms: tuple[_Text, ...] = ()
    kinds: tuple[_Text, ...] = ()


def read_context(file: Path) -> Context | None:
    """Read the conversation in a file. Return None if the file is missing or empty.

    Raises:
        Refused: the file contains something else, can't be read, or can't be written later.
    """
    if not file.parent.is_dir():
        message = _("{file} can't be written: there is no folder {folder}. Create it first.")
        raise Refused(message.format(file=file, folder=file.parent))
    if not file.exists():
        return None
    if not file.is_file():
        raise Refused(_("{file} isn't a file. Name a file for the conversation.").format(file=file))
    try:
        with file.open("rb") as opened:
            content = opened.read(MAX_BYTES + 1)
    except OSError as fault:
        raise Refused(_("{file} can't be read: {reason}.").format(file=file, reason=fault.strerror)) from fault
    if not content.strip():
        return None
    if len(content) > MAX_BYTES:
        raise _damaged(file, _("it is too large"))
    try:
        return context_in(content)
    except ValidationError as fault:
        first = fault.errors(include_url=False, include_input=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise _damaged(file, f"{where}: {first['msg']}" if where else first["msg"]) from fault


def context_in(content: bytes) -> Context:
    """Read a conversation from what `write_context` writes. Raises ``pydantic.ValidationError``."""
    return Context(**_StoredContext.model_validate_json(content).model_dump())


def write_context(file: Path, context: Context | None) -> None:
    """Write a conversation to a file, atomically.

    Raises:
        Refused: the file can't be written, and is unchanged.
    """
    new = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        new.write_text(json_line(asdict(context or Context())) + "\n", encoding="utf-8")
        new.replace(file)
    except OSError as fault:
        with suppress(OSError):
            new.unlink()
        raise Refused(_("{file} can't be written: {reason}.").format(file=file, reason=fault.strerror)) from fault


def _damaged(file: Path, why: str) -> Refused:
    message = _("{file} isn't a conversation that `ask --context` wrote ({reason}). Remove it to start a new one.")
    return Refused(message.format(file=file, reason=why))
