"""Readers of foreign bibliographies: one module for each format, and `detect`, which chooses the reader for a file."""
