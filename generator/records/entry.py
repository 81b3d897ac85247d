"""Raw input: an entry as its reader found it, as it was mended, and what the rules make of it."""

from __future__ import annotations

import hashlib
from typing import NamedTuple

from pydantic import Field

from .base import Line, Record
from .evidence import Repair
from .paper import Citation, Link


class Entry(Record):
    """One entry of a raw file, as its reader found it."""

    reader: str
    path: str
    line: int
    key: str | None = Field(None, description="What the file itself calls the entry, such as a BibTeX key.")
    title: str
    abstract: str | None = None
    citation: Citation = Citation()
    links: tuple[Link, ...] = ()
    headings: tuple[Line, ...] = Field((), description="Headings or collections it stands under: proposed areas.")
    notes: tuple[Line, ...] = Field((), description="What was passed over or not understood, for the ledger.")
    repairs: tuple[Repair, ...] = Field((), description="Scars of the format that the reader mended.")


class MendedEntry(NamedTuple):
    """An entry with its title and abstract as they should have been; `repairs` lists what was mended."""

    entry: Entry
    title: str
    abstract: str | None
    repairs: tuple[Repair, ...]

    @property
    def place(self) -> str:
        """Return where the entry begins in its file, `file:line`, for messages."""
        return f"{self.entry.path}:{self.entry.line}"

    @property
    def sha256(self) -> str:
        """Return the SHA-256 of the raw title, a line break and the raw abstract, by which a later import recognises
        the entry.
        """
        raw = f"{self.entry.title}\n{self.entry.abstract or ''}"
        return hashlib.sha256(raw.encode()).hexdigest()
