"""Discord: one feature a file."""
