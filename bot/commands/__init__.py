"""The command line's commands (layer 5), one module per group. Heavy imports wait until a command runs."""
