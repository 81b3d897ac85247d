"""Readers of formats in which an entry is a row of keys and values, such as CSV and YAML, and the table of names that
keys have in several languages.
"""
