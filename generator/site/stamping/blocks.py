"""A page's Markdown, as the HTML that Python-Markdown makes of it with the extensions of the common configuration.

The page is read block by block: headings, paragraphs, lists, tables, HTML, and containers of HTML whose content is
Markdown again. What a template never writes (quotes, code blocks, reference links …) raises `UnknownMarkdownError`.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from markdown.extensions.toc import slugify, strip_tags, unique

from .inline import Lines, Links
from .known import BLOCK_LEVEL, UnknownMarkdownError, sorted_attributes
from .raw_html import check_html, end_of_element, rebuilt

_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)([^<>]*)>")
_TAG_LINE = re.compile(rf"\n {{0,3}}</?(?:{'|'.join(sorted(BLOCK_LEVEL))})[ >]")
_CONTAINERS = frozenset(("article", "aside", "div", "details", "nav", "section"))
_BLANK_LINE = re.compile(r"\n +(?=\n)")
_HEADING = re.compile(r"(#{1,6})((?:[^\\#\n]++|\\.|#+(?=[^#\n]))++)")
_OPENING = frozenset("#>|=:-*+_[~ 0123456789")
"""What begins a line that may be more than text."""
_OPENS = re.compile(r"#| *(?:[>|=:-]|[*+] |\d+\. |\[[^\]\n]*\]:|(?:[*_] *){3}|~{3})")
_ITEM = re.compile(r"(?:[*+-]|(\d+)\.) +")
_NEXT_ITEM = re.compile(r"\n(?:[*+-]|\d+\.) +")
_NESTED = re.compile(r"\n {4}(?=(?:[*+-]|\d+\.) )")
_CODE = re.compile(r"```(?!`) *([\w#+-]*) *\n((?:(?!```).*\n)*)``` *(?=\n|$)")
_TABLE = re.compile(r"\|[^\n]*\|\n\|(?: *:?-+:? *\|)+(?:\n|$)")
_ALIGNED = {
    (False, False): "",
    (True, False): ' style="text-align: left;"',
    (True, True): ' style="text-align: center;"',
    (False, True): ' style="text-align: right;"',
}
"""The style of a column by whether its dashes begin with a colon, and whether they end with one."""
_ID = re.compile(r' id="([^"]*)"')


class Heading(NamedTuple):
    """A heading of a page: its level, its anchor, and its text as HTML without tags."""

    level: int
    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Converted:
    """The HTML of a page's Markdown, its headings in their order, and all anchors that a link may lead to."""

    html: str
    headings: tuple[Heading, ...]
    anchors: frozenset[str]


Permalink = Callable[[str], str]
"""From an anchor to the link that stands at the end of a heading."""


def convert(markdown: str, links: Links, permalink: Permalink) -> Converted:
    """Return the HTML of a page's Markdown, which has no control characters but line breaks. `links` say where
    its links lead.

    Raises UnknownMarkdownError if the page holds what only Python-Markdown can read.
    """
    page = _Page(Lines(links), permalink, set(_written_anchors(markdown)))
    out = page.blocks(_BLANK_LINE.sub("\n", markdown), nested=False)
    if any("&" in anchor for anchor in page.written):
        raise UnknownMarkdownError("anchors with character references")
    return Converted(out.strip(), tuple(page.headings), frozenset(page.written | page.used))


