"""Layer 2: store facts, and what people do."""
