"""Rank facts for a question: query, retrieval, upper bounds, scoring, features, decision trees, decision."""
