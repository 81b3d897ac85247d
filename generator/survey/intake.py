"""The texts of `imports.yml` and `refused.yml`: what imports brought, and which papers were taken out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from ..files import is_there, read_text
from ..records.base import Record
from ..records.intake import ImportCounts, RefusedPaper
from .folder import IMPORTS, REFUSED, as_plain
from .yaml.emit import render_yaml
from .yaml.update import update_yaml

_HEADS = {
    IMPORTS: """\
# What each import read and what became of it, for the flow diagram on About. `catalogue import` writes it.
""",
    REFUSED: """\
# Papers that were looked at and are no part of the survey, with the reason. `catalogue remove` writes it, no import
# brings them back, and About counts them. To have one imported again, delete its entry.
""",
}


def render_imports(folder: Path, imports: Sequence[ImportCounts]) -> dict[str, str]:
    """Return the text of imports.yml with all the given imports, one a line, by its file name. Nothing is written.

    There must be at least one import; if the file in the folder holds the others already, the last one is appended.
    """
    text = read_text(folder / IMPORTS, folder) if is_there(folder / IMPORTS) else _HEADS[IMPORTS] + "imports:\n"
    *known, last = (_line(record) for record in imports)
    if all(f"\n{line}" in text for line in known) and text.endswith(f"\n{known[-1]}" if known else "imports:\n"):
        return {IMPORTS: text + last}
    return _rendered(folder, IMPORTS, "imports", imports)


def _line(record: Record) -> str:
    row = yaml.safe_dump(as_plain(record), default_flow_style=True, sort_keys=False, allow_unicode=True, width=10_000)
    return f"- {row}"


def render_refused(folder: Path, refused: Sequence[RefusedPaper]) -> dict[str, str]:
    """Return the text of refused.yml with all the given papers, by its file name. The file in the folder is not
    written.
    """
    return _rendered(folder, REFUSED, "refused", refused)


def _rendered(folder: Path, name: str, key: str, records: Sequence[Record]) -> dict[str, str]:
    rows: list[dict[str, Any]] = [as_plain(record) for record in records]
    if is_there(folder / name):
        return {name: update_yaml(read_text(folder / name, folder), {key: rows})}
    return {name: _HEADS[name] + render_yaml({key: rows})}
