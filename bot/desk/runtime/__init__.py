"""Runtime: the clock, background tasks, write-behind, cooperative loops, the GC pause."""
