"""Readers of formats in which an entry is a row of keys and values, and what such keys are called."""
