"""Define the exit codes that docs/hosting.md documents, and the error that carries one."""

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
    """A command can't do what was asked; the message says why and what to do."""

    def __init__(self, sentence: str, code: Exit = Exit.REFUSED) -> None:
        super().__init__(sentence)
        self.code = code
