"""Route each press of a button, menu or form to its handler, by the custom id."""
