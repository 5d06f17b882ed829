"""Layer 2: how a question finds its fact."""
