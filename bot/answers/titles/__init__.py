"""Find the production a question names: titles, partial names, remakes."""
