"""Layer 4: connect people with the desk, on Discord or in a terminal."""
