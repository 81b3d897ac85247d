"""Tables in CSV (RFC 4180) that spreadsheets show without computing anything.

`asCsv` in `assets/js/lists/export_formats.js` makes the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from .publication import Publication

MARK = "\ufeff"
"""The byte order mark with which a file begins; without it Excel reads the text in an old encoding."""
_COLUMNS = tuple(
    "id title name authors year venue container volume issue pages publisher doi arxiv acl url page".split()
)
_COMPUTED = re.compile(r"(\A|; *)(?='*[=+\-@\t\r＝＋－＠])")
"""How a cell begins that a spreadsheet would compute. A semicolon begins one where the comma is the decimal sign, as in
most of Europe. Apostrophes before the sign count as well, so that taking one away gives the text back."""
_ODD = re.compile(r"[\",;\t\r\n]|\A[\s\ufeff'=+\-@＝＋－＠]|[\s\ufeff]\Z")
"""What a cell holds that may be computed or must be quoted."""
_QUOTED = re.compile(r"[\",;\t\r\n]|^[\s\ufeff]|[\s\ufeff]\Z")


def csv_head(tags: Iterable[str]) -> str:
    """Return the first line of a table, with the names of its columns; `tags` are the titles of “Area” and of the
    facets.
    """
    return _line((*_COLUMNS, *tags, "summary"))


def as_csv(publication: Publication) -> str:
    """Return the line of a paper, with its line end. Several values in one cell are separated by `; `.

    A cell that a spreadsheet would compute, since it begins with a sign such as `=`, gets an apostrophe before it.
    """
    own = (getattr(publication, column) for column in _COLUMNS)
    cells = ("; ".join(cell) if isinstance(cell, tuple) else cell for cell in own)
    return _line((*cells, *("; ".join(titles) for _, titles in publication.tags), publication.summary))


def _line(cells: Iterable[str]) -> str:
    return f"{','.join(map(_cell, cells))}\r\n"


def _cell(text: str) -> str:
    if not _ODD.search(text):
        return text  # as most are
    safe = _COMPUTED.sub(r"\1'", text)
    if not _QUOTED.search(safe):
        return safe
    doubled = safe.replace('"', '""')
    return f'"{doubled}"'
