"""All that commands print: the one outlet, so that nothing reaches a terminal that it would obey.

File names, fields of files and the text of facts come from people whom nobody vouches for. Only the terminal's front
end (`Screen`) and the report of `eval` print by themselves, because they draw; both make text harmless, too.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TextIO, cast

from bot.plain import harmless, one_line

# Within JSON text these can only stand inside a string, so that an escape means the same.
_OBEYED = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")


def json_line(found: Mapping[str, Any]) -> str:
    """One JSON object on one line, characters as they are, except those that could mislead a terminal."""
    text = json.dumps(found, ensure_ascii=False, separators=(", ", ": "))
    return _OBEYED.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def write(line: str) -> None:
    """A line to stdout, at once, so that a reader at the other end of a pipe can answer to it. It stays one line."""
    sys.stdout.write(one_line(line) + "\n")
    sys.stdout.flush()


def write_file(data: bytes) -> None:
    """A file's content (UTF-8) to stdout: as it is into a file or a pipe, made harmless on a terminal."""
    if sys.stdout.isatty():
        sys.stdout.write(harmless(data.decode("utf-8-sig", "replace")))
    else:
        sys.stdout.buffer.write(data)
    sys.stdout.flush()


def say(sentence: str) -> None:
    """A message for a person, to stderr; it may have several lines."""
    sys.stderr.write(harmless(sentence) + "\n")
    sys.stderr.flush()


@contextmanager
def harmless_stderr() -> Iterator[None]:
    """Make harmless whatever is written to stderr, by libraries as well, while the context lasts."""
    before = sys.stderr
    sys.stderr = cast(TextIO, _Harmless(before))
    try:
        yield
    finally:
        sys.stderr = before


class _Harmless:
    """A text stream that lets nothing through that a terminal would obey; in everything else the stream beneath."""

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
