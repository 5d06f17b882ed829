"""Index the facts of each scope, and compute what their dates say today."""
