"""Asks the engine a great many questions, of six kinds of store, and checks what must hold of every answer."""
