"""Hold what is known: the catalogue, the ledger that changes it, locks, ids."""
