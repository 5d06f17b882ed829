"""Packs: import and export files of facts, and fill an empty store."""
