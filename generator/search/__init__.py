"""The search: makes the index files of a catalogue, and ranks papers by them as the browser does."""
