"""Provide what every feature needs: routing, custom ids, errors, permissions, text."""
