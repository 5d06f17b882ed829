"""Editing facts: the editor, preview, merge, history, undo, reviews."""
