"""Draw pictures of the bot for its documents, from the messages, forms and screens that it really sends.

``python -m tools.pictures [NAME ...]`` runs the bot on a simulated Discord with the shipped pack, at a fixed time,
keeps what it sends, and lets Chromium draw it.
"""
