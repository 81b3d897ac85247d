"""From papers to the rows of the inverted index, counted in arrays of numbers."""
