"""The front end for a terminal. It uses the same desk as Discord, and its output also reads well in a pipe."""
