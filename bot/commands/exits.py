"""How a command ends: the exit codes that docs/hosting.md documents, and the refusals that carry them."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """The exit codes of every command."""

    DONE = 0
    REFUSED = 1
    USAGE = 2
    SETTINGS = 3
    STORE = 4
    TOKEN = 5
    UNREACHABLE = 6
    FAULT = 70
    INTERRUPTED = 130


class Refused(Exception):
    """A command cannot do as asked: a sentence for the person, and the exit code."""

    def __init__(self, sentence: str, code: Exit = Exit.REFUSED) -> None:
        super().__init__(sentence)
        self.code = code
