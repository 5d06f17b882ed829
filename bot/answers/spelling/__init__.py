"""Find what a mistyped word may stand for: candidates, edit costs, bigrams."""
