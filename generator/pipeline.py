"""The pipeline: import and build as rows of stages, as the README describes them.

  import:  raw files → read → repair → find names → match → derive → merge → records
  build:   records → reclassify → fill in → check → relate → assemble → render + index + export → write docs → site

Each function here only calls stages one after another; the decisions are made in the stages.
"""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from .build.keys import digest_code, digest_inputs
from .build.publication import one_build
from .build.unchanged import Place, look, remember, written_by
from .build.write import (
    Written,
    epoch_of,
    kept_by_hand,
    remember_standing,
    staging,
    standing,
    warnings_if_current,
    write,
)
from .cache import Cache
from .checks.budgets import foresee_budgets
from .checks.completeness import check_completeness
from .checks.curated import check_curated, check_curated_first
from .checks.references import authors_listed_twice, check
from .checks.site_configuration import (
    as_published,
    check_address,
    check_configuration,
    configuration_file,
    docs_folder,
    site_folder,
)
from .deriving import assemble_derived, derive_survey, with_own_map
from .export.data import data_paths
from .export.lists import PaperTexts, render_lists
from .files import foreign_paths, list_files
from .records.base import Problem, Progress, hold_error, in_order, no_progress
from .records.bulk import without_collecting
from .records.catalogue import Catalogue
from .resources import read_translations
from .site.mkdocs_build import AS_USUAL, SiteBuild, Wanted, prepared_html
from .site.produce import produce
from .site.render import render
from .survey.folder import input_files, locate_in_files, paper_files, read_settings, read_survey
from .survey.journal import write_change
from .text.i18n import Translations

if TYPE_CHECKING:
    from .ingest.ledger import Ledger


@without_collecting()
def import_survey(
    files: Iterable[tuple[str, bytes]],
    folder: Path,
    today: datetime.date,
    *,
    strict: bool = False,
    author: str = "",
    progress: Progress = no_progress,
) -> tuple[Ledger, list[Problem]]:
    """Import raw files, each given as (path, bytes), into the survey in a folder, and write its records.

    A new folder gets its starter files, with a taxonomy made for these papers, and `author` as who made the survey. An
    entry that cannot be read costs no other; with `strict` nothing is then written. Returns the ledger, and the
    problems if the survey's own files have errors, in which case nothing is imported.
    """
    # Loaded here: a build, the commonest command, needs none of it.
    from .ingest.importing import import_entries, parse_files
    from .ingest.ledger import Ledger
    from .starting import Begun, join_same, map_file
    from .survey.intake import render_imports

    files = list(files)
    entries, unreadable = parse_files(files)
    joined: list[Problem] = []
    with Begun(folder, entries, author) as begun:
        if begun.survey is None:
            return Ledger(), begun.problems
        if not (strict and unreadable):
            begun.survey, joined = join_same(begun.survey, folder, today)
        made = import_entries(entries, unreadable, begun.survey, today, progress, begun.complete)
        if (made.ledger.refused and strict) or (files and begun.is_new and not entries):
            return made.ledger, []
        survey = begun.complete()
    others: dict[str, str | None] = {**begun.files, **map_file(survey, made.changes)}
    if made.changes:
        others |= render_imports(folder, (*survey.imports, made.ledger.counts(today, [path for path, _ in files])))
    write_change(folder, paper_files(folder, survey.papers, made.changes, others), "import")
    doubts = authors_listed_twice(made.with_new_authors, survey.authors, folder)
    return replace(made.ledger, doubts=(*joined, *locate_in_files(doubts, folder)), written=True), []


def check_survey(folder: Path) -> list[Problem]:
    """Return all problems of a survey's folder: errors and warnings, those of its site configuration included. Writes
    nothing.
    """
    survey, problems = read_survey(folder)
    if survey is None:
        return problems
    derived = derive_survey(survey, folder)
    filled = derived.survey
    faults = check(with_own_map(filled, survey), folder)
    assembled = partial(assemble_derived, derived)
    files = None if hold_error(faults) else lambda: {*_linked(assembled()), *kept_by_hand(docs_folder(folder))}
    faults += [*check_curated_first(filled, folder, files), *check_completeness(filled, folder)]
    faults += check_configuration(folder, filled.settings)
    return [*problems, *locate_in_files(faults, folder)]


