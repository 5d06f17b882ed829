"""Define every limit on input once: counts, lengths in characters, sizes in bytes.

The limits apply wherever something is entered: models, packs, forms. A store that already holds more still opens.
"""

from __future__ import annotations

from typing import Literal

from bot.messages import N_, translated

ID = 120
"""Characters of an id or a topic."""

TITLE = 300
"""Characters of a production's title or of one alias."""

ALIASES = 200
"""Other names of one production."""

SUBJECT = 200
TEXT = 1500
"""Characters of a fact's text."""

PHRASING = 300
"""Characters of one phrasing or counterexample."""

PHRASINGS = 200
"""Phrasings of one fact; more would add nothing that the engine could use."""

COUNTEREXAMPLES = 200
SOURCES = 10
SOURCE_TITLE = 300
URL = 1000
ANNOUNCED_DATES = 50
NAME = 300
"""Characters of a place, a person, a role, a region, or of who announced a date and why."""

UNIT = 100
VALUE = 1000
"""Characters of a typed value: a date, place, number or person in one field."""

REASON = 300
"""Characters of the reason for a change."""

PACK_TITLE = 200

FILE = 5_000_000
"""Bytes of a file that somebody hands in."""

HOST_FILE = 40_000_000
"""Bytes of a file on the host's own machine; it is read whole."""

RECORDS = 50_000
"""Productions and facts of one file."""

JSON_DEPTH = 12
JSON_PARTS = 2_000_000
"""Texts, lists and objects of one JSON text: each needs far more memory than its bytes in the file."""

FIELDS = 100
"""Fields of one JSON object, beyond any that has a meaning."""

ENTRIES = 2000
"""Entries of any list in a record, beyond every limit above; a longer one is not looked at."""

COLUMNS = 200
"""Columns of a CSV."""


_EXCESSES = {
    "": N_("there are {found:,} (the limit is {most:,})"),
    "characters": N_("has {found:,} characters (the limit is {most:,})"),
    "entries": N_("has {found:,} entries (the limit is {most:,})"),
    "fields": N_("has {found:,} fields (the limit is {most:,})"),
}


def excess(found: int, most: int, noun: Literal["", "characters", "entries", "fields"] = "") -> str:
    """Say that a count is over its limit: ``has 301 characters (the limit is 300)``. Return an empty text if it isn't.

    Without a ``noun`` the list was just named: ``there are 201 (the limit is 200)``.
    """
    return translated(_EXCESSES[noun]).format(found=found, most=most) if found > most else ""
