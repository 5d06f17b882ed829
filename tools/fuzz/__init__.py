"""Ask the engine very many questions on six kinds of store, and check what must be true of every answer."""
