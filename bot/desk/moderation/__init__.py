"""Moderation: the queue, suggestions, the outbox, the digest."""
