"""Decide who may do what: actors, permissions, the gate, each server's settings."""
