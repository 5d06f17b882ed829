"""Run the desk: clock, owned tasks, write-behind, cooperative loops, garbage collection."""
