"""Imports foreign bibliographies: makes records of raw files."""
