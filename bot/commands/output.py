"""Data on stdout: JSON lines in UTF-8, whatever the platform's encoding, with nothing in them that a terminal obeys."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Mapping
from typing import Any

# Within JSON text these can only stand inside a string, so that an escape means the same.
_OBEYED = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")


def json_line(found: Mapping[str, Any]) -> str:
    """One JSON object on one line, characters as they are, except those that could mislead a terminal."""
    text = json.dumps(found, ensure_ascii=False, separators=(", ", ": "))
    return _OBEYED.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def write(line: str) -> None:
    """A line to stdout, at once, so that a reader at the other end of a pipe can answer to it."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def say(sentence: str) -> None:
    """A message for a person, to stderr."""
    sys.stderr.write(sentence + "\n")
    sys.stderr.flush()
