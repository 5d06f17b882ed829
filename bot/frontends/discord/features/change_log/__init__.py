"""Report changes in the log channel."""
