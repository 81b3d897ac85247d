"""Readers of raw files: one module for each format, and `detect`, which chooses the reader of a file."""
