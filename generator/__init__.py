"""Generates the website of a survey from bibliographies and abstracts of papers."""
