"""The command line's commands (floor 5), one group a file. Heavy imports wait until a command runs."""
