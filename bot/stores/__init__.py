"""Layer 2: where facts live."""
