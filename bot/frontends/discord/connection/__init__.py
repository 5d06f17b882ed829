"""Connect to Discord: endpoints, command publishing, retries, unreadable events."""
