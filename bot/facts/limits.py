"""The limits on what can be entered, each defined once: counts, lengths in characters, sizes in bytes.

They hold for what is entered, at every entrance: models, packs, forms. A store that holds more still opens.
"""

from __future__ import annotations

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
"""Phrasings of one fact; past them another one adds nothing that the engine could use."""

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


def excess(found: int, most: int, noun: str = "") -> str:
    """Return what is wrong with a count over its limit, or an empty text: ``there are 201, and 200 is the most``.

    With ``noun`` it is said of a text: ``has 301 characters, and 300 is the most``.
    """
    if found <= most:
        return ""
    has = f"has {found:,} {noun}" if noun else f"there are {found:,}"
    return f"{has}, and {most:,} is the most"
