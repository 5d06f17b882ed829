"""Read messages as a person would."""

from __future__ import annotations

from tests.discord_server.payloads import Payload
from tests.discord_server.rules import BUTTON, TEXT, parts


def words(message: Payload) -> str:
    """Return all text of a message."""
    texts = [str(each["content"]) for each in parts(message["components"]) if each["type"] == TEXT]
    return "\n".join([str(message.get("content") or ""), *texts])


def labels(message: Payload) -> list[str]:
    """Return the labels of a message's controls."""
    return [
        str(each["label"]) for each in parts(message["components"]) if each["type"] == BUTTON and "custom_id" in each
    ]


def pings(message: Payload) -> bool:
    """Return whether a message could notify anybody. Without a setting, Discord notifies everyone mentioned."""
    allowed = message.get("allowed_mentions")
    return allowed is None or any(allowed.get(key) for key in ("parse", "users", "roles", "replied_user"))
