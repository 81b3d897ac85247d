"""Converts a page's Markdown to the HTML that Python-Markdown makes of it with the extensions of the common
configuration.

A page is read block by block: headings, paragraphs, lists, tables, HTML, and containers of HTML whose content is
Markdown again. For what no template writes (quotes, code blocks, reference links …) `UnknownMarkdownError` is raised.
"""

from __future__ import annotations

import html
import re
import string
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, partial

from markdown.extensions.toc import slugify, strip_tags, unique

from .inline import ELEMENTS, Lines, Links, Pieces
from .known import BLOCK_LEVEL, HEADING, LIST, Heading, Piece, UnknownMarkdownError, sorted_attributes
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
_NEXT_SHOWN = "</li>\n"
_PLAIN_LINE = re.compile(r"[A-Za-z][A-Za-z0-9 ,.:;/()-]*+(?<! )")
"""A line without a sign that Markdown or HTML could read."""
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
_NO_WORD = {ord(char): None for char in string.punctuation if char not in "-_"}


@dataclass(frozen=True, slots=True)
class Converted:
    """The HTML of a page's Markdown, its headings in their order, and all anchors to which a link can lead."""

    html: str
    headings: tuple[Heading, ...]
    anchors: frozenset[str]


Permalink = Callable[[str], str]
"""From an anchor to the link that stands at the end of a heading."""


def convert(markdown: str, links: Links, permalink: Permalink) -> Converted:
    """Return the HTML of a page's Markdown, with its headings and anchors.

    `markdown` must have no control characters but line breaks. `links` resolves the page's links, and `permalink` makes
    the link at the end of a heading. Raises UnknownMarkdownError if the page holds something that only Python-Markdown
    can read.
    """
    page = _Page(links, Lines(links), permalink)
    page.read(markdown.split("\n"))
    if any("&" in anchor for anchor in page.written):
        raise UnknownMarkdownError("anchors with character references")
    if not page.written.isdisjoint(page.slugs):
        raise UnknownMarkdownError("an anchor that a heading would have")
    return Converted("".join(page.out).strip(), tuple(page.headings), frozenset(page.written | page.used))


