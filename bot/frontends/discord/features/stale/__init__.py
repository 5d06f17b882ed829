"""Review facts that are due."""
