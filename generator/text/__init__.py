"""Functions on text that know nothing about papers: analysis, escaping, folding, Markdown, sentences. None opens a
file.
"""
