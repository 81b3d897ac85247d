"""Reads BibTeX and BibLaTeX: `syntax` takes a file apart, `inheritance` fills in what an entry has from others, and
`fields` says what the fields mean.
"""

from __future__ import annotations

from .reader import parse, reads

__all__ = ["parse", "reads"]
