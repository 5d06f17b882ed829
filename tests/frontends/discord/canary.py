"""Put a canary word into every field of every fact, make all facts major spoilers, and find sent messages that show
it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from bot.frontends.discord.features.fact.form import DETAILS, WORDS
from tests.frontends.discord.world import FACTS

CANARY = "zyqqcanary"

_COVER = re.compile(r"\|\|.+?\|\|", re.DOTALL)
"""What Discord covers. This looks for bars and ignores escapes between them, which is the stricter reading."""

_EDIT_FORMS = (f"f:{WORDS}:", f"f:{DETAILS}:")
"""The forms in which a curator edits a fact. They contain its text."""


def _values() -> Iterator[dict[str, Any]]:
    while True:
        yield {"kind": "person", "name": f"Ida {CANARY}", "role": CANARY}
        yield {"kind": "number", "amount": 3, "unit": CANARY}
        yield {"kind": "place", "name": f"Port {CANARY}", "country": "NO"}
        yield {"kind": "date", "edtf": "2027-09-01", "region": f"Isle of {CANARY}"}


def spoilt() -> list[dict[str, Any]]:
    """Return the world's facts as major spoilers, with the canary in every text field."""
    values = _values()
    return [_spoilt(each, next(values)) for each in FACTS]


def _spoilt(fact: dict[str, Any], value: dict[str, Any]) -> dict[str, Any]:
    changed = {
        "spoiler": "major",
        "text": f"{fact['text']} {CANARY.title()} did it.",
        "subject": f"{fact.get('subject', '')} {CANARY}".strip(),
        "value": fact.get("value", value),
        "phrasings": [f"{each} {CANARY}" for each in fact["phrasings"]] + list(fact["phrasings"]),
        "counterexamples": [f"who would not ask {fact['id']} of {CANARY}"],
        "sources": [{"title": f"The {CANARY} papers", "url": f"https://example.org/{CANARY}", "date": "2026-05-03"}],
    }
    if changed["value"]["kind"] == "date":
        announced = {"by": CANARY, "why": f"{CANARY} ill", "announced": "2025-02-01"}
        changed["value"] = changed["value"] | {"region": f"Isle of {CANARY}"}
        changed["announced_dates"] = [{"date": "2026-11"} | announced, {"date": changed["value"]["edtf"]} | announced]
    return fact | changed


@dataclass
class Wire:
    """Everything that the bot sent to Discord, as sent."""

    sent: list[tuple[str, Any, list[bytes]]] = field(default_factory=list)

    def uncovered(self) -> list[str]:
        """Return where the canary is shown uncovered."""
        return [place for path, content, _ in self.sent for place in _shown(content, path)]

    def texts(self) -> str:
        """Return everything that was sent, covered or not."""
        return "\n".join(json.dumps(content, ensure_ascii=False) for _, content, _ in self.sent)

    def files(self) -> list[bytes]:
        """Return the files that were sent."""
        return [data for _, _, files in self.sent for data in files]


def _shown(content: Any, path: str, *, covered: bool = False, key: str = "") -> Iterator[str]:
    """Yield the strings in a payload that show the canary. ``covered`` means they are in a container that is a
    spoiler."""
    if isinstance(content, dict):
        if str(content.get("custom_id", "")).startswith(_EDIT_FORMS):
            return
        inside = covered or (content.get("type") == 17 and content.get("spoiler") is True)
        for name, each in content.items():
            # The content of a container is covered, but don't rely on labels of controls being covered.
            yield from _shown(each, f"{path}.{name}", covered=inside and name in ("components", "content"), key=name)
    elif isinstance(content, list):
        for number, each in enumerate(content):
            yield from _shown(each, f"{path}[{number}]", covered=covered, key=key)
    elif isinstance(content, str) and not covered:
        left = _COVER.sub("", content) if key == "content" else content
        if CANARY in left.casefold():
            yield f"{path}: {content[:300]}"
