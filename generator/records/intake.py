"""How many papers imports brought (`imports.yml`), which papers a curator took out (`refused.yml`), and the flow of
both.
"""

from __future__ import annotations

import datetime

from pydantic import Field

from .base import Id, Line, Record
from .paper import ExternalIds


class RefusedPaper(Record):
    """A paper that a curator took out of the survey: an entry of `refused.yml`. No import proposes it again.

    `title`, `authors`, `year` and `ids` are those of its record, by which an import recognises it; `date` is the day on
    which it was taken out.
    """

    id: Id = Field(description="Of the record that it had.")
    former_ids: tuple[Id, ...] = ()
    title: Line
    reason: Line | None = Field(None, description="Why it is no part of the survey.")
    date: datetime.date | None = None
    authors: tuple[Line, ...] = ()
    year: int | None = Field(None, ge=1000, le=2200)
    ids: ExternalIds = ExternalIds.model_construct()
    versions: tuple[ExternalIds, ...] = Field((), description="Identifiers of its other versions.")


class RefusedPapers(Record):
    """The file `refused.yml`."""

    refused: tuple[RefusedPaper, ...] = ()


class ImportCounts(Record):
    """How many entries of one import became what: an entry of `imports.yml`.

    `read` = `new` + `known` + `merged` + `excluded` + `unreadable`. `unreadable` counts parts of files from which a
    reader could make no entry.
    """

    date: datetime.date
    files: tuple[Line, ...] = Field((), description="Names of the files, without their folders.")
    read: int = Field(ge=0)
    new: int = Field(0, ge=0)
    known: int = Field(0, ge=0, description="Entries of papers that the survey had: unchanged, changed or completed.")
    merged: int = Field(0, ge=0, description="Entries that are one paper with another entry of the import.")
    excluded: int = Field(0, ge=0, description="Entries of papers in refused.yml.")
    unreadable: int = Field(0, ge=0)


class Imports(Record):
    """The file `imports.yml`."""

    imports: tuple[ImportCounts, ...] = ()


class Intake(Record):
    """How many papers came into the survey and went out, as the numbers of a flow diagram. They add up:

      identified - duplicates - unreadable = screened;  screened - excluded + added - joined = included.

    `identified` counts the entries of all imports, `duplicates` those about a paper that the survey, another entry of
    the import or `refused.yml` has too, `included` the papers of the survey.
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
