"""The import as a row of stages, as the README describes it: raw files → read → repair → find names → match → derive →
merge → records.

It stands apart from the pipeline, since neither needs what the other loads.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from .ingest.importing import Counts, import_entries, parse_files
from .ingest.ledger import Ledger
from .records.base import Problem, Progress, no_progress
from .records.bulk import without_collecting
from .records.entry import Entry
from .starting import Begun, write_import


@without_collecting()
def import_survey(
    files: Iterable[tuple[str, bytes]],
    folder: Path,
    today: datetime.date,
    *,
    strict: bool = False,
    author: str = "",
    progress: Progress = no_progress,
    counts: Counts | None = None,
    select: Callable[[Sequence[Entry]], Sequence[Entry]] | None = None,
) -> tuple[Ledger, list[Problem]]:
    """Import raw files, each given as (path, bytes), into the survey in a folder, and write its records.

    A new folder gets its starter files, with a taxonomy made for these papers, and `author` as who made the survey. An
    entry that cannot be read costs no other; with `strict` nothing is then written. `counts` are those over all entries
    where the files hold a part of them, and `select` returns the entries to be imported in place of those in the files.
    Returns the ledger, and the problems if the survey's own files have errors, in which case nothing is imported.
    """
    files = list(files)
    parsed, unreadable = parse_files(files)
    entries = select(parsed) if select else parsed
    with Begun(folder, entries, author) as begun:
        if begun.survey is None:
            return Ledger(), begun.problems
        joined = [] if strict and unreadable else begun.join_same(today)
        made = import_entries(entries, unreadable, begun.survey, today, progress, begun.complete, counts)
        if (made.ledger.refused and strict) or (files and begun.is_new and not entries):
            return made.ledger, []
        return write_import(begun, made, [path for path, _ in files], today, joined), []
