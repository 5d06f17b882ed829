"""Store facts and documents on one machine: plain TinyDB files, written atomically, read from memory."""

from bot.stores.tinydb.documents import TinyDBDocumentStore, open_document_store
from bot.stores.tinydb.facts.snapshot import FactSnapshot, read_fact_store
from bot.stores.tinydb.facts.store import TinyDBFactStore, open_fact_store

__all__ = [
    "FactSnapshot",
    "TinyDBDocumentStore",
    "TinyDBFactStore",
    "open_document_store",
    "open_fact_store",
    "read_fact_store",
]
