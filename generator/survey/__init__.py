"""The survey's folder, which a curator edits: reads, changes and creates it."""
