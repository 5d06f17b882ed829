"""Set up a server and change its settings."""
