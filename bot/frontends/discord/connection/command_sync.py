"""Publish the commands only when their definition has changed, because Discord limits how often that is possible."""

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
    """Hash everything that Discord is told about the commands, including translations."""
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
    """Publish the commands unless this application already has the same ones. Return whether they were published.

    The API's address is part of the key, because each server has its own commands.
    """
    key, current = f"commands:{application}@{api}", await fingerprint(tree)
    known = await documents.get(COLLECTION, key)
    if known is not None and known.get("fingerprint") == current:
        return False
    published = await tree.sync()
    await documents.put(COLLECTION, key, {"fingerprint": current})
    log.info("published %d commands", len(published))
    return True
