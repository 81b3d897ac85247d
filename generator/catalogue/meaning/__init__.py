"""Vectors of papers by a sentence model, and the vectors of words that are learned from them."""
