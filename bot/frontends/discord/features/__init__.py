"""Offer features, one module or folder each. A module with ``async def setup(bot)`` is found by itself."""
