"""Run the bot on Discord. Each feature has its own module or folder."""
