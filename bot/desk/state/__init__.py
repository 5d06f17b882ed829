"""State: the catalogue in memory, the ledger that changes it, documents, locks, ids."""
