"""HTML in a page's Markdown, written as Python-Markdown writes it.

Outside all containers it stays as it is. In a container whose content is Markdown it becomes a tree of elements, which
is written anew: attributes sorted, and each block on a line of its own.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from .known import BARE_AMPERSAND, BLOCK_LEVEL, UnknownMarkdownError, sorted_attributes

_INSIDE_TAG = re.compile(r"(/?)(?!(?:script|style|textarea|hr)\b)([a-z][a-z0-9]*)((?:[ /\n][^<>]*)?)")
_SPACED = re.compile(r"(?: |$)")
_NO_TAG = re.compile(r"<(?!/?(?!(?:script|style|textarea|hr)\b)[a-z][a-z0-9]*(?:[ /\n][^<>]*)?>)")
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))


def end_of_element(text: str, start: int, tag: str) -> int:
    """Return the offset behind the element named `tag` whose start tag begins in `text` at the offset `start`. Raises
    UnknownMarkdownError if it never ends.
    """
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
    """Raise UnknownMarkdownError if `source`, a piece of HTML, holds something that readers of HTML could understand
    differently.
    """
    wrong = _NO_TAG.search(source) or (BARE_AMPERSAND.search(source) if "&" in source else None)
    if wrong or " markdown" in source:
        raise UnknownMarkdownError(source[:40])


def rebuilt(source: str) -> str:
    """Return a block of HTML, given as text, as Python-Markdown writes it within a container of Markdown, with a line
    break at its end. Raises UnknownMarkdownError if its tags do not match, or if it has an unknown form.
    """
    if " markdown" in source or ("&" in source and BARE_AMPERSAND.search(source)):
        raise UnknownMarkdownError(source[:40])
    out: list[str] = []
    open_tags: list[str] = []
    filled = False
    """Whether the innermost element holds text before its first child."""
    outer: list[bool] = []
    opens, text, last = True, "", ""
    for piece in source.split("<")[1:]:
        inside, end, after = piece.partition(">")
        name, written = _tag(inside if end else "<")
        if name is None:
            text += f"<{inside}>{after.replace('>', '&gt;') if '>' in after else after}"
        elif written is None:
            if not open_tags or open_tags.pop() != name:
                raise UnknownMarkdownError(source)
            filled = outer.pop()
            out.append(f"{text if opens or text.strip() else chr(10)}</{name}>")
            opens = False
        else:
            blank = not text.strip()
            filled = filled or bool(text)
            if "p" in open_tags or (open_tags and filled and last != "\n"):
                raise UnknownMarkdownError(source)
            out.append(f"{'' if not open_tags else chr(10) if blank else text}{written}")
            open_tags.append(name)
            outer.append(filled)
            filled, opens = False, True
        if name is not None:
            text = after.replace(">", "&gt;") if ">" in after else after
        last = after[-1:] or ">"
    if open_tags or text:
        raise UnknownMarkdownError(source)
    out.append("\n")
    return "".join(out)


@lru_cache(maxsize=4096)
def _tag(inside: str) -> tuple[str | None, str | None]:
    """Return what a tag is, given its inside: the name of an element that stands for itself and its start tag as it is
    written anew, None for an end tag; two times None for a tag within a line, which stays. Raises UnknownMarkdownError
    for other forms.
    """
    match = _INSIDE_TAG.fullmatch(inside)
    if match is None:
        raise UnknownMarkdownError(inside)
    closing, name, attributes = match.groups()
    if name not in BLOCK_LEVEL or attributes.endswith("/") or not _SPACED.match(attributes):
        return None, None
    if closing:
        return name, None
    if name in _HEADINGS:
        raise UnknownMarkdownError(inside)
    return name, f"<{name}{sorted_attributes(attributes)[0]}>"
