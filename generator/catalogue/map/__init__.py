"""The map of the papers: their coordinates, and the shapes and colours of the areas."""
