"""Compare the engine with other ways of finding a fact, on the same questions and with the same names."""
