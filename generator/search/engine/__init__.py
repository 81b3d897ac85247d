"""The search engine, as the browser has it: parses a query, ranks papers, and opens files of the index as it needs
them.
"""
