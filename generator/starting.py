"""What an import does beside making records: it begins a survey, joins records that are one, lays out a map, and writes
the files.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Self

from .catalogue.duplicates import listed_twice, said_same
from .catalogue.map.update import update_map
from .checks.references import authors_listed_twice
from .derive.suggest import examples_of, suggest_taxonomy
from .derive.suggest.languages import guess_language
from .files import is_there
from .ingest.importing import Import
from .ingest.joining import join_papers
from .ingest.ledger import Ledger
from .processes import Background
from .records.base import Problem
from .records.entry import Entry
from .records.paper import Paper
from .records.schemas import editing_schemas
from .records.survey import Survey
from .resources import read_translations
from .survey.edit import absorb
from .survey.folder import MAP, locate_in_files, paper_files, read_survey, render_map
from .survey.intake import render_imports
from .survey.journal import write_change
from .survey.starter import is_started, start, starter_files
from .survey.taxonomy import render_taxonomy

_EXAMPLES = 3
"""Titles that stand with each area of a first taxonomy."""
_MANY = 500
"""Entries from which on a taxonomy is made in a process of its own."""
SCHEMAS = ".schema"
"""The folder in a new survey of the schemas that editors read."""
_MAP_FROM, _MAP_UP_TO = 20, 3000
"""Papers of a survey whose first map an import lays out: fewer say nothing by their places, more take minutes."""


class Begun:
    """The survey into which entries are imported: that of the folder, or a new one with the `files` that make it, whose
    taxonomy is made for these entries, of many in a process beside this one. `problems` say why there is no `survey`.
    Nothing is written.
    """

    def __init__(self, folder: Path, entries: Sequence[Entry], author: str) -> None:
        """Read the survey in the folder, or begin a new one for these entries, whose author is `author`. Nothing is
        written.
        """
        self.folder = folder
        self._suggest: Callable[[], str] | None = None
        self._suggesting: Background[str] | None = None
        self.files: dict[str, str] = {}
        self.is_new = not is_started(folder)
        self.survey, self.problems = self._start(entries, author) if self.is_new else read_survey(folder)

    def _start(self, entries: Sequence[Entry], author: str) -> tuple[Survey | None, list[Problem]]:
        language = guess_language(f"{entry.title} {entry.abstract or ''}" for entry in entries)
        translations = read_translations(language)

        def suggest() -> str:
            made = suggest_taxonomy(entries, translations)
            return render_taxonomy(made.taxonomy, examples_of(made, [entry.title for entry in entries], _EXAMPLES))

        self.files = starter_files(
            self.folder,
            taxonomy="",
            language=language if translations.messages else "en",
            author=author,
        )
        survey, problems = start(self.folder, self.files)
        if survey and "taxonomy.yml" in self.files:
            self._suggest = suggest
            self._suggesting = Background(suggest) if len(entries) >= _MANY else None
        if survey:
            self.files |= _schemas(self.folder, self.files)
        return survey, problems

    def complete(self) -> Survey:
        """Return the survey with its taxonomy, for which this waits. Raises ValueError with the problems if the survey
        cannot be read.
        """
        if self._suggest:
            self.files["taxonomy.yml"] += self._suggesting.result() if self._suggesting else self._suggest()
            self.survey, self.problems = start(self.folder, self.files)
            self._suggest = self._suggesting = None
        if self.survey is None:
            raise ValueError("; ".join(map(str, self.problems)))
        return self.survey

    def join_same(self, today: datetime.date) -> list[Problem]:
        """Join each record that the `same_as` of another names into that one, and write both.

        Returns a warning for each record that was joined.
        """
        if self.survey is None:
            return []
        self.survey, joined = _join_same(self.survey, self.folder, today)
        return joined

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        if self._suggesting:
            self._suggesting.kill()


def _schemas(folder: Path, files: Mapping[str, str]) -> dict[str, str]:
    """Return texts of files by name: the schemas by which an editor checks files as they are typed, unless the folder
    has them; and those of the new survey's `files` that have a schema, with a first line that names it.
    """
    schemas = {f"{SCHEMAS}/{name}": text for name, text in editing_schemas().items() if not is_there(folder / SCHEMAS)}
    named = {_schema_of(name): name for name in files if name.endswith(".yml")}
    return schemas | {name: _schema_line(name) + files[name] for schema, name in named.items() if schema in schemas}


def with_schema_line(folder: Path, name: str, text: str) -> str:
    """Return the text of a survey's file `name`, such as `taxonomy.yml`, with a first line that names its JSON Schema
    for editors.

    If the survey's folder holds no such schema, the text is returned as it is.
    """
    return _schema_line(name) + text if is_there(folder / _schema_of(name)) else text


def _schema_of(name: str) -> str:
    return f"{SCHEMAS}/{name.removesuffix('.yml')}.schema.json"


def _schema_line(name: str) -> str:
    return f"# yaml-language-server: $schema={_schema_of(name)}\n"


def _join_same(survey: Survey, folder: Path, today: datetime.date) -> tuple[Survey, list[Problem]]:
    """Join each record that the `same_as` of another names into that one, and write both.

    Returns the survey as it then is, and a warning for each record that was joined.
    """
    joined: list[Problem] = []
    while pair := next(said_same(survey.papers), None):
        paper, other = pair
        absorb(survey, folder, join_papers(paper, other).model_copy(update={"changed": today}), other.id)
        message = f"{other.id} is now part of it, as its `same_as` says"
        joined.append(Problem(path=str(folder / "papers" / f"{paper.id}.yml"), message=message, level="warning"))
        read, _ = read_survey(folder)
        if read is None:
            break
        survey = read
    return survey, joined


def _map_file(survey: Survey, changes: Mapping[str, Paper]) -> dict[str, str]:
    """Return the text of map.yml by its name, if `changes`, which are records by id, hold new papers: with coordinates
    for them, or a first map of all papers.

    The result is empty if no paper is new, or if the survey has no map and too few papers for one, or too many to lay
    out during an import.
    """
    papers = {**{paper.id: paper for paper in survey.papers}, **changes}
    joining = len(papers) > len(survey.papers)
    if not joining or (survey.coordinates is None and not _MAP_FROM <= len(papers) <= _MAP_UP_TO):
        return {}
    update = update_map(survey.model_copy(update={"papers": tuple(papers[id] for id in sorted(papers))}), quick=True)
    return {MAP: render_map(update.places)}


def write_import(
    begun: Begun, made: Import, paths: Sequence[str], today: datetime.date, joined: Sequence[Problem]
) -> Ledger:
    """Write what an import made into the survey's folder, as one change that `catalogue undo` takes back: records, the
    files of a new survey, map.yml, and if a record changed, a line of imports.yml that names the files at `paths`.

    Returns the import's ledger with its doubts: those in `joined`, and authors that a new record lists twice.
    """
    survey, folder = begun.complete(), begun.folder
    others: dict[str, str | None] = {**begun.files, **_map_file(survey, made.changes)}
    if made.changes:
        others |= render_imports(folder, (*survey.imports, made.ledger.counts(today, paths)))
    write_change(folder, paper_files(folder, survey.papers, made.changes, others), "import")
    twice = authors_listed_twice(listed_twice(made.with_new_authors, survey.authors), folder)
    return replace(made.ledger, doubts=(*joined, *locate_in_files(twice, folder)), written=True)
