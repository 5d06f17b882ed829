"""Floor 2: where facts live."""
