"""Reads a curator's Markdown (home.md, essays), and writes it anew so that it can hold nothing harmful.

Essays come by pull request like records, and are no more trusted. `safe_markdown` parses one as CommonMark with tables
and writes it anew from the result: headings, paragraphs, lists, quotes, code, tables, emphasis, links and pictures are
written by this module, and every text between them is escaped. So a page cannot hold what one reader of Markdown takes
for code or text and another for HTML. HTML, attribute lists, snippets and the syntax of other extensions are shown as
typed.

markdown-it-py parses; to look for HTML and addresses by patterns of one's own is how such filters fail.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal
from urllib.parse import quote, unquote, urlsplit

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

from .escape import Markup, html_lines, markdown_part, markdown_title, url

_INDENT = "    "
"""What belongs to a list item stands so far in: less would end the item for Python-Markdown."""
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_HIDDEN = re.compile(r"[\x00-\x20\x7f-\xa0\u00ad\u200b-\u200f\u2028-\u202f\u2060\ufeff]+")
"""What browsers pass over in an address, and what people do not see in one."""
_SPACES = re.compile("([\u00a0\u2000-\u200a\u202f\u3000])")
"""Spaces with a meaning of their own, which must not become plain ones."""
_PLAIN_CODE = re.compile(r"[\w.,:;()/+%?#=-](?:[\w .,:;()/+%?#=-]*[\w.,:;()/+%?#=-])?")
"""Code in which no reader of Markdown could see anything else."""
_ALIGNED = {"text-align:left": ":--", "text-align:center": ":-:", "text-align:right": "--:"}
_TAGS = {"em": ("*", "*"), "strong": ("**", "**")}


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of raw HTML, or the address of a link or picture, with its line in the source, from 1.

    `target` is the address with its character references resolved; for HTML it is its first line.
    """

    kind: Literal["html", "link", "image"]
    target: str
    line: int


def find_parts(source: str) -> list[Part]:
    """Return the raw HTML, links and pictures of a Markdown text (`source`), and the addresses that its link
    definitions give.

    The parts are sorted by line; equal parts of one line count once. A definition is a part of kind `link`, and so is
    each link that uses it. Code holds no parts.
    """
    environment: dict[str, object] = {}
    parts: list[Part] = []
    for token in _reader().parse(source, environment):
        line = (token.map or [0])[0] + 1
        if token.type == "html_block":
            parts.append(Part("html", token.content.strip().split("\n")[0], line))
        for child, at in _with_lines(token.children or (), line):
            if child.type == "html_inline":
                parts.append(Part("html", child.content.split("\n")[0], at))
            elif child.type == "link_open":
                parts.append(Part("link", str(child.attrs["href"]), at))
            elif child.type == "image":
                parts.append(Part("image", str(child.attrs["src"]), at))
    references = environment.get("references")
    definitions = references.values() if isinstance(references, dict) else ()
    parts += [Part("link", str(it["href"]), it["map"][0] + 1) for it in definitions]
    return sorted(dict.fromkeys(parts), key=lambda part: part.line)


def why_refused(address: str, kind: Literal["link", "image"]) -> str | None:
    """Return why an address is refused, with advice, as a message; None if it is a page or file of the site or a web
    address.

    An address is judged by the worst that a browser could make of it: `java&#115;cript:` and `java%73cript:` are
    refused.
    """
    for seen in _unwrapped(address):
        scheme = _SCHEME.match(seen)
        if scheme and scheme[0].lower() not in {"https:", "http:", "mailto:"}:
            return f"{scheme[0].lower()} addresses are refused; lead to a page of the site or to an https:// address"
        if seen.startswith("//") or ("\\" in seen and not scheme):
            return "it names another host in disguise; write https:// before the host"
        if kind == "image" and scheme:
            return "a picture from another host would tell that host of every reader; keep it among the site's files"
        if scheme and scheme[0].lower() != "mailto:" and not _is_web(seen):
            return "it is no web address; begin with https:// and a host"
        if seen.startswith("/"):
            return "it begins at the root of the host, and a site may stand deeper; write it as seen from this page"
    return None


def safe_markdown(source: str) -> Markup:
    """Return a text as Markdown that every reader of Markdown reads alike; HTML in it becomes visible text."""
    tokens = _reader().parse(source)
    for token in tokens:
        # Kept aside: emphasis may be nested a thousand times, and a tree is made by recursion. Blocks go 20 deep.
        token.meta["inline"], token.children = token.children, None
    tree = SyntaxTreeNode(tokens)
    return Markup("\n\n".join(_blocks(tree.children, nested=False)))


