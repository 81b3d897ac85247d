"""Converts the inline content of Markdown (links, emphasis, tags, escapes) to HTML as Python-Markdown does."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from .known import BLOCK_LEVEL, REFERENCE, Piece, UnknownMarkdownError, escape_attribute

_SPECIAL = re.compile(r"[\\`*_\[\]<>&]")
_LINK = re.compile(r'\[([^\[\]`\\]*+(?:\\.[^\[\]`\\]*+)*+)\]\(([^\s()<>"\'\\`*\[\]]+)(?: "([^"\'()<>\\`\[\]\n]*)")?\)')
_TAG = re.compile(r'</?([a-z][a-z0-9]*)(?:\s+[A-Za-z][A-Za-z0-9:-]*(?:="[^"<>\\`\[\]]*")?)*\s*/?>')
DESTINATION = re.compile(r"[^\s()<>\"'\\`*\[\]]+")
_REFERENCE = re.compile(REFERENCE)
_CODE = re.compile(r"`(?!`)([^`\\<>&]+)`(?!`)")
_STRONG = re.compile(r"\*\*(?![*\s])((?:[^*\\]++|\\.)++)(?<!\s)\*\*(?!\*)", re.DOTALL)
_EMPHASIS = re.compile(r"\*(?![*\s])((?:[^*\\]++|\\.)++)(?<!\s)\*(?!\*)", re.DOTALL)
_ESCAPED = {char: char for char in "\\`*_{}[]()#+-.!"} | {">": "&gt;"}
ELEMENTS = ("[", "`", "*")
"""What begins an element: before it, the indent of a line that follows a break goes."""
_INLINE = "a|abbr|b|bdi|br|cite|code|em|i|kbd|mark|small|span|strong|sub|sup|time"
_INLINE_TAG = re.compile(rf'/?(?:{_INLINE})(?: [A-Za-z][A-Za-z0-9:-]*(?:="")?)*+ ?/?')
"""What stands between the brackets of a tag within a line, without the texts of its attributes."""
_STAYS = re.compile(rf"(?:[^\\`*_\[\]<>&]++|{REFERENCE}|(?<=[A-Za-z0-9])_(?=[A-Za-z0-9]))*+")
"""Text without tags that is the same in HTML: plain, character references, underscores within words."""
_NOT_INLINE = BLOCK_LEVEL | {"script", "style", "textarea"}


Pieces = str | tuple[Piece, ...]
"""The pieces of a source; if it is one without a kind, its HTML alone."""


class Links(Protocol):
    """The links of a page, and results that pages share."""

    def address(self, to: str) -> str:
        """Return the address, escaped for HTML, to which the destination `to` of a link in the Markdown leads."""

    def opening(self, to: str) -> str:
        """Return the start tag of a link to a destination; empty if something else than a destination stands there."""

    def line(self, text: str, make: Callable[[str], str]) -> str:
        """Return the HTML of a line of text: what `make` returns for it, or returned for an equal line before."""

    def item(self, line: str, make: Callable[[str], str]) -> str:
        """Return the HTML of a line of a list: what `make` gives for it, or gave for an equal line before."""

    @property
    def own(self) -> str:
        """Return the file name of the page without `.md`. HTML of a source that has it is not shared with other pages,
        since the source may name the page itself.

        Links that are percent-encoded, or have only an anchor, may name the page without this text.
        """

    @property
    def known(self) -> Mapping[int, Mapping[str, Pieces]]:
        """Return pieces of HTML that were made before, by the number of containers around them and by source."""

    def learnt(self, source: str, depth: int, make: Callable[[str], Pieces]) -> Pieces:
        """Return what `make` gives for a source within `depth` containers, or gave for an equal source before."""


class Lines:
    """Converts the lines of one page, whose links are given."""

    def __init__(self, links: Links) -> None:
        self._links = links

    def whole(self, text: str) -> str:
        """Return the HTML of the text of a paragraph or of a list item, which may have several lines. Raises
        UnknownMarkdownError.
        """
        if "\n" not in text or "  \n" not in text:
            return self.line(text)
        return "<br />\n".join([self.line(it) for it in _broken(text)])

    def line(self, text: str) -> str:
        """Return the HTML of a text without hard breaks. Raises UnknownMarkdownError."""
        plain = self.plain(text)
        return self._links.line(text, self.html) if plain is None else plain

    def plain(self, text: str) -> str | None:
        """Return the HTML of a text that has nothing but links and plain text; None if it has more.

        The result is that of `html`, found faster.
        """
        if "\\" in text or "`" in text or "*" in text:
            return None
        if not ("<" in text or "&" in text or ">" in text or "_" in text):
            return self._linked(text)
        before, *links = text.split("[")
        if not _stays(before):
            return None
        shown = [before]
        for link in links:
            label, _, after = link.partition("]")
            to, closed, after = after.partition(")")
            if not closed or to[:1] != "(" or not _stays(label) or not _stays(after) or before[-1:] == "!":
                return None
            start = self._links.opening(to[1:])
            if not start:
                return None
            shown.append(f"{start}{label}</a>{after}")
            before = after
        return "".join(shown)

    def _linked(self, text: str) -> str | None:
        """Return what `plain` does for a text in which no sign but brackets can have a meaning."""
        if "[" not in text:
            return None if "]" in text else text
        before, *links = text.split("[")
        # With as many closing brackets as opening ones, each link has one and what is around it has none.
        if text.count("]") != len(links) or ("!" in text and "![" in text):
            return None
        shown = before
        for link in links:
            label, _, after = link.partition("](")
            to, closed, after = after.partition(")")
            start = self._links.opening(to) if closed else ""
            if not start:
                return None
            shown += f"{start}{label}</a>{after}"
        return shown

    def html(self, text: str) -> str:
        """Return the HTML of the text of a heading, or of any text without hard breaks. Raises UnknownMarkdownError for
        what only Python-Markdown can read.
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
        """Return the HTML of the link that begins in `text` at the offset `at`, and the offset behind it. Its label may
        hold everything but other links. Raises UnknownMarkdownError if no plain link begins there.
        """
        match = _LINK.match(text, at)
        if match is None or (text.endswith("!", 0, at) and not text.endswith("\\!", 0, at)):
            raise UnknownMarkdownError(text[at : at + 40])
        label, to, title = match.groups()
        shown = f'<a href="{self._links.address(to)}"' if title is None else self._titled(to, title)
        return f"{shown}>{self.html(label) if _SPECIAL.search(label) else label}</a>", match.end()

    def _titled(self, to: str, title: str) -> str:
        return f'<a href="{self._links.address(to)}" title="{escape_attribute(title)}"'

    def emphasis(self, text: str, at: int) -> tuple[str, int]:
        """Return the HTML of the emphasis that begins in `text` at the offset `at`, with one or two asterisks, and the
        offset behind it. Raises UnknownMarkdownError if it has no plain end.
        """
        tag, pattern = ("strong", _STRONG) if text.startswith("**", at) else ("em", _EMPHASIS)
        match = pattern.match(text, at)
        if match is None:
            raise UnknownMarkdownError(text[at : at + 40])
        return f"<{tag}>{self.html(match[1])}</{tag}>", match.end()

    def tag(self, text: str, at: int) -> tuple[str, int]:
        """Return the HTML tag that begins in `text` at the offset `at`, as it is, and the offset behind it. Raises
        UnknownMarkdownError if no tag that can stand within a line begins there.
        """
        match = _TAG.match(text, at)
        if match is None or match[1] in _NOT_INLINE:
            raise UnknownMarkdownError(text[at : at + 40])
        return match[0], match.end()

    def reference(self, text: str, at: int) -> tuple[str, int]:
        """Return the HTML of the `&` in `text` at the offset `at`, and the offset behind it: a whole character
        reference as it is, or `&amp;` for an ampersand before white space. Raises UnknownMarkdownError for any other.
        """
        if match := _REFERENCE.match(text, at):
            return match[0], match.end()
        if at + 1 < len(text) and not text[at + 1].isspace():
            raise UnknownMarkdownError(text[at : at + 40])
        return "&amp;", at + 1

    def escaped(self, text: str, at: int) -> tuple[str, int]:
        """Return the HTML of the character that a backslash in `text` at the offset `at` escapes, and the offset behind
        it. Raises UnknownMarkdownError if Markdown has no such escape.
        """
        shown = _ESCAPED.get(text[at + 1 : at + 2])
        if shown is None:
            raise UnknownMarkdownError(text[at : at + 40])
        return shown, at + 2

    def code(self, text: str, at: int) -> tuple[str, int]:
        """Return the HTML of the code between single backticks that begins in `text` at the offset `at`, and the offset
        behind it. Raises UnknownMarkdownError if it is no plain code.
        """
        match = _CODE.match(text, at)
        if match is None:
            raise UnknownMarkdownError(text[at : at + 40])
        return f"<code>{match[1].strip()}</code>", match.end()

    def greater(self, text: str, at: int) -> tuple[str, int]:
        """Return `&gt;` for the `>` in `text` at the offset `at`, and the offset behind it."""
        return "&gt;", at + len(text[at])

    def underscore(self, text: str, at: int) -> tuple[str, int]:
        """Return the underscore in `text` at the offset `at`, and the offset behind it. Raises UnknownMarkdownError if
        it does not stand within a word, since it may then be emphasis.
        """
        if not at or not _is_plain(text[at - 1]) or not _is_plain(text[at + 1 : at + 2]):
            raise UnknownMarkdownError(text[at : at + 40])
        return "_", at + 1

    def unknown(self, text: str, at: int) -> tuple[str, int]:
        """Raise UnknownMarkdownError for the character in `text` at the offset `at`, which has a meaning to
        Python-Markdown.
        """
        raise UnknownMarkdownError(text[at : at + 40])


