"""Handle what spans more than one question or fact: follow-ups, compound questions, explanations."""
