"""The search engine: parses a query, opens the index files that it needs, and ranks papers.

The browser's engine in `assets/js/search/` has the same modules and functions under the same names.
"""
