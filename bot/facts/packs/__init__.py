"""Read, check and write files of facts: JSON, JSON lines, CSV."""
