"""Drafts: read a fact as a moderator typed it."""
