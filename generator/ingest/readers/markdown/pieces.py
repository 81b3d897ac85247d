"""Splits the inline content of Markdown into runs of text, each with its style and its link."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from markdown_it.token import Token

from ....text.markup import markup_to_text

Style = Literal["plain", "strong", "em", "code", "quoted"]
_HTML_LINK = re.compile(r"<a\s[^>]{0,500}?href\s*=\s*[\"']?([^\"'\s>]{1,1000})", re.IGNORECASE)
_BARE = re.compile(r"https?://[^\s<>\"|]+[^\s<>\"|.,;:)\]]")


class Piece(NamedTuple):
    """A run of text in one style: `style` says how it is set, `href` is the address that it links to, empty without a
    link.
    """

    text: str
    style: Style = "plain"
    href: str = ""
    badge: bool = False
    """Whether a picture stands there; `text` is then its alternative text."""


def take_apart(token: Token) -> list[Piece]:
    r"""Return the runs of text of an inline token of markdown-it, in their order; an empty list if it has no content.

    Neighbouring runs of one style and address are joined. A line break is a run `"\n"` of its own. An address that
    stands in the text without being a link becomes one.
    """
    pieces: list[Piece] = []
    style: Style = "plain"
    href = ""
    for child in token.children or ():
        if child.type in {"strong_open", "em_open"}:
            style = "strong" if child.type == "strong_open" or style == "strong" else "em"
        elif child.type in {"strong_close", "em_close"}:
            style = "plain"
        elif child.type == "link_open":
            href = str(child.attrGet("href") or "")
        elif child.type == "link_close":
            href = ""
        elif child.type == "image":
            pieces.append(Piece(child.content, style, href, badge=True))
        elif child.type == "html_inline":
            href = _html(child.content, href, pieces)
        elif child.type in {"softbreak", "hardbreak"}:
            pieces.append(Piece("\n"))
        elif child.type == "code_inline":
            pieces.append(Piece(child.content, "code", href))
        elif child.content:
            pieces.extend(_with_bare_links(child.content, style, href))
    return _joined(pieces)


def _html(tag: str, href: str, pieces: list[Piece]) -> str:
    """Return the address to which text after an HTML tag leads, empty for none; `href` is that before it. Breaks and
    sub- and superscripts are appended to the pieces.
    """
    if link := _HTML_LINK.match(tag):
        return link[1]
    if re.match(r"</a\b", tag, re.IGNORECASE):
        return ""
    if re.match(r"<br\b", tag, re.IGNORECASE):
        pieces.append(Piece("\n"))
    elif re.match(r"<(?:sub|sup)\b|</(?:sub|sup)", tag, re.IGNORECASE) and pieces:
        pieces.append(Piece(tag, pieces[-1].style, href))
    return href


def _with_bare_links(text: str, style: Style, href: str) -> list[Piece]:
    if href or "://" not in text:
        return [Piece(text, style, href)]
    pieces, at = [], 0
    for match in _BARE.finditer(text):
        pieces += [Piece(text[at : match.start()], style), Piece(match[0], style, match[0])]
        at = match.end()
    return [piece for piece in [*pieces, Piece(text[at:], style)] if piece.text]


def _joined(pieces: list[Piece]) -> list[Piece]:
    """Return the pieces with neighbours of one style and address joined, and sub- and superscripts in HTML as plain
    characters.
    """
    joined: list[Piece] = []
    for piece in pieces:
        last = joined[-1] if joined else None
        if last and piece[1:] == last[1:] and "\n" not in (piece.text, last.text) and not piece.badge:
            joined[-1] = last._replace(text=last.text + piece.text)
        else:
            joined.append(piece)
    return [piece._replace(text=markup_to_text(piece.text)) if "<su" in piece.text else piece for piece in joined]
