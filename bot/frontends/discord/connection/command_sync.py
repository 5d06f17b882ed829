"""Publish the commands, only when their definition changed, because Discord counts each time."""

from __future__ import annotations

import hashlib
import json
import logging
from typing import Any

from discord import app_commands

from bot.stores.protocol import DocumentStore

COLLECTION = "discord"

log = logging.getLogger(__name__)


async def fingerprint(tree: app_commands.CommandTree[Any]) -> str:
    """Digest everything that Discord is told about the commands, their translations included."""
    translator = tree.translator
    payloads = [
        await command.get_translated_payload(tree, translator) if translator is not None else command.to_dict(tree)
        for command in tree.get_commands()
    ]
    payloads.sort(key=lambda payload: (payload["type"], payload["name"]))
    return hashlib.sha256(json.dumps(payloads, sort_keys=True, default=str).encode()).hexdigest()


async def sync_if_changed(
    tree: app_commands.CommandTree[Any], documents: DocumentStore, application: int, api: str
) -> bool:
    """Publish the commands unless this application was told the same before. Return whether it was done.

    The address is part of the key: another server than the real Discord knows nothing of what that was told.
    """
    key, current = f"commands:{application}@{api}", await fingerprint(tree)
    known = await documents.get(COLLECTION, key)
    if known is not None and known.get("fingerprint") == current:
        return False
    published = await tree.sync()
    await documents.put(COLLECTION, key, {"fingerprint": current})
    log.info("published %d commands", len(published))
    return True
