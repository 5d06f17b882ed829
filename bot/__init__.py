"""Callsheet: an async Discord bot that answers fans from a curated store of facts."""

import os

__version__ = "0.1.0"

# Pydantic would look for plugins in the metadata of every installed package, at each start. Facts are for none of them.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
