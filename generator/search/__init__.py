"""The index that a search reads: what can be looked up, what can be chosen, and what a hit shows."""
