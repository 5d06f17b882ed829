"""Layer 3, the application: the rules that every front end shares. See ``docs/architecture.md``."""
