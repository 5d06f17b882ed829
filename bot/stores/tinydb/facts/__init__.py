"""Keep facts and their history on TinyDB."""