@dataclass(slots=True)
class _Page:
    """The page that is being read. `written` are the anchors that stand in its HTML, `used` those of its headings,
    `slugs` what these would be by the words of the headings alone. `out` are the pieces of its HTML, each with a line
    break after it, `containers` those that are open, each with the number of pieces before its content.
    """

    links: Links
    lines: Lines
    permalink: Permalink
    written: set[str] = field(default_factory=set)
    used: set[str] = field(default_factory=set)
    slugs: set[str] = field(default_factory=set)
    headings: list[Heading] = field(default_factory=list)
    out: list[str] = field(default_factory=list)
    containers: list[tuple[str, int]] = field(default_factory=list)

    def read(self, lines: list[str]) -> None:
        """Read the blocks of a page into `out`. Blank lines part them, except in HTML and code, which stay as they are.
        Raises UnknownMarkdownError for a form that only MkDocs can read.
        """
        own, known, out = self.links.own, self.links.known[0], self.out
        at, whole, was_list = 0, len(lines), False
        lines.append("")
        while at < whole:
            end = lines.index("", at)
            if end == at:
                at += 1
                continue
            found = self._by_lines(lines[at:end]) if lines[at][0] == "-" else None
            if found is None:
                source = lines[at] if end == at + 1 else "\n".join(lines[at:end])
                found = known.get(source)
                if found is None or own in source:
                    found = self._learnt(source, lines[at:end])
                    if found is None:
                        found, end = self._rest(lines, at), whole
            at = end + 1
            if isinstance(found, str):
                out.append(found)
                was_list = False
                continue
            for piece in found:
                if piece.kind is LIST and was_list:
                    raise UnknownMarkdownError("a list after a list")
                was_list = piece.kind is LIST
                self._place(piece)
            known = self.links.known[len(self.containers)]
        if self.containers:
            raise UnknownMarkdownError(self.containers[-1][0])

    def _learnt(self, source: str, lines: Sequence[str]) -> Pieces | None:
        """Return the pieces of a block, given as text and as `lines`, that stands between two blank lines; None if it
        can't be read without what follows it.
        """
        if len(lines) == 1 and source[0].isalpha() and ' id="' not in source:  # a paragraph, the commonest block
            shown = self.lines.plain(source)
            if shown is not None:
                return f"<p>{shown}</p>\n"
        if any(map(str.isspace, lines)):
            return None
        depth = len(self.containers)
        try:
            return self.links.learnt(source, depth, partial(self._pieces, depth=depth))
        except UnknownMarkdownError:
            return None

    def _rest(self, lines: Sequence[str], at: int) -> Pieces:
        """Return the pieces of a page from the line `at` on, with blank lines as a part of them."""
        return self._pieces(
            _BLANK_LINE.sub("\n", "\n".join(["", *lines[at:-1]] if at else lines[:-1])), len(self.containers)
        )

    def _place(self, piece: Piece) -> None:
        """Append a piece to the page, and do what its kind asks for: note anchors and headings, open or close a
        container. Raises UnknownMarkdownError if it closes a container that is not the innermost open one.
        """
        shown, kind, heading, anchors = piece
        if anchors:
            self.written.update(anchors)
        if heading:
            self.out.append(self._headed(shown, heading))
        elif kind is None or kind is LIST:
            self.out.append(shown)
        elif shown[1] != "/":
            self.out.append(shown)
            self.containers.append((kind, len(self.out)))
        else:
            name, before = self.containers.pop() if self.containers else ("", 0)
            if name != kind:
                raise UnknownMarkdownError(shown)
            if len(self.out) > before:
                self.out[before - 1] += "\n"
            self.out.append(shown)

    def _headed(self, shown: str, heading: Heading) -> str:
        """Return the HTML of a heading, `shown`, with an anchor that no other heading of the page has, and note the
        heading. Raises UnknownMarkdownError if it has no words for an anchor.
        """
        slug = heading.id
        if not slug:
            raise UnknownMarkdownError("a heading without an anchor")
        self.slugs.add(slug)
        if slug in self.used:
            heading = heading._replace(id=unique(slug, self.used))
            before, after = self._around(heading._replace(id=slug))
            shown = shown[len(before) : -len(after)].join(self._around(heading))
        self.used.add(heading.id)
        self.headings.append(heading)
        return shown

    def _around(self, heading: Heading) -> tuple[str, str]:
        """Return what stands before and after the text of a heading in HTML."""
        level, anchor, _ = heading
        return f'<h{level} id="{anchor}">', f"{self.permalink(anchor)}</h{level}>\n"

    def _pieces(self, text: str, depth: int) -> Pieces:
        """Return the pieces of a text that stands within `depth` containers. Raises UnknownMarkdownError."""
        pieces: list[Piece] = []
        at, end = 0, len(text)
        while at < end:
            first = text[at]
            if first == "\n":
                at += 1
                continue
            tag = _TAG.match(text, at) if first == "<" else None
            code = _CODE.match(text, at) if first == "`" and not depth else None
            if tag and tag[2] in BLOCK_LEVEL:
                piece, at = _element(text, at, tag, depth)
                depth += 0 if piece.kind is None else -1 if tag[1] else 1
            elif code:
                piece, at = Piece(_shown_code(*code.groups())), code.end()
            else:
                source, at = _block_at(text, at)
                piece = self._block(source)
            pieces.append(piece)
        if '"' in text and (anchors := tuple(_written_anchors(text))):
            pieces[0] = pieces[0]._replace(anchors=anchors)
        elif len(pieces) == 1 and pieces[0].kind is None:
            return pieces[0].html
        return tuple(pieces)

    def _block(self, source: str) -> Piece:
        """Return the piece that the Markdown of one list, heading, table or paragraph makes. Raises
        UnknownMarkdownError for other forms.
        """
        item = _ITEM.match(source) if source[0] in _OPENING else None
        if item:
            return Piece(self._list(source, item), LIST)
        if source[0] == "#":
            heading = _HEADING.fullmatch(source)
            if heading is None or "\\>" in source:  # of which the table of contents shows a bare sign
                raise UnknownMarkdownError(source[:40])
            shown = self.lines.line(heading[2].strip())
            named = Heading(len(heading[1]), *_named(shown))
            return Piece(shown.join(self._around(named)), HEADING, named)
        if source[0] == "|" and _TABLE.match(source):
            return Piece(self._table(source.split("\n")))
        _refuse_openings(source)
        return Piece(f"<p>{self.lines.whole(source)}</p>\n")

    def _table(self, rows: Sequence[str]) -> str:
        """Return the HTML of a table, given as its lines: headings, how columns are aligned, and rows of cells. Raises
        UnknownMarkdownError for a table without rows.
        """
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
        shown = [f"<{tag}{style}>{self.lines.line(cell)}</{tag}>\n" for cell, style in zip(cells, styles, strict=True)]
        return f"<tr>\n{''.join(shown)}</tr>\n"

    def _list(self, source: str, first: re.Match[str]) -> str:
        """Return the HTML of a list, given as Markdown without blank lines. `first` matched the mark of its first item;
        an item may hold another, indented list. Raises UnknownMarkdownError for other forms.
        """
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

    def _by_lines(self, lines: Sequence[str]) -> Pieces | None:
        """Return the piece of a list of which each line is an item, or goes on with one after a break; None if it is
        not plainly one.
        """
        shown, goes_on = [], False
        for line in lines:
            made = self._goes_on(line) if goes_on else self.links.item(line, self._item_line)
            if not made:
                return None
            shown.append(made)
            goes_on = line.endswith("  ")
        items = f"<ul>\n{''.join(shown).removeprefix(_NEXT_SHOWN)}</li>\n</ul>\n"
        return None if goes_on else (Piece(items, LIST),)

    def _item_line(self, line: str) -> str:
        """Return the HTML of a line of a list that begins an item; empty if it is not plainly one."""
        shown = self._text_of(line[2:]) if line.startswith("- ") else ""
        return f"{_NEXT_SHOWN}<li>{shown}" if shown else ""

    def _goes_on(self, line: str) -> str:
        """Return the HTML of a line of a list that goes on with an item after a break; empty if it is not plainly
        one.
        """
        if _PLAIN_LINE.fullmatch(line):  # such as the words that papers near to one another share
            return f"\n{line}"
        text = line.removeprefix("  ")
        shown = self._text_of(text)
        indent = "" if text == line or text.startswith(ELEMENTS) else "  "
        return f"\n{indent}{shown}" if shown else ""

    def _text_of(self, text: str) -> str:
        """Return the HTML of the text of a line of a list, with the break at its end; empty if it could open a
        block.
        """
        if not text or text[0] == " " or (text[0] in _OPENING and _OPENS.match(text)) or ' id="' in text:
            return ""
        return f"{self.lines.line(text[:-2])}<br />" if text.endswith("  ") else self.lines.line(text)