def _linked(catalogue: Catalogue) -> dict[str, str]:
    """What a curator's text may lead to: the pages, and the files of the lists and of the data."""
    texts = PaperTexts(catalogue, Translations())
    return {**render(catalogue, texts=texts), **render_lists(texts), **dict.fromkeys(data_paths(catalogue), "")}


def load_catalogue(folder: Path) -> tuple[Catalogue | None, list[Problem]]:
    """Return the catalogue that a survey's folder gives, and the warnings; if there are errors, None and all
    problems.
    """
    survey, problems = read_survey(folder)
    if survey is None:
        return None, problems
    survey = survey.model_copy(update={"settings": as_published(folder, survey.settings)})
    derived = derive_survey(survey, folder)
    problems = [*problems, *locate_in_files(check(with_own_map(derived.survey, survey), folder), folder)]
    return (None if hold_error(problems) else assemble_derived(derived)), problems


def build_docs(folder: Path, docs: Path) -> tuple[Written | None, list[Problem]]:
    """Write a survey's pages and data files into the folder `docs`; only files that differ are written.

    It waits for another build of the survey to end. Returns the numbers of files and the warnings, or None and the
    problems if there are errors, in which case nothing is written.
    """
    if faults := [*foreign_paths(docs), *check_address()]:
        return None, faults
    with one_build(folder):
        seen = look(folder, [docs])
        written, problems = _build_docs(folder, docs)
        if written is not None:
            remember(seen, Place(docs), _as_data(problems))
        return written, problems


def _build_docs(folder: Path, docs: Path) -> tuple[Written | None, list[Problem]]:
    inputs = digest_inputs(folder, input_files(folder), os.environ.get("SITE_URL", ""))
    warnings = warnings_if_current(docs, inputs, folder)
    if warnings is not None:
        return Written(0, 0, 0), warnings
    catalogue, problems = load_catalogue(folder)
    if catalogue is None:
        return None, problems
    translations = read_translations(catalogue.settings.language)
    cache = Cache(folder, "pages", digest_code())
    with staging(docs, standing(docs, cache)) as beside:
        files = produce(catalogue, translations, cache, beside)
        problems = in_order([*problems, *check_curated(catalogue, folder, {*files, *kept_by_hand(docs)})])
        if hold_error(problems):
            return None, problems
        written, faults = write(docs, files, inputs, problems, folder, epoch_of(catalogue.edition))
    if written:
        remember_standing(docs, cache)
    return written, [*problems, *faults]


def build_site(folder: Path, wanted: Wanted = AS_USUAL) -> SiteBuild:
    """Write a survey's pages into the docs folder that its site configuration names, then build the site from them.

    `wanted` says how the site is built. The result holds the problems of either step.
    """
    docs = docs_folder(folder)
    if faults := [*foreign_paths(docs), *check_address()]:
        return SiteBuild(None, faults)
    foreseen = _foresee(folder)
    if hold_error(foreseen):
        return SiteBuild(None, foreseen)
    place = Place(docs, configuration_file(folder), site_folder(folder))
    with one_build(folder):
        seen = look(folder, written_by(place))
        with prepared_html(folder, wanted) as html:
            written, problems = _build_docs(folder, docs)
            problems = [*foreseen, *problems]
            if written is None:
                return SiteBuild(None, problems)
            made = html.result()
        if not made.problems:
            remember(seen, place, _as_data(problems))
        return SiteBuild(written, problems, made.is_new, made.problems, made.notes)


def _foresee(folder: Path) -> list[Problem]:
    """The problems of a survey whose site is or may be too large for its host, as its number of papers tells."""
    settings = read_settings(folder)
    papers = len(list_files(folder, "papers/*.yml"))
    return foresee_budgets(papers, settings.budgets, str(folder / "survey.yml")) if settings else []


def _as_data(problems: Iterable[Problem]) -> list[dict[str, object]]:
    return [problem.model_dump() for problem in problems]
