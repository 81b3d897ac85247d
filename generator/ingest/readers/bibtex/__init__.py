"""Reads BibTeX and BibLaTeX: `syntax` parses a file, `inheritance` adds what an entry takes from others (`crossref`),
and `fields` interprets the fields.
"""

from __future__ import annotations

from .reader import parse, reads

__all__ = ["parse", "reads"]
