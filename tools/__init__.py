"""Hold the tools for working on the project. They aren't part of the bot."""
