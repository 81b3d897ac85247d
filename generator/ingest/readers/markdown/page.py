"""Reads Markdown pages that list papers: “awesome” lists, whose headings become proposals for areas, and tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

from ....records.base import Problem
from ....records.entry import Entry
from ...normalise import to_entry
from ...raw import RawEntry
from ..keyed.keys import map_keys
from ..keyed.rows import parse_row
from .list_items import parse_item
from .pieces import Piece, take_apart

_PARSER = MarkdownIt("commonmark", {"html": True}).enable("table")
_ITEM = re.compile(r"\s{0,12}(?:[-*+]|\d{1,4}[.)])\s+\S")
_PAPER_ITEM = re.compile(r"\s{0,12}(?:[-*+]|\d{1,4}[.)])\s.*(?:\]\(\S|https?://|\*\*|__)")
_RULE = re.compile(r"\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-+:?\s*)+\|?\s*$")
_GENERAL = re.compile(
    r"(?i)(?:table of )?contents?|papers?(?: list)?|awesome\b.*|reading list|overview|introduction|literature"
    r"|references|list of papers|papers for .*|目录|论文(?:列表)?|(?:19|20)\d\d"
)
"""Headings that are no area of a field."""
_LINE_MOST = 100_000
_READ_MORE = re.compile(r"\s*\(\s*Read more on[^)]*\)?\s*", re.IGNORECASE)


class _Passed(NamedTuple):
    """What was passed over: the lines of items and tables that name no paper, and the names of columns that mean
    nothing.
    """

    items: list[int]
    columns: dict[str, None]
    tables: list[int]


def reads(path: str, head: str) -> bool:
    """Return whether `head`, the beginning of a file, is Markdown that lists papers. `path` is not used.

    It is if it holds a table, or if at least a tenth of its lines are list items with a link or bold text. Texts that
    begin like XML, JSON, BibTeX or RIS are refused.
    """
    del path
    if re.match(r"\s*(?:[{@%]|<\?xml|<!doctype|<html|TY  ?-)", head, re.IGNORECASE):
        return False
    lines = [line for line in head.split("\n") if line.strip()]
    if any(_RULE.match(line) for line in lines):
        return True
    return 10 * sum(bool(_PAPER_ITEM.match(line)) for line in lines) >= len(lines)


def parse(text: str, path: str) -> tuple[list[Entry], list[Problem]]:
    """Return an entry for each list item or table row that names a paper, in the order of the page, and a problem for
    each one that has no usable title, or a line of more than 100,000 characters. `path` is that of the file, for both.

    Items that name no paper (such as a table of contents), tables without a title column and unknown columns are
    counted in a note on the first entry. A page without papers gives one problem.
    """
    entries: list[Entry] = []
    lines, problems = _without_long(text.split("\n"), path)
    passed = _Passed([], {}, [])
    try:
        root = SyntaxTreeNode(_PARSER.parse("\n".join(lines)))
        for raw in _found(root, passed):
            try:
                entries.append(to_entry(raw, "markdown", path))
            except ValueError as error:
                problems.append(Problem(path=path, line=raw.line, message=str(error)))
    except RecursionError:
        return [], [Problem(path=path, line=1, message="is nested deeper than any list of papers; give a plain list")]
    if entries:
        entries[0] = entries[0].model_copy(update={"notes": (*entries[0].notes, *_notes(passed))})
    elif not problems:
        message = (
            "has no item that names a paper; give items such as “- **Title**, A. Author. *Venue 2024*. [paper](URL)”"
        )
        problems.append(Problem(path=path, line=1, message=message))
    return entries, problems


def _without_long(lines: list[str], path: str) -> tuple[list[str], list[Problem]]:
    """Return the lines with those emptied that are longer than any item of a list, and a problem, with the file's
    `path`, for each of these.
    """
    long = {number: len(line) for number, line in enumerate(lines, 1) if len(line) > _LINE_MOST}
    message = f"characters, more than {_LINE_MOST:,}; shorten the line to the paper and its abstract"
    problems = [Problem(path=path, line=number, message=f"has {length:,} {message}") for number, length in long.items()]
    empty = {number: "| |" if lines[number - 1].lstrip().startswith("|") else "" for number in long}  # a row stays one
    return [empty.get(number, line) for number, line in enumerate(lines, 1)] if long else lines, problems


def _notes(passed: _Passed) -> Iterator[str]:
    for what, lines in (("items that name no paper", passed.items), ("tables without a title", passed.tables)):
        if lines:
            shown = ", ".join(map(str, lines[:8])) + (" …" if len(lines) > 8 else "")
            yield f"page: {len(lines)} {what} are passed over (lines {shown})"
    if passed.columns:
        yield f"columns that are not read, in the whole page: {', '.join(passed.columns)}"


def _found(root: SyntaxTreeNode, passed: _Passed) -> Iterator[RawEntry]:
    """Yield the entries of all lists and tables below the root of a page, each with the heading under which it stands.
    What names no paper is noted in `passed`.
    """
    headings: dict[int, str] = {}
    for node in root.children:
        if node.type == "heading":
            level = int(node.tag[1])
            title = re.sub(r"^[\W\d_]+(?=[^\W\d_])", "", "".join(piece.text for piece in _inline(node))).strip()
            headings = {depth: text for depth, text in headings.items() if depth < level} | {level: title}
        elif node.type in {"bullet_list", "ordered_list"}:
            yield from _list(node, _areas(headings), passed)
        elif node.type == "table":
            yield from _table(node, _areas(headings), passed)


def _areas(headings: dict[int, str]) -> tuple[str, ...]:
    """Return the innermost heading that can be an area, as a tuple of at most one. `headings` are the ones above the
    present place, by level; that of level 1 is the page's title.
    """
    kept = [text for level, text in sorted(headings.items()) if level > 1 and text and not _GENERAL.fullmatch(text)]
    return tuple(kept[-1:])


def _list(node: SyntaxTreeNode, headings: tuple[str, ...], passed: _Passed) -> Iterator[RawEntry]:
    """Yield the entries of a list that stands under `headings`. A list within an item that names a paper holds details
    of it; one within another item holds entries, and that item is their heading. An item that names no paper is noted
    in `passed`.
    """
    for item in node.children:
        line = (item.map[0] if item.map else 0) + 1
        pieces = [
            piece for child in item.children if child.type == "paragraph" for piece in [*_inline(child), Piece("\n")]
        ]
        inner = [child for child in item.children if child.type in {"bullet_list", "ordered_list"}]
        details = [piece for child in inner for piece in _all_inline(child)]
        if any(_names_papers(child) for child in inner) and parse_item(pieces, line, headings) is None:
            label = "".join(piece.text for piece in pieces).strip(" :\n*")
            below = (label,) if label and not _GENERAL.fullmatch(label) and len(label) < 80 else headings
            for child in inner:
                yield from _list(child, below, passed)
        elif (raw := parse_item([*pieces, *details], line, headings)) is not None:
            yield raw
        else:
            passed.items.append(line)


def _names_papers(node: SyntaxTreeNode) -> bool:
    """Return whether an item of a list, or of a list in it, names a paper."""
    for item in node.children:
        pieces = [piece for child in item.children if child.type == "paragraph" for piece in _inline(child)]
        lists = [child for child in item.children if child.type in {"bullet_list", "ordered_list"}]
        if parse_item(pieces, 1, ()) is not None or any(map(_names_papers, lists)):
            return True
    return False


def _table(node: SyntaxTreeNode, headings: tuple[str, ...], passed: _Passed) -> Iterator[RawEntry]:
    """Yield the entries of the rows of a table that stands under `headings`. A table without a column of titles, and
    columns that are not read, are noted in `passed`.
    """
    rows = [row for part in node.children for row in part.children]
    head = ["".join(piece.text for piece in _inline(cell)).strip() for cell in rows[0].children]
    columns = map_keys(head)
    title = next(iter(columns.get("title", ())), None)
    if title is None:
        passed.tables.append((node.map[0] if node.map else 0) + 1)
        return
    for row in rows[1:]:
        line = (row.map[0] if row.map else 0) + 1
        values: dict[str, object] = {}
        links: list[str] = []
        for name, cell in zip(head, row.children, strict=False):
            pieces = _inline(cell)
            links += [piece.href for piece in pieces if re.match(r"https?://", piece.href)]
            text = "".join(" " if piece.badge else piece.text for piece in pieces).strip()
            if name == title:
                values[name] = _READ_MORE.sub(" ", text).strip()
            elif not any(piece.href for piece in pieces) or name in columns.get("authors", ()):
                values.setdefault(name, text)
        if not any(values.values()):
            continue
        raw, unread = parse_row({**values, "links": links}, line, name_unread=False)
        passed.columns.update(dict.fromkeys(unread))
        yield raw if raw.headings else replace(raw, headings=headings)


def _inline(node: SyntaxTreeNode) -> list[Piece]:
    """Return the pieces of the text of a block; empty if it has none."""
    token: Token | None = next((child.token for child in node.children if child.type == "inline"), None)
    return take_apart(token) if token else []


def _all_inline(node: SyntaxTreeNode) -> list[Piece]:
    """Return the pieces of all paragraphs below a node, with a line break after each."""
    if node.type == "paragraph":
        return [*_inline(node), Piece("\n")]
    return [piece for child in node.children for piece in _all_inline(child)]
