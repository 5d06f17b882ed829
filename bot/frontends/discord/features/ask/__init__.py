"""Answer questions from commands, messages and buttons."""
