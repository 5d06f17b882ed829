"""Define the commands of the command line (layer 5), one module per group. Heavy imports happen when a command runs."""
