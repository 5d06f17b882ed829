"""Parse a question into what it asks for and what it says."""