def shown_markdown(source: str, *, raw_html: bool) -> Markup:
    """Return a curator's Markdown as pages show it: as `safe_markdown` gives it, or unchanged if `raw_html` is true."""
    return Markup(source.strip()) if raw_html else safe_markdown(source)


def words_of(line: str) -> str:
    """Return what readers see of one line of Markdown: no marks, no tags, and of a link only its label.

    `**A** [b](c.md)` gives `A b`.
    """
    return "".join(_words(token for token in _reader().parseInline(line) if token.type == "inline")).strip()


@cache
def _reader() -> MarkdownIt:
    """Return a reader of CommonMark with tables that leaves every address as it was written, for others to judge."""
    reader = MarkdownIt("commonmark").enable("table")
    reader.validateLink = lambda url: True  # type: ignore[method-assign]
    reader.normalizeLink = lambda url: url  # type: ignore[method-assign]
    reader.normalizeLinkText = lambda link: link  # type: ignore[method-assign]
    return reader


def _with_lines(tokens: Sequence[Token], line: int) -> Iterator[tuple[Token, int]]:
    for token in tokens:
        yield token, line
        line += token.type in {"softbreak", "hardbreak"} or token.content.count("\n")


def _unwrapped(address: str) -> Iterator[str]:
    """Yield an address without unseen characters, then the same with its escapes resolved, again and again until
    nothing changes: all that a browser could make of it.
    """
    seen: set[str] = set()
    while (address := _HIDDEN.sub("", address)) not in seen and len(seen) < 8:
        seen.add(address)
        yield address
        address = html.unescape(unquote(address))


def _is_web(address: str) -> bool:
    try:
        return bool(urlsplit(address).hostname)
    except ValueError:
        return False


# --- blocks ------------------------------------------------------------------


def _blocks(nodes: Sequence[SyntaxTreeNode], *, nested: bool) -> list[str]:
    return [_block(node, nested=nested) for node in nodes]


def _block(node: SyntaxTreeNode, *, nested: bool) -> str:
    if node.type == "heading":
        return f"{'#' * int(node.tag[1])} {_line(node)}"
    if node.type == "paragraph":
        return _line(node)
    if node.type in {"bullet_list", "ordered_list"}:
        return _list(node)
    if node.type == "blockquote":
        text = "\n\n".join(_blocks(node.children, nested=True))
        return "\n".join(f"> {line}".rstrip() for line in text.split("\n"))
    if node.type in {"fence", "code_block"}:
        return _code_block(node.content.removesuffix("\n"), nested=nested)
    if node.type == "table":
        return _table(node)
    if node.type == "hr":
        return "---"
    return _text(node.content.strip("\n"), opens_line=True)  # HTML


def _list(node: SyntaxTreeNode) -> str:
    """Return a list as Markdown; empty lines part its items if one of them holds several paragraphs."""
    first = int(node.attrs.get("start", 1))
    loose = any(child.type == "paragraph" and not child.hidden for item in node.children for child in item.children)
    items = []
    for number, item in enumerate(node.children, first):
        mark = "-" if node.type == "bullet_list" else f"{number}."
        blocks = _blocks(item.children, nested=True)
        text = ("\n\n" if loose or _holds_more(item) else "\n").join(blocks)
        items.append(f"{mark:<4}" + text.replace("\n", "\n" + _INDENT).replace(f"\n{_INDENT}\n", "\n\n"))
    return ("\n\n" if loose else "\n").join(items)


def _holds_more(item: SyntaxTreeNode) -> bool:
    return any(child.type not in {"paragraph", "bullet_list", "ordered_list"} for child in item.children)


def _code_block(code: str, *, nested: bool) -> str:
    """Return code as a block of HTML, so that all readers of Markdown show it alike. In a list or quote (`nested`),
    where no such block can stand, it is inline code with line breaks.
    """
    if not nested:
        return f"<pre><code>{html_lines(code)}\n</code></pre>"
    lines = [line.expandtabs(4) for line in code.split("\n")]
    shown = ["&#160;" * (len(line) - len(line.lstrip(" "))) + _text(line.lstrip(" ")) for line in lines]
    return f"<code>{'<br>'.join(shown)}</code>"


