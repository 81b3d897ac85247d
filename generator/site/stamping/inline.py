"""What stands in a line of Markdown: links, emphasis, tags, escapes, as Python-Markdown turns them into HTML."""

from __future__ import annotations

import re
from collections.abc import Callable

from .known import BLOCK_LEVEL, REFERENCE, UnknownMarkdownError, escape_attribute

_SPECIAL = re.compile(r"[\\`*_\[\]<>&]|  \n")
_TOKEN = re.compile(
    r"""
    \[(?P<label>(?:[^\[\]`\\]|\\.)*)\]\((?P<to>[^\s()<>"'\\`*\[\]]+)(?:[ ]"(?P<title>[^"'()<>\\`\[\]\n]*)")?\)
    |<(?P<tag>/?[a-z][a-z0-9]*)(?:\s+[A-Za-z][A-Za-z0-9:-]*(?:="[^"<>\\`\[\]]*")?)*\s*/?>
    |\\(?P<escaped>[\\`*_{}\[\]()>\#+.!-])
    |(?P<reference>"""
    + REFERENCE
    + r""")
    |(?P<break>[ ][ ]\n)(?:[ ]+(?=[\[`*]))?
    |\*\*(?!\*)(?P<strong>\S(?:(?:[^*\\]|\\.)*(?:[^\s*\\]|\\.))?)\*\*(?!\*)
    |\*(?!\*)(?P<em>\S(?:(?:[^*\\]|\\.)*(?:[^\s*\\]|\\.))?)\*(?!\*)
    |(?<!`)`(?P<code>[^`\\<>&]+)`(?!`)
    |(?P<sign>>|&(?=\s|$)|(?<=[A-Za-z0-9])_(?=[A-Za-z0-9]))
    |(?P<unknown>[\\`*_\[\]<&])
    """,
    re.VERBOSE,
)
_SIGNS = {">": "&gt;", "&": "&amp;", "_": "_"}

Leads = Callable[[str], str]
"""From the destination of a link, as a page writes it, to the address that stands in the HTML."""


class Lines:
    """Converts the lines of one page; links go through `leads`."""

    def __init__(self, leads: Leads) -> None:
        self._leads = leads

    def html(self, text: str) -> str:
        """Return the HTML of a paragraph, a heading or a list item.

        Raises UnknownMarkdownError for what only Python-Markdown can read.
        """
        return _TOKEN.sub(self._token, text) if _SPECIAL.search(text) else text

    def _token(self, match: re.Match[str]) -> str:
        kind = match.lastgroup
        if kind == "to" or kind == "title":
            return self._link(match)
        if kind == "tag":
            if match["tag"].lstrip("/") in BLOCK_LEVEL or match["tag"] in ("script", "style", "textarea"):
                raise UnknownMarkdownError(match[0])
            return match[0]
        value = match[kind or 0]
        if kind == "reference":
            return value
        if kind == "escaped":
            return "&gt;" if value == ">" else value
        if kind == "sign":
            return _SIGNS[value]
        if kind == "break":
            return "<br />\n"
        if kind in ("strong", "em"):
            return f"<{kind}>{self.html(value)}</{kind}>"
        if kind == "code":
            return f"<code>{value.strip()}</code>"
        raise UnknownMarkdownError(match.string[match.start() : match.start() + 40])

    def _link(self, match: re.Match[str]) -> str:
        label, to, title = match["label"], match["to"], match["title"]
        if match.string.endswith("!", 0, match.start()) and not match.string.endswith("\\!", 0, match.start()):
            raise UnknownMarkdownError(match[0])
        leads = escape_attribute(self._leads(to))
        shown = f' title="{escape_attribute(title)}"' if title is not None else ""
        return f'<a href="{leads}"{shown}>{self.html(label)}</a>'
