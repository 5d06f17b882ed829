"""The bot in a terminal: the same desk, the same outcomes, readable in a pipe too."""
