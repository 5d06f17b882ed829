"""Print the output of commands without control characters.

File names, fields in files and the text of facts are untrusted. Only the terminal front end (`Screen`) and the report
of `eval` print on their own, and they make text harmless, too.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TextIO, cast

from bot.plain import harmless, one_line

# In JSON, these can only occur inside a string, where an escape means the same.
_OBEYED = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")


def json_line(found: Mapping[str, Any]) -> str:
    """Return a JSON object on one line, with all control characters escaped."""
    text = json.dumps(found, ensure_ascii=False, separators=(", ", ": "))
    return _OBEYED.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def write(line: str) -> None:
    """Write one line to stdout and flush it, so that a program that reads a pipe gets it immediately."""
    sys.stdout.write(one_line(line) + "\n")
    sys.stdout.flush()


def write_file(data: bytes) -> None:
    """Write a file's content (UTF-8) to stdout: unchanged in a file or pipe, harmless on a terminal."""
    if sys.stdout.isatty():
        sys.stdout.write(harmless(data.decode("utf-8-sig", "replace")))
    else:
        sys.stdout.buffer.write(data)
    sys.stdout.flush()


def say(sentence: str) -> None:
    """Write a message for a person to stderr. It may have several lines."""
    sys.stderr.write(harmless(sentence) + "\n")
    sys.stderr.flush()


@contextmanager
def harmless_stderr() -> Iterator[None]:
    """Make everything that is written to stderr harmless until the context ends, even by libraries."""
    before = sys.stderr
    sys.stderr = cast(TextIO, _Harmless(before))
    try:
        yield
    finally:
        sys.stderr = before


class _Harmless:
    """Wraps a text stream and makes everything written to it harmless."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """Write text."""
        return self._stream.write(harmless(text))

    def writelines(self, lines: Iterable[str]) -> None:
        """Write lines."""
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)
