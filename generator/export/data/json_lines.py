"""Tables as JSON Lines: one object a line, each with the same keys; an unknown value is null."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic_core import from_json

from ...records.bulk import compact_json
from ...records.catalogue import Catalogue
from ...records.paper import Paper
from .rows import Cell, Row, row_of_paper
from .tables import Table


def render_json_lines(table: Table, rows: Iterable[Row]) -> str:
    """Return the text of a table, one line for each row; an empty text for a table without rows."""
    names = [column.name for column in table.columns]
    return "".join(f"{_json(dict(zip(names, row, strict=True)))}\n" for row in rows)


def render_record(paper: Paper, catalogue: Catalogue) -> str:
    """Return a paper's line of the table of papers, with its line break."""
    return f"{_json(row_of_paper(paper, catalogue))}\n"


def parse_record(line: bytes) -> Row:
    """Return the row that a line holds, as JSON has it: a date is a text, several texts are a list."""
    return tuple(from_json(line).values())


def _json(row: dict[str, Cell]) -> str:
    """Return a row, which has a cell for each column, as JSON on one line. Signs that readers may take for the end of a
    line are escaped.
    """
    text = compact_json(row)
    return text.replace("\x85", "\\u0085").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
