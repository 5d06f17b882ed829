"""The application (layer 3): the rules that all front ends share. See ``docs/architecture.md``."""
