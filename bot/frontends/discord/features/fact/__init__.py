"""Add, edit, show and merge facts."""