def _table(node: SyntaxTreeNode) -> str:
    head, *body = [row for part in node.children for row in part.children]
    marks = [_ALIGNED.get(str(cell.attrs.get("style")), "---") for cell in head.children]
    rows = [_row([_line(cell, in_table=True) for cell in row.children]) for row in (head, *body)]
    return "\n".join([rows[0], f"|{'|'.join(marks)}|", *rows[1:]])


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _line(node: SyntaxTreeNode, *, in_table: bool = False) -> str:
    """Return the inline content of a heading, paragraph or cell as Markdown; in a table without bars."""
    text = _inline(node.children[0].meta["inline"] or ()) if node.children else ""
    return text.replace("|", "&#124;") if in_table else text


# --- what stands in a line ---------------------------------------------------


def _inline(tokens: Sequence[Token]) -> str:
    """Return inline tokens as Markdown. Text and HTML between marks are gathered and escaped as one: two halves may
    mean something together.
    """
    out: list[str] = []
    waiting: list[str] = []
    closing: list[str] = []
    for token in tokens:
        if token.type in {"text", "html_inline"}:
            waiting.append(token.content)
            continue
        opens_line = not out or out[-1].endswith("\n")
        out.append(_text("".join(waiting), opens_line=opens_line, closes_line="break" in token.type))
        waiting.clear()
        out.append(_mark(token, closing, "".join(out[-2:])))
    out.append(_text("".join(waiting), opens_line=not out or out[-1].endswith("\n"), closes_line=True))
    return "".join(out)


def _mark(token: Token, closing: list[str], before: str) -> str:
    """Return what a token other than text becomes. `closing` holds what ends the marks that are open, the innermost
    last; `before` is the Markdown before it.
    """
    if token.type.endswith("_close"):
        return closing.pop()
    if token.type in {"em_open", "strong_open"}:
        # Asterisks beside or within others mean one thing to one reader and another to the next.
        plain = before[-1:] != "*" and not {"*", "**"} & {*closing}
        opened, closed = _TAGS[token.tag] if plain else (f"<{token.tag}>", f"</{token.tag}>")
        closing.append(closed)
        return opened
    if token.type == "link_open":
        address = _destination(str(token.attrs["href"]), "link")
        closing.append("" if address is None else f"]({address}{_title(token)})")
        return "" if address is None else "["
    if token.type == "image":
        address = _destination(str(token.attrs["src"]), "image")
        words = markdown_title("".join(_words(token.children or ())))
        return words if address is None else f"![{words}]({address}{_title(token)})"
    if token.type == "code_inline":
        code = token.content
        return f"`{code}`" if _PLAIN_CODE.fullmatch(code) else f"<code>{_text(code)}</code>"
    return "  \n" if token.type == "hardbreak" else "\n"


def _words(tokens: Iterable[Token]) -> Iterator[str]:
    for token in tokens:
        if token.children:
            yield from _words(token.children)
        elif token.type != "html_inline":
            yield token.content or " " * ("break" in token.type)


def _title(token: Token) -> str:
    title = token.attrs.get("title")
    return f' "{markdown_title(str(title))}"' if title else ""


def _destination(address: str, kind: Literal["link", "image"]) -> str | None:
    """Return the address of a link or picture as it stands in Markdown, with all characters percent-encoded that could
    end it; None if it is refused.
    """
    if why_refused(address, kind):
        return None
    if _SCHEME.match(address) and not address.lower().startswith("mailto:"):
        try:
            return url(address)
        except ValueError:
            return None
    return quote(address.strip(), safe="/?#:@!$&+,;=%-._~", errors="replace").replace("&", "&amp;")


def _text(text: str, *, opens_line: bool = False, closes_line: bool = False) -> str:
    """Return text as Markdown that shows it as it is: only line breaks mean something, and spaces that are no plain
    ones are kept.
    """
    lines = text.split("\n")
    shown = []
    for number, line in enumerate(lines):
        opens = opens_line or number > 0
        line = line.lstrip(" \t") if opens else line
        line = line.rstrip(" \t") if closes_line or number < len(lines) - 1 else line
        parts = _SPACES.split(line)
        shown.append(
            "".join(
                f"&#{ord(part)};" if _SPACES.fullmatch(part) else markdown_part(part, opens_line=opens and not at)
                for at, part in enumerate(parts)
            )
        )
    return "\n".join(line for line in shown if line) if opens_line else "\n".join(shown)
