"""Handle files safely: atomic replacement, locks, threads, errors in words."""
