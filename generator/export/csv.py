"""A table in CSV, by RFC 4180, that a spreadsheet shows and does not compute.

`asCsv` of `assets/js/lists/export_formats.js` writes the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from .publication import Publication

MARK = "\ufeff"
"""What a file begins with: without it Excel takes the text for one in its own old encoding."""
_COLUMNS = tuple(
    "id title name authors year venue container volume issue pages publisher doi arxiv acl url page".split()
)
_COMPUTED = re.compile(r"(\A|; *)(?='*[=+\-@\t\r＝＋－＠])")
"""How a cell begins that a spreadsheet would compute. A semicolon begins one where the comma is the decimal sign, as in
most of Europe. Apostrophes before the sign count as well, so that taking one away gives the text back."""
_QUOTED = re.compile(r"[\",;\t\r\n]|^[\s\ufeff]|[\s\ufeff]\Z")


def csv_head(tags: Iterable[str]) -> str:
    """Return the first line of a table: the names of its columns, `tags` being the titles of “Area” and the facets."""
    return _line((*_COLUMNS, *tags, "summary"))


def as_csv(publication: Publication) -> str:
    """Return the line of a paper. A cell that a spreadsheet would compute has an apostrophe before it."""
    own = (getattr(publication, column) for column in _COLUMNS)
    cells = ("; ".join(cell) if isinstance(cell, tuple) else cell for cell in own)
    return _line((*cells, *("; ".join(titles) for _, titles in publication.tags), publication.summary))


def _line(cells: Iterable[str]) -> str:
    return f"{','.join(map(_cell, cells))}\r\n"


def _cell(text: str) -> str:
    safe = _COMPUTED.sub(r"\1'", text)
    if not _QUOTED.search(safe):
        return safe
    doubled = safe.replace('"', '""')
    return f'"{doubled}"'
