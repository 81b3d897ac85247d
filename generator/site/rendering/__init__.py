"""Rendering: how a template turns a record into the Markdown of a page."""
