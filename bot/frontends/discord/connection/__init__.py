"""Talk to Discord: endpoints, publishing commands, retries, odd events."""
