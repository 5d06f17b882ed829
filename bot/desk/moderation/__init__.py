"""Work through what members sent: the queue, suggestions, the outbox, the digest."""
