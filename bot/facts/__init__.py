"""Layer 1: what a fact is."""
