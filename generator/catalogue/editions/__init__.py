"""Editions of a survey: what changed between two of them, and where addresses lead that pages gave up."""
