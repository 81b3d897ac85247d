"""LaTeX to plain characters."""

from __future__ import annotations


def latex_to_text(latex: str) -> str:
    """Return what LaTeX prints, as plain characters in one line.

    >>> latex_to_text("plain")
    'plain'
    """
    return latex
