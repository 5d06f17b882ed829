"""``python -m bot``, the same program as ``callsheet``."""

from bot.cli import main

main()
