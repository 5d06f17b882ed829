"""The conversation between two calls of ``ask``: a JSON object in a file, which is read as it was written."""

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

LARGEST = 256 * 1024
"""Bytes of the largest file that is read; a conversation takes some hundred."""

_Text = Annotated[str, Field(min_length=1)]


class _Kept(BaseModel):
    """A `Context` as it stands in a file; what is missing is as in a conversation that begins."""

    model_config = ConfigDict(extra="forbid", strict=True)

    production: _Text | None = None
    topic: _Text | None = None
    fact: _Text | None = None
    kind: _Text | None = None
    terms: tuple[_Text, ...] = ()
    kinds: tuple[_Text, ...] = ()


def read_context(file: Path) -> Context | None:
    """Read the conversation in a file; None where there is no file yet, or an empty one.

    Raises:
        Refused: the file holds something else, cannot be read, or could not be written back.
    """
    if not file.parent.is_dir():
        raise Refused(f"{file} cannot be written: there is no folder {file.parent}. Make it first.")
    if not file.exists():
        return None
    if not file.is_file():
        raise Refused(f"{file} is not a file. Name one that the conversation can be kept in.")
    try:
        with file.open("rb") as opened:
            content = opened.read(LARGEST + 1)
    except OSError as fault:
        raise Refused(f"{file} cannot be read: {fault.strerror}.") from fault
    if not content.strip():
        return None
    if len(content) > LARGEST:
        raise _damaged(file, "it is too large")
    try:
        return context_in(content)
    except ValidationError as fault:
        first = fault.errors(include_url=False, include_input=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise _damaged(file, f"{where}: {first['msg']}" if where else first["msg"]) from fault


def context_in(content: bytes) -> Context:
    """Read a conversation from what `write_context` writes. Raises ``pydantic.ValidationError``."""
    return Context(**_Kept.model_validate_json(content).model_dump())


def write_context(file: Path, context: Context | None) -> None:
    """Keep a conversation in a file, in the place of the one before; all of it or, where that fails, nothing.

    Raises:
        Refused: the file cannot be written; it is as it was.
    """
    new = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        new.write_text(json_line(asdict(context or Context())) + "\n", encoding="utf-8")
        new.replace(file)
    except OSError as fault:
        with suppress(OSError):
            new.unlink()
        raise Refused(f"{file} cannot be written: {fault.strerror}.") from fault


def _damaged(file: Path, why: str) -> Refused:
    return Refused(
        f"{file} holds no conversation that `ask --context` has written ({why}). Remove it to begin a new one."
    )