def _stays(text: str) -> bool:
    """Return whether a text without backslashes, backticks, asterisks and opening brackets is the same in HTML."""
    plain, *tags = text.split("<")
    for tag in tags:
        inside, closed, after = tag.partition(">")
        if not closed or not (inside in _TAGS or _is_tag(inside)):
            return False
        plain += f"\0{after}"
    odd = "&" in plain or ">" in plain or "_" in plain or "]" in plain
    return not odd or _STAYS.fullmatch(plain) is not None


_TAGS: set[str] = set()
"""What stood in tags of pages before."""
_TAGS_KEPT, _SHORT_TAG = 1000, 40


def _is_tag(inside: str) -> bool:
    """Return whether a text is the inside of a tag that can stand within a line."""
    # Every second part is the text of an attribute, which may be long.
    marked = '"'.join(inside.split('"')[::2]) if inside.count('"') % 2 == 0 else "<"
    if "]" in inside or "\n" in inside or not _INLINE_TAG.fullmatch(marked.replace('="', '=""')):
        return False
    if len(inside) < _SHORT_TAG and len(_TAGS) < _TAGS_KEPT:
        _TAGS.add(inside)
    return True


def _broken(text: str) -> Sequence[str]:
    """Return the texts between hard breaks; a line break without two spaces before it breaks nothing."""
    first, *rest = text.split("  \n")
    return [first, *(it.lstrip(" ") if it.lstrip(" ").startswith(ELEMENTS) else it for it in rest)]


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
