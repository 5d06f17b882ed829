"""What messages say, as a person would read them."""

from __future__ import annotations

from tests.discord_server.payloads import Payload
from tests.discord_server.rules import BUTTON, TEXT, parts


def words(message: Payload) -> str:
    """All text of a message."""
    texts = [str(each["content"]) for each in parts(message["components"]) if each["type"] == TEXT]
    return "\n".join([str(message.get("content") or ""), *texts])


def labels(message: Payload) -> list[str]:
    """What can be pressed under a message."""
    return [
        str(each["label"]) for each in parts(message["components"]) if each["type"] == BUTTON and "custom_id" in each
    ]


def pings(message: Payload) -> bool:
    """Whether a message that was sent could notify anybody. Where it says nothing of that, Discord notifies all."""
    allowed = message.get("allowed_mentions")
    return allowed is None or any(allowed.get(key) for key in ("parse", "users", "roles", "replied_user"))
