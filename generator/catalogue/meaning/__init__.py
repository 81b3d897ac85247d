"""What papers mean: vectors by a sentence model, and the vectors of words that are learned from them."""
