"""Access control: actors, permissions, the gate, and each server's settings."""
