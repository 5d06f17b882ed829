"""Print everything that commands print, without anything that a terminal would obey.

File names, fields of files and the text of facts are untrusted. Only the terminal front end (`Screen`) and the report
of `eval` print by themselves; both make text harmless too.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TextIO, cast

from bot.plain import harmless, one_line

# In JSON these can only be inside a string, so that an escape means the same.
_OBEYED = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")


def json_line(found: Mapping[str, Any]) -> str:
    """Write a JSON object on one line, with every character escaped that could mislead a terminal."""
    text = json.dumps(found, ensure_ascii=False, separators=(", ", ": "))
    return _OBEYED.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def write(line: str) -> None:
    """Write one line to stdout and flush, so that a program at the other end of a pipe gets it immediately."""
    sys.stdout.write(one_line(line) + "\n")
    sys.stdout.flush()


def write_file(data: bytes) -> None:
    """Write a file's content (UTF-8) to stdout: unchanged to a file or a pipe, made harmless on a terminal."""
    if sys.stdout.isatty():
        sys.stdout.write(harmless(data.decode("utf-8-sig", "replace")))
    else:
        sys.stdout.buffer.write(data)
    sys.stdout.flush()


def say(sentence: str) -> None:
    """Write a message for a person to stderr; it may have several lines."""
    sys.stderr.write(harmless(sentence) + "\n")
    sys.stderr.flush()


@contextmanager
def harmless_stderr() -> Iterator[None]:
    """Make everything written to stderr harmless until the context ends, including what libraries write."""
    before = sys.stderr
    sys.stderr = cast(TextIO, _Harmless(before))
    try:
        yield
    finally:
        sys.stderr = before


class _Harmless:
    """Wraps a text stream and makes everything written to it harmless."""

    def __init__(self, beneath: TextIO) -> None:
        self._beneath = beneath

    def write(self, text: str) -> int:
        """Write text."""
        return self._beneath.write(harmless(text))

    def writelines(self, lines: Iterable[str]) -> None:
        """Write lines."""
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._beneath, name)
