"""Turns raw abstracts of papers into the website of a survey."""
