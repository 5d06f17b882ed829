"""Find places and countries by the names people give them."""
