"""Read and write numbers with units, as people type them."""
