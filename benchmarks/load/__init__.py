"""Measure bursts: many people ask at the same moment, over a loopback Discord that holds to its limit of 3 seconds."""
