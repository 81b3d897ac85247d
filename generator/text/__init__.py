"""Functions on text that know nothing of papers: analysis, escaping, folding, Markdown, sentences. Nothing here opens a
file.
"""
