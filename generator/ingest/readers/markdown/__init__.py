"""Readers of lists and tables of papers in Markdown."""
