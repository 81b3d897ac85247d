"""The map of all papers: their coordinates, and the symbols of the areas."""
