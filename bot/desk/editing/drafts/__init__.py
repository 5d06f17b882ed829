"""Read a fact as a moderator typed it."""
