"""HTML in a page's Markdown, as Python-Markdown gives it out.

Outside all containers it stays as it is. In a container whose content is Markdown it becomes elements of a tree, which
are written anew: attributes sorted, and each block on a line of its own.
"""

from __future__ import annotations

import re
from functools import cache

from .known import BLOCK_LEVEL, REFERENCE, UnknownMarkdownError, sorted_attributes

_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)((?: [^<>]*)?)>")
_NO_TAG = re.compile(r"<(?!/?(?!(?:script|style|textarea|hr)\b)[a-z][a-z0-9]*(?:[ /\n][^<>]*)?>)")
_NO_REFERENCE = re.compile(f"&(?!{REFERENCE[1:]})")
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))


def end_of_element(text: str, start: int, tag: str) -> int:
    """Return where the element ends whose start tag begins at `start`. Raises UnknownMarkdownError if it never does."""
    depth = 0
    for match in _tags(tag).finditer(text, start):
        depth += -1 if match[1] else 1
        if not depth:
            end = match.end() + 1
            if text[end - 1] != ">" or text[end : end + 1] not in ("", "\n"):
                break
            return end
    raise UnknownMarkdownError(tag)


@cache
def _tags(name: str) -> re.Pattern[str]:
    return re.compile(rf"<(/?){name}(?=[ >])")


def check_html(source: str) -> None:
    """Raise UnknownMarkdownError if a piece of HTML holds what a reader of HTML could take for something else."""
    wrong = _NO_TAG.search(source) or (_NO_REFERENCE.search(source) if "&" in source else None)
    if wrong or " markdown" in source:
        raise UnknownMarkdownError(source[:40])


def rebuilt(source: str) -> str:
    """Return a block of HTML as it comes out of a container of Markdown, with a line break at its end."""
    check_html(source)
    out: list[str] = []
    open_tags: list[str] = []
    filled: list[bool] = []
    """For each open element, whether it holds text before its first child."""
    at, opens = 0, True
    text = ""
    for match in _TAG.finditer(source):
        closing, tag, attributes = match.groups()
        if tag not in BLOCK_LEVEL or attributes.endswith("/"):
            continue
        text = source[at : match.start()].replace(">", "&gt;") if at < match.start() else ""
        text = _kept_tags(source[at : match.start()]) if "&gt;" in text else text
        blank = not text.strip()
        if filled and text:
            filled[-1] = True
        at = match.end()
        if closing:
            if not open_tags or open_tags.pop() != tag:
                raise UnknownMarkdownError(source)
            filled.pop()
            out.append(f"{text if opens or not blank else chr(10)}</{tag}>")
        else:
            if tag in _HEADINGS or "p" in open_tags or not _is_element(source, match.start(), filled):
                raise UnknownMarkdownError(source)
            written, _ = sorted_attributes(attributes)
            out.append(f"{'' if not open_tags else chr(10) if blank else text}<{tag}{written}>")
            open_tags.append(tag)
            filled.append(False)
        opens = not closing
    if open_tags or at != len(source):
        raise UnknownMarkdownError(source)
    out.append("\n")
    return "".join(out)


def _is_element(source: str, at: int, filled: list[bool]) -> bool:
    """Whether a start tag is read as an element: at the start of a line, or where nothing stands before it."""
    return not filled or not filled[-1] or source[at - 1] == "\n"


def _kept_tags(source: str) -> str:
    """Text and tags within a line: in the text `>` is escaped, the tags stay."""
    out, at = [], 0
    for match in re.finditer(r"<[^<>]*>", source):
        out += [source[at : match.start()].replace(">", "&gt;"), match[0]]
        at = match.end()
    return "".join([*out, source[at:].replace(">", "&gt;")])
