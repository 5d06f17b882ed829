"""Layer 4: how people reach the desk."""