def _element(text: str, at: int, tag: re.Match[str], depth: int) -> tuple[Piece, int]:
    """Return the piece of the HTML element that begins in `text` at the offset `at` with the matched `tag`, and the
    offset behind it. `depth` is the number of containers around it. Raises UnknownMarkdownError.
    """
    closing, name, attributes = tag.groups()
    end = tag.end()
    if closing:
        if attributes or text[end : end + 1] not in ("", "\n"):
            raise UnknownMarkdownError(tag[0])
        return Piece(f"</{name}>\n", name), end
    if attributes.endswith("/"):
        raise UnknownMarkdownError(tag[0])
    if " markdown" in attributes:
        written, is_markdown = sorted_attributes(attributes)
        if not is_markdown or name not in _CONTAINERS or text[end : end + 1] not in ("", "\n"):
            raise UnknownMarkdownError(tag[0])
        return Piece(f"<{name}{written}>", name), end
    end = end_of_element(text, at, name)
    if depth:
        return Piece(rebuilt(text[at:end])), end
    check_html(text[at:end])
    return Piece(text[at:end] + ("\n\n" if text[end : end + 2] in ("", "\n", "\n\n") else "\n")), end


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
    """Yield the anchors (`id="…"`) that stand in the HTML within a page's Markdown."""
    before, *after = markdown.split(' id="')
    for part in after:
        if before.rfind("<") > before.rfind(">"):
            yield part.partition('"')[0]
        # Where a part has neither sign, it is as the one before it.
        before = part if "<" in part or ">" in part else before


def _block_at(text: str, at: int) -> tuple[str, int]:
    """Return the block of Markdown that begins in `text` at the offset `at`, and the offset behind it. A block ends at
    a blank line, or before a line that is a tag.
    """
    if text.find("\n", at) < 0:
        return text[at:], len(text)
    end = text.find("\n\n", at)
    end = len(text) if end < 0 else end
    if text.find("\n<", at, end) >= 0 and (tag := _TAG_LINE.search(text, at, end)):
        end = tag.start()
    return text[at:end].removesuffix("\n"), end


def _cells(row: str) -> list[str]:
    """Return the cells of a table's row that begins and ends with a bar. Raises UnknownMarkdownError for other forms; a
    bar within a cell must be a character reference.
    """
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
    """Return the anchor of a heading, whose HTML is `shown`, and the name that it has in a table of contents."""
    if shown.isascii() and "<" not in shown and "&" not in shown:
        name = shown.strip()
        words = name.translate(_NO_WORD).strip()
        if not words.startswith("-") and not words.endswith("-"):
            return "-".join(words.replace("-", " ").lower().split()), name
    name = strip_tags(shown.strip())
    return slugify(html.unescape(name), "-"), name
