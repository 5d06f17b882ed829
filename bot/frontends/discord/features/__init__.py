"""Define the features, one module or folder each. Modules with ``async def setup(bot)`` are loaded automatically."""
