"""Correct a question: a noisy channel offers words, a language model weighs them, Viterbi picks the likeliest path."""
