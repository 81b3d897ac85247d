"""What the converter's modules share: headings, pieces, attributes, and the error for Markdown that is not known.

The converter reads what the templates write, exactly as Python-Markdown does. Every other page is left to
Python-Markdown, since a guess could publish a page that differs from the reference.
"""

from __future__ import annotations

import html
import re
from functools import lru_cache
from typing import NamedTuple

from markdown.util import BLOCK_LEVEL_ELEMENTS

BLOCK_LEVEL = frozenset(BLOCK_LEVEL_ELEMENTS)
"""Elements that stand for themselves and not within a line."""
REFERENCE = r"&(?:[#][0-9]+|[#]x[0-9a-fA-F]+|[a-zA-Z][a-zA-Z0-9]*);"
"""A character reference, with its semicolon."""
_ATTRIBUTES = re.compile(r' ([a-z][a-z-]*)(?:="([^"<>]*)")?')
BARE_AMPERSAND = re.compile(f"&(?!{REFERENCE[1:]})")
"""An ampersand that begins no character reference."""


class Heading(NamedTuple):
    """A heading of a page: its `level`, from 1 to 6, its anchor (`id`), and its `name`, which is its text as HTML
    without tags.
    """

    level: int
    id: str
    name: str


LIST, HEADING = "list", "heading"


class Piece(NamedTuple):
    """A piece of a page's HTML: a block, or the tag with which a container begins or ends, whose name is its `kind`.

    `anchors` are those in it and in the pieces that follow with it.
    """

    html: str
    kind: str | None = None
    heading: Heading | None = None
    anchors: tuple[str, ...] = ()


class UnknownMarkdownError(Exception):
    """Raised for Markdown or HTML that is left to Python-Markdown."""


def escape_attribute(value: str) -> str:
    """Return an attribute's value as Python-Markdown writes it; character references stay."""
    if "&" in value:
        value = BARE_AMPERSAND.sub("&amp;", value)
    return value.replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


@lru_cache(maxsize=4096)
def sorted_attributes(source: str) -> tuple[str, bool]:
    """Return the attributes of a start tag as Python-Markdown writes them, and whether `markdown` was among them.
    `source` is the tag's text behind its name.

    Each has a space before it; they are sorted, with character references resolved and without `markdown`. Raises
    UnknownMarkdownError for attributes of another form.
    """
    attributes = {}
    at = 0
    for match in _ATTRIBUTES.finditer(source):
        name, value = match.groups()
        if match.start() != at or name in attributes or BARE_AMPERSAND.search(value or ""):
            raise UnknownMarkdownError(source)
        attributes[name] = html.unescape(name if value is None else value)
        at = match.end()
    if at != len(source) or attributes.get("markdown", "markdown") != "markdown":
        raise UnknownMarkdownError(source)
    is_markdown = attributes.pop("markdown", None) is not None
    return "".join(f' {name}="{escape_attribute(value)}"' for name, value in sorted(attributes.items())), is_markdown
