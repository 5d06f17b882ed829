"""The features, one a file: each module has ``async def setup(bot)``, which is called once when the bot starts."""