@dataclass(slots=True)
class _Page:
    """The page that is being read. `written` are the anchors that stand in its HTML, `used` those of its headings."""

    lines: Lines
    permalink: Permalink
    written: set[str]
    used: set[str] = field(default_factory=set)
    headings: list[Heading] = field(default_factory=list)

    def blocks(self, text: str, *, nested: bool) -> str:
        """The HTML of some blocks, each with a line break after it. `nested` in a container."""
        out: list[str] = []
        at, was_list = 0, False
        end = len(text)
        while True:
            while at < end and text[at] == "\n":
                at += 1
            if at >= end:
                return "".join(out)
            tag = _TAG.match(text, at) if text[at] == "<" else None
            code = _CODE.match(text, at) if text[at] == "`" and not nested else None
            if tag and tag[2] in BLOCK_LEVEL:
                block, at = self._element(text, at, tag, nested=nested)
                was_list = False
            elif code:
                block, at = _shown_code(*code.groups()), code.end()
                was_list = False
            else:
                source, at = _block_at(text, at)
                item = _ITEM.match(source) if source[0] in _OPENING else None
                if item and was_list:
                    raise UnknownMarkdownError("a list after a list")
                block = self._list(source, item) if item else self._line(source)
                was_list = item is not None
            out.append(block)

    def _element(self, text: str, at: int, tag: re.Match[str], *, nested: bool) -> tuple[str, int]:
        """An element of HTML that begins at `at`, and where it ends."""
        closing, name, attributes = tag.groups()
        if closing or attributes.endswith("/"):
            raise UnknownMarkdownError(tag[0])
        end = end_of_element(text, at, name)
        if " markdown" not in attributes:
            if nested:
                return rebuilt(text[at:end]), end
            check_html(text[at:end])
            follows = text[end : end + 2]
            return text[at:end] + ("\n\n" if follows in ("", "\n", "\n\n") else "\n"), end
        written, is_markdown = sorted_attributes(attributes)
        inner = text[tag.end() : end - len(name) - 3]
        if not is_markdown or name not in _CONTAINERS or not inner.startswith("\n") or not inner.endswith("\n"):
            raise UnknownMarkdownError(tag[0])
        content = self.blocks(inner, nested=True)
        return f"<{name}{written}>{chr(10) if content else ''}{content}</{name}>\n", end

    def _line(self, source: str) -> str:
        """A heading or a paragraph."""
        if source[0] == "#":
            heading = _HEADING.fullmatch(source)
            if heading is None or "\\>" in source:  # of which the table of contents shows a bare sign
                raise UnknownMarkdownError(source[:40])
            return self._heading(len(heading[1]), heading[2].strip())
        if source[0] == "|" and _TABLE.match(source):
            return self._table(source.split("\n"))
        _refuse_openings(source)
        return f"<p>{self.lines.whole(source)}</p>\n"

    def _table(self, rows: Sequence[str]) -> str:
        """A table: a row of headings, a row that says how columns are aligned, and rows of cells."""
        styles = [_ALIGNED[cell[0] == ":", cell[-1] == ":"] for cell in _cells(rows[1])]
        out = ["<table>\n<thead>\n", self._row(rows[0], "th", styles), "</thead>\n<tbody>\n"]
        out += [self._row(row, "td", styles) for row in rows[2:]]
        if len(rows) < 3:
            raise UnknownMarkdownError("a table without rows")
        return "".join([*out, "</tbody>\n</table>\n"])

    def _row(self, row: str, tag: str, styles: Sequence[str]) -> str:
        cells = _cells(row)
        if len(cells) != len(styles):
            raise UnknownMarkdownError(row)
        shown = [f"<{tag}{style}>{self.lines.html(cell)}</{tag}>\n" for cell, style in zip(cells, styles, strict=True)]
        return f"<tr>\n{''.join(shown)}</tr>\n"

    def _heading(self, level: int, source: str) -> str:
        shown = self.lines.html(source)
        name, slug = _named(shown)
        if slug in self.written or not slug:
            raise UnknownMarkdownError("an anchor that a heading would have")
        anchor = slug if slug not in self.used else unique(slug, self.used)
        self.used.add(anchor)
        self.headings.append(Heading(level, anchor, name))
        return f'<h{level} id="{anchor}">{shown}{self.permalink(anchor)}</h{level}>\n'

    def _list(self, source: str, first: re.Match[str]) -> str:
        """A list without blank lines; an item may hold another one, which is indented."""
        tag = "ol" if first[1] else "ul"
        out = [f"<{tag}>\n"]
        for item in _NEXT_ITEM.split(source[first.end() :]):
            own, *inner = _NESTED.split(item) if "\n    " in item else (item,)
            if not own or "\n    " in own:
                raise UnknownMarkdownError(item[:40])
            _refuse_openings(own)
            out += ("<li>", self.lines.whole(own))
            if inner:
                rest = "\n".join(inner).replace("\n    ", "\n")
                begin = _ITEM.match(rest)
                out.append(self._list(rest, begin) if begin else "")
            out.append("</li>\n")
        return f"{''.join(out)}</{tag}>\n"


def _refuse_openings(source: str) -> None:
    """Raise UnknownMarkdownError if a line of a paragraph could open another block."""
    if source[0] == " " or (source[0] in _OPENING and _OPENS.match(source)):
        raise UnknownMarkdownError(source[:40])
    at = source.find("\n")
    while at >= 0:
        if source[at + 1 : at + 2] in _OPENING and _OPENS.match(source, at + 1):
            raise UnknownMarkdownError(source[at : at + 40])
        at = source.find("\n", at + 1)


def _written_anchors(markdown: str) -> Iterator[str]:
    """The anchors that stand in the page's HTML."""
    for match in _ID.finditer(markdown):
        if markdown.rfind("<", 0, match.start()) > markdown.rfind(">", 0, match.start()):
            yield match[1]


def _block_at(text: str, at: int) -> tuple[str, int]:
    """The block that begins at `at` and where it ends: at a blank line, or before a line that is a tag."""
    end = text.find("\n\n", at)
    end = len(text) if end < 0 else end
    if text.find("\n<", at, end) >= 0 and (tag := _TAG_LINE.search(text, at, end)):
        end = tag.start()
    return text[at:end].removesuffix("\n"), end


def _cells(row: str) -> list[str]:
    """The cells of a row that begins and ends with a bar; a bar within a cell is a character reference."""
    cells = [cell.strip(" ") for cell in row[1:-1].split("|")]
    if row[0] != "|" or row[-1] != "|" or len(row) < 2 or "\\|" in row or any(cell.count("`") % 2 for cell in cells):
        raise UnknownMarkdownError(row)
    return cells


def _shown_code(language: str, code: str) -> str:
    if ' id="' in code:
        raise UnknownMarkdownError("an anchor in code")
    named = f' class="language-{language}"' if language else ""
    return f"<pre><code{named}>{html.escape(code).replace('&#x27;', chr(39))}</code></pre>\n"


@lru_cache(maxsize=4096)
def _named(shown: str) -> tuple[str, str]:
    """The name of a heading in a table of contents, and its anchor."""
    name = strip_tags(shown.strip())
    return name, slugify(html.unescape(name), "-")
