"""Tables as JSON Lines: one object a line, each with the same keys; an unknown value is null."""

from __future__ import annotations

from collections.abc import Iterable

from ...records.bulk import compact_json
from .rows import Cell, Row
from .tables import Table


def render_json_lines(table: Table, rows: Iterable[Row]) -> str:
    """Return the text of a table, one line for each row; an empty text for a table without rows."""
    names = [column.name for column in table.columns]
    return "".join(f"{_json(dict(zip(names, row, strict=True)))}\n" for row in rows)


def _json(row: dict[str, Cell]) -> str:
    """One line, whatever a text holds: readers also take U+2028 and U+2029 for ends of lines."""
    text = compact_json(row)
    return text.replace("\x85", "\\u0085").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
