"""Rendering: how a template turns a record into the Markdown of a page, and what a page was made from."""
