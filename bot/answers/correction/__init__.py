"""Correct a whole question: a noisy channel, a language model, and the Viterbi path between them."""
