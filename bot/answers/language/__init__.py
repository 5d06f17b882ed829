"""Know words: the lexicon, synonyms, numerals, normalization, language detection, terms."""
