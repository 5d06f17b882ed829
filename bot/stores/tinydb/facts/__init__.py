"""Store facts and their history on TinyDB."""
