"""What stands in a line of Markdown: links, emphasis, tags, escapes, as Python-Markdown turns them into HTML."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Protocol

from .known import BLOCK_LEVEL, REFERENCE, UnknownMarkdownError, escape_attribute

_SPECIAL = re.compile(r"[\\`*_\[\]<>&]")
_LINK = re.compile(r'\[([^\[\]`\\]*+(?:\\.[^\[\]`\\]*+)*+)\]\(([^\s()<>"\'\\`*\[\]]+)(?: "([^"\'()<>\\`\[\]\n]*)")?\)')
_TAG = re.compile(r'</?([a-z][a-z0-9]*)(?:\s+[A-Za-z][A-Za-z0-9:-]*(?:="[^"<>\\`\[\]]*")?)*\s*/?>')
_REFERENCE = re.compile(REFERENCE)
_CODE = re.compile(r"`(?!`)([^`\\<>&]+)`(?!`)")
_STRONG = re.compile(r"\*\*(?![*\s])((?:[^*\\]++|\\.)++)(?<!\s)\*\*(?!\*)", re.DOTALL)
_EMPHASIS = re.compile(r"\*(?![*\s])((?:[^*\\]++|\\.)++)(?<!\s)\*(?!\*)", re.DOTALL)
_ESCAPED = {char: char for char in "\\`*_{}[]()#+-.!"} | {">": "&gt;"}
_ELEMENTS = ("[", "`", "*")
"""What begins an element: before it, the indent of a line that follows a break goes."""
_NOT_INLINE = BLOCK_LEVEL | {"script", "style", "textarea"}


class Links(Protocol):
    """The links of a page."""

    def address(self, to: str) -> str:
        """Return the address that stands in the HTML, escaped, for the destination of a link."""

    def line(self, text: str, make: Callable[[str], str]) -> str:
        """Return what `make` gives for a line, or gave for it before."""


class Lines:
    """Converts the lines of one page, which has these links."""

    def __init__(self, links: Links) -> None:
        self._links = links

    def whole(self, text: str) -> str:
        """Return the HTML of a paragraph or of a list item."""
        if "  \n" not in text:
            return self._links.line(text, self.html)
        return "<br />\n".join([self._links.line(it, self.html) for it in _broken(text)])

    def html(self, text: str) -> str:
        """Return the HTML of a stretch of a line, or of a heading.

        Raises UnknownMarkdownError for what only Python-Markdown can read.
        """
        special = _SPECIAL.search(text)
        if special is None:
            return text
        out: list[str] = []
        end = 0
        while special:
            at = special.start()
            if at > end:
                out.append(text[end:at])
            shown, end = _READERS[text[at]](self, text, at)
            out.append(shown)
            special = _SPECIAL.search(text, end)
        out.append(text[end:])
        return "".join(out)

    def link(self, text: str, at: int) -> tuple[str, int]:
        """Read a link, whose label may hold all but other links."""
        match = _LINK.match(text, at)
        if match is None or (text.endswith("!", 0, at) and not text.endswith("\\!", 0, at)):
            raise UnknownMarkdownError(text[at : at + 40])
        label, to, title = match.groups()
        shown = f'<a href="{self._links.address(to)}"' if title is None else self._titled(to, title)
        return f"{shown}>{self.html(label) if _SPECIAL.search(label) else label}</a>", match.end()

    def _titled(self, to: str, title: str) -> str:
        return f'<a href="{self._links.address(to)}" title="{escape_attribute(title)}"'

    def emphasis(self, text: str, at: int) -> tuple[str, int]:
        """Read what stands between asterisks."""
        tag, pattern = ("strong", _STRONG) if text.startswith("**", at) else ("em", _EMPHASIS)
        match = pattern.match(text, at)
        if match is None:
            raise UnknownMarkdownError(text[at : at + 40])
        return f"<{tag}>{self.html(match[1])}</{tag}>", match.end()

    def tag(self, text: str, at: int) -> tuple[str, int]:
        """Read a tag of HTML within a line, which stays as it is."""
        match = _TAG.match(text, at)
        if match is None or match[1] in _NOT_INLINE:
            raise UnknownMarkdownError(text[at : at + 40])
        return match[0], match.end()

    def reference(self, text: str, at: int) -> tuple[str, int]:
        """Read a character reference, which stays, or an ampersand that stands alone."""
        if match := _REFERENCE.match(text, at):
            return match[0], match.end()
        if at + 1 < len(text) and not text[at + 1].isspace():
            raise UnknownMarkdownError(text[at : at + 40])
        return "&amp;", at + 1

    def escaped(self, text: str, at: int) -> tuple[str, int]:
        """Read a sign that is escaped by a backslash."""
        shown = _ESCAPED.get(text[at + 1 : at + 2])
        if shown is None:
            raise UnknownMarkdownError(text[at : at + 40])
        return shown, at + 2

    def code(self, text: str, at: int) -> tuple[str, int]:
        """Read code between single backticks."""
        match = _CODE.match(text, at)
        if match is None:
            raise UnknownMarkdownError(text[at : at + 40])
        return f"<code>{match[1].strip()}</code>", match.end()

    def greater(self, text: str, at: int) -> tuple[str, int]:
        """Read a sign that needs no escape in Markdown."""
        return "&gt;", at + len(text[at])

    def underscore(self, text: str, at: int) -> tuple[str, int]:
        """Read an underscore within a word; any other may be emphasis."""
        if not at or not _is_plain(text[at - 1]) or not _is_plain(text[at + 1 : at + 2]):
            raise UnknownMarkdownError(text[at : at + 40])
        return "_", at + 1

    def unknown(self, text: str, at: int) -> tuple[str, int]:
        """Refuse a sign that means something elsewhere."""
        raise UnknownMarkdownError(text[at : at + 40])


def _broken(text: str) -> Sequence[str]:
    """The lines between breaks; line breaks without two spaces before them break nothing."""
    first, *rest = text.split("  \n")
    return [first, *(it.lstrip(" ") if it.lstrip(" ").startswith(_ELEMENTS) else it for it in rest)]


def _is_plain(char: str) -> bool:
    return char.isascii() and char.isalnum()


_READERS: dict[str, Callable[[Lines, str, int], tuple[str, int]]] = {
    "[": Lines.link,
    "*": Lines.emphasis,
    "<": Lines.tag,
    "&": Lines.reference,
    "\\": Lines.escaped,
    "`": Lines.code,
    ">": Lines.greater,
    "_": Lines.underscore,
    "]": Lines.unknown,
}
"""What reads on from each sign that may mean something."""
