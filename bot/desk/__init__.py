"""Floor 3: the application; the only thing that front ends talk to."""
