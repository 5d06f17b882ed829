"""Asking: the service, replies, conversations, rate limit, autocomplete, question log."""
