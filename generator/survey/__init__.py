"""The survey's folder, which a curator edits: reads it, changes it, starts it."""
