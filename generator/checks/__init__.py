"""Checks that find the faults of a survey, and return them as problems."""
