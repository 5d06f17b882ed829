"""Talk to people in a terminal, through the same desk as on Discord. The output also works in a pipe."""
