"""Build panels and forms, and send them."""
