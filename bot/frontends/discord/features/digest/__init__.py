"""Send the weekly digest."""
