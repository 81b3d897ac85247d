"""What came into a survey and what was taken out again: `imports.yml` and `refused.yml`."""

from __future__ import annotations

import datetime

from pydantic import Field

from .base import Id, Line, Record
from .paper import ExternalIds


class RefusedPaper(Record):
    """A paper that a curator took out, so that no import proposes it again: an entry of `refused.yml`."""

    id: Id = Field(description="Of the record that it had.")
    former_ids: tuple[Id, ...] = ()
    title: Line
    reason: Line | None = Field(None, description="Why it is no part of the survey.")
    date: datetime.date | None = None
    authors: tuple[Line, ...] = ()
    year: int | None = Field(None, ge=1800, le=2200)
    ids: ExternalIds = ExternalIds()
    versions: tuple[ExternalIds, ...] = Field((), description="Identifiers of its other versions.")


class RefusedPapers(Record):
    """`refused.yml`."""

    refused: tuple[RefusedPaper, ...] = ()


class ImportCounts(Record):
    """What became of the entries of one import: an entry of `imports.yml`."""

    date: datetime.date
    files: tuple[Line, ...] = Field((), description="Names of the files, without their folders.")
    read: int = Field(ge=0)
    new: int = Field(0, ge=0)
    known: int = Field(0, ge=0, description="Entries of papers that the survey had: unchanged, changed or completed.")
    merged: int = Field(0, ge=0, description="Entries that are one paper with another entry of the import.")
    excluded: int = Field(0, ge=0, description="Entries of papers in refused.yml.")
    unreadable: int = Field(0, ge=0)


class Imports(Record):
    """`imports.yml`."""

    imports: tuple[ImportCounts, ...] = ()


class Intake(Record):
    """How the papers of a survey came to be in it, as a flow whose numbers add up:

    identified - duplicates - unreadable = screened;  screened - excluded + added - joined = included.
    """

    identified: int
    duplicates: int
    unreadable: int
    screened: int
    excluded: tuple[tuple[str | None, int], ...] = Field((), description="Reason to number, the commonest first.")
    added: int = Field(0, description="Papers that no recorded import brought.")
    joined: int = Field(0, description="Records that were joined with others, or taken out without a note.")
    included: int
    imports: tuple[ImportCounts, ...] = Field((), description="Of which it is made, the first one first.")
