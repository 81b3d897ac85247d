"""One entry of a foreign file: as its reader parsed it (`Entry`), and after its texts were repaired (`MendedEntry`)."""

from __future__ import annotations

import hashlib
from typing import NamedTuple

from pydantic import Field

from .base import Line, Record
from .evidence import Repair
from .paper import Citation, Link


class Entry(Record):
    """One entry of a foreign file, with texts that are clean and values in the forms of a record.

    `reader` is the name of the reader that parsed it, such as `bibtex`; `path` and `line` (from 1) say where it begins;
    `abstract` is None where the entry has none.
    """

    reader: str
    path: str
    line: int
    key: str | None = Field(None, description="What the file itself calls the entry, such as a BibTeX key.")
    title: str
    abstract: str | None = None
    citation: Citation = Citation.model_construct()
    links: tuple[Link, ...] = ()
    headings: tuple[Line, ...] = Field((), description="Headings or collections it stands under: proposed areas.")
    notes: tuple[Line, ...] = Field((), description="What was passed over or not understood, for the ledger.")
    repairs: tuple[Repair, ...] = Field((), description="Scars of the format that the reader mended.")


class MendedEntry(NamedTuple):
    """An entry after its texts were repaired.

    `title` and `abstract` are the repaired texts (`abstract` is None if the entry has none); `entry` still holds the
    raw ones. `repairs` lists every repair that was made, first the reader's own.
    """

    entry: Entry
    title: str
    abstract: str | None
    repairs: tuple[Repair, ...]

    @property
    def place(self) -> str:
        """Return where the entry begins, as `path:line`, for messages."""
        return f"{self.entry.path}:{self.entry.line}"

    @property
    def sha256(self) -> str:
        """Return the SHA-256 of the raw title, a line break and the raw abstract, in hexadecimal.

        A later import recognises by it an entry that it has read before.
        """
        raw = f"{self.entry.title}\n{self.entry.abstract or ''}"
        return hashlib.sha256(raw.encode()).hexdigest()
