"""Prepare facts for showing: cards, wording, names of choices, dates, the spoiler policy."""
