"""Reads tables of papers in CSV or TSV. The names in the head of the table tell what its columns are."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from typing import NamedTuple

from ....records.base import Problem
from ....records.entry import Entry
from ...normalise import to_entry
from .keys import map_keys
from .rows import parse_row

_DELIMITERS = ("\t", ";", ",", "|")
_HEAD_AMONG = 12
"""Lines at the beginning of a file among which the head stands; some exports begin with a title of their own."""
_UNCLOSED_MOST = 200
csv.field_size_limit(2**31 - 1)


class _Head(NamedTuple):
    """The head of a table: its line, counted from 0, the delimiter of its columns, and their names."""

    line: int
    delimiter: str
    columns: list[str]


def reads(path: str, head: str) -> bool:
    """Return whether `head`, the beginning of a file, is a table.

    It is if one of its first 12 lines names a title column and another known column, or if its first lines have equally
    many cells, three or more. Otherwise a `path` that ends in `.csv`, `.tsv` or `.tab` counts, if the first line has a
    delimiter.
    """
    if re.match(r"\s*(?:[{\[<@%|]|---)", head):
        return False
    lines = head.split("\n")
    if _find_head(lines) is not None:
        return True
    cells = [line for line in lines if line.strip()]
    if len(cells) < 2:
        return False
    if re.search(r"\.(?:csv|tsv|tab)$", path, re.IGNORECASE):
        return any(delimiter in cells[0] for delimiter in _DELIMITERS)
    return any(_is_even(cells, delimiter) for delimiter in _DELIMITERS[:3])


def _is_even(lines: list[str], delimiter: str) -> bool:
    """Return whether the first eight lines, split at a delimiter, have equally many cells, at least three, and the
    first line can be the head of a table.
    """
    counts = [len(next(csv.reader([line], delimiter=delimiter), [])) for line in lines[:8]]
    head = next(csv.reader([lines[0]], delimiter=delimiter), [])
    return len(counts) > 2 and counts[0] > 2 and len(set(counts)) == 1 and all(0 < len(cell) < 40 for cell in head)


def _find_head(lines: list[str]) -> _Head | None:
    """Return the first line that names a title and another column, with the delimiter that gives most known columns;
    None if there is none.
    """
    for number, line in enumerate(lines[:_HEAD_AMONG]):
        if line.lstrip().startswith("|") or re.fullmatch(r"[\s:|-]{3,}", "".join(lines[number + 1 : number + 2])):
            continue  # a table in Markdown
        found = []
        for delimiter in _DELIMITERS:
            columns = [cell.strip().strip("\ufeff") for cell in next(csv.reader([line], delimiter=delimiter), [])]
            fields = map_keys(columns)
            if "title" in fields and len(fields) > 1 and all(len(column) < 80 for column in columns):
                found.append((len(fields), delimiter, columns))
        if found:
            _, delimiter, columns = max(found, key=lambda one: one[0])
            return _Head(number, delimiter, columns)
    return None


def parse(text: str, path: str) -> tuple[list[Entry], list[Problem]]:
    """Return an entry for each row with a title, in the order of the table, and a problem with its line for each row
    without one or with a quotation mark that is never closed. `path` is that of the file, for both.

    Columns that are not read are named in a note on the first entry. A table without a title column, or without rows,
    gives one problem.
    """
    lines = text.split("\n")
    head = _find_head(lines)
    if head is None:
        return [], [Problem(path=path, line=1, message=_without_title(lines))]
    entries: list[Entry] = []
    problems: list[Problem] = []
    passed_over: dict[str, None] = {}
    for number, cells in _rows(lines, head):
        if isinstance(cells, str):
            problems.append(Problem(path=path, line=number, message=cells))
            continue
        row: dict[str, object] = {}
        for column, cell in zip(head.columns, cells, strict=False):
            if cell.strip():
                row.setdefault(column, cell)
        more = [cell for cell in cells[len(head.columns) :] if cell.strip()]
        try:
            raw, unread = parse_row(row, number, name_unread=False)
            entry = to_entry(raw, "table", path)
        except ValueError as error:
            problems.append(Problem(path=path, line=number, message=str(error)))
            continue
        passed_over.update(dict.fromkeys(unread))
        if more:
            note = f"{len(more)} cells more than the head has columns: passed over"
            entry = entry.model_copy(update={"notes": (*entry.notes, note)})
        entries.append(entry)
    if passed_over and entries:
        note = f"columns that are not read, in the whole table: {', '.join(key or '(no name)' for key in passed_over)}"
        entries[0] = entries[0].model_copy(update={"notes": (*entries[0].notes, note)})
    if not entries and not problems:
        problems.append(Problem(path=path, line=head.line + 1, message="has no rows below its head; add papers"))
    return entries, problems


def _without_title(lines: list[str]) -> str:
    """Return the message for a table, given as its lines, whose head names no title."""
    first = next(line for line in lines if line.strip())
    delimiter = max(_DELIMITERS, key=first.count)
    columns = ", ".join(cell.strip()[:40] or "(no name)" for cell in next(csv.reader([first], delimiter=delimiter)))
    return (
        f"looks like a table, but no column of its first lines is a title (it has: {columns[:300]}); "
        "name at least “title” and one of authors, year, abstract, doi, journal, url in the first line"
    )


def _rows(lines: list[str], head: _Head) -> Iterator[tuple[int, list[str] | str]]:
    """Yield the rows below the head, each as its line, from 1, and its cells. For a row whose quotation mark is never
    closed a message comes instead, and the rows go on below its first line.
    """
    start, unclosed = head.line + 1, 0
    while start < len(lines):
        reader = csv.reader((f"{line}\n" for line in lines[start:]), delimiter=head.delimiter)
        before = 0
        while True:
            try:
                cells = next(reader, None)
            except csv.Error as error:
                cells = [str(error)]
            if cells is None:
                return
            begin, before = start + before, reader.line_num
            if start + before >= len(lines) and before > begin - start + 1 and _is_unclosed(lines[begin:]):
                break
            if any(cell.strip() for cell in cells):
                yield begin + 1, [cell.rstrip("\n") for cell in cells]
        yield begin + 1, "has a quotation mark that is never closed; close it, or double it inside a quoted cell"
        start, unclosed = begin + 1, unclosed + 1
        if unclosed > _UNCLOSED_MOST:
            yield start + 1, "and the lines below have quotation marks that are never closed; export the table anew"
            return


def _is_unclosed(lines: list[str]) -> bool:
    return sum(line.count('"') for line in lines) % 2 == 1
