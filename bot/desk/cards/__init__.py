"""Prepare facts for showing: cards, wording, labels, relative dates, the spoiler policy."""
