"""One reader a format: text of a file to entries, and what was refused.

A reader is a module with `reads(path, head)`, which recognises its format by
the file's name and first 2,000 characters, and `parse(text, path)`, which
returns `(entries, problems)` and never raises on foreign text. To add a format,
write such a module and list it in `READERS`; order matters where two could
read the same file.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from ...records.base import Problem
from ...records.entry import Entry
from . import json_lines, trending_page


class Reader(NamedTuple):
    """A format of raw files. `reads(path, head)` says whether a file has the format; `parse(text, path)` returns its
    entries and problems.
    """

    name: str
    reads: Callable[[str, str], bool]
    parse: Callable[[str, str], tuple[list[Entry], list[Problem]]]


READERS = (
    Reader("json-lines", json_lines.reads, json_lines.parse),
    Reader("trending-page", trending_page.reads, trending_page.parse),
)


def parse_entries(data: bytes, path: str) -> tuple[list[Entry], list[Problem]]:
    """Parse a file with the first reader that recognises it; returns its entries, and a problem for each part that is
    no entry. A file that no reader recognises gives one problem.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        byte = data[error.start]
        return [], [Problem(path=path, line=line, message=f"byte 0x{byte:02X} is not UTF-8; save the file as UTF-8")]
    if not text.strip():
        return [], [Problem(path=path, message="the file is empty; give a page with titles and abstracts")]
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    for reader in READERS:
        if reader.reads(path, text[:2000]):
            return reader.parse(text, path)
    known = ", ".join(reader.name for reader in READERS)
    return [], [Problem(path=path, line=1, message=f"is in no format that can be read ({known}); see docs/guide.md")]
