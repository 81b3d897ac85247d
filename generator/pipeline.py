"""The whole, as the README tells it.

import:  raw files → read → repair → find names → match → derive → merge → records
build:   records → reclassify → fill in → check → relate → assemble → render + index + export → write docs → site

Each function here puts stages in a row; what they decide, they decide on their own floors.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from .build.keys import digest_inputs
from .build.write import Written, epoch_of, kept_by_hand, warnings_if_current, write
from .catalogue.assemble import assemble, edition_of
from .catalogue.crosstabs import crosstabs_of
from .catalogue.labels import shown_names
from .catalogue.map.update import MapUpdate, complete_map, update_map
from .catalogue.neighbours import relate
from .checks.completeness import check_completeness
from .checks.curated import check_curated, check_curated_first
from .checks.references import authors_listed_twice, check
from .checks.site_configuration import check_address, check_configuration, docs_folder, read_configuration
from .derive import fill_missing
from .derive.reclassify import apply_taxonomy
from .derive.suggest import examples_of, suggest_taxonomy
from .derive.suggest.languages import guess_language
from .export import export
from .export.lists import PaperTexts, render_lists
from .export.map_points import map_points
from .files import foreign_paths, is_there
from .records.base import Problem, Progress, hold_error, in_order, no_progress
from .records.catalogue import Catalogue
from .records.entry import Entry
from .records.paper import Paper
from .records.survey import Survey
from .resources import read_translations
from .search.index import index
from .site.assets import asset_texts, vendor
from .site.mkdocs_build import SiteBuild, run_mkdocs
from .site.render import render
from .site.service_worker import add_offline
from .survey.folder import (
    MAP,
    VECTORS,
    input_files,
    locate_in_files,
    paper_files,
    read_survey,
    render_map,
    render_vectors,
    write_files,
)
from .survey.journal import write_change
from .survey.taxonomy import render_taxonomy
from .text.i18n import Translations

_EXAMPLES = 3
"""Titles that stand with each area of a first taxonomy."""
_MAP_FROM, _MAP_UP_TO = 20, 3000
"""Papers of a survey whose first map an import lays out: fewer say nothing by their places, more take minutes."""

if TYPE_CHECKING:
    from .catalogue.meaning.update import SentenceModel, VectorsUpdate
    from .ingest.ledger import Ledger


def import_survey(
    files: Iterable[tuple[str, bytes]],
    folder: Path,
    today: datetime.date,
    *,
    strict: bool = False,
    author: str = "",
    progress: Progress = no_progress,
) -> tuple[Ledger, list[Problem]]:
    """Make records of raw files, each given as (path, bytes), and write them into a survey's folder; a new folder gets
    its starter files, with a taxonomy made for these papers and `author` as who made the survey.

    What cannot be read costs no other entry, unless `strict`, which then writes nothing. A new folder is written if an
    entry could be read or no file is given. Returns the ledger and, if the survey's own files have errors, these
    problems; then nothing is imported.
    """
    # Loaded here: a build, the commonest command, needs none of it.
    from .ingest.importing import import_entries, parse_files
    from .ingest.ledger import Ledger
    from .survey.intake import render_imports

    files = list(files)
    entries, unreadable = parse_files(files)
    survey, starters, problems = _read_or_start(folder, entries, author)
    if survey is None:
        return Ledger(), problems
    made = import_entries(entries, unreadable, survey, today, progress)
    if (made.ledger.refused and strict) or (files and starters and not entries):
        return made.ledger, []
    others: dict[str, str | None] = {**starters, **_map_file(survey, made.changes)}
    if made.changes:
        others |= render_imports(folder, (*survey.imports, made.ledger.counts(today, [path for path, _ in files])))
    write_change(folder, paper_files(folder, survey.papers, made.changes, others), "import")
    doubts = authors_listed_twice(made.with_new_authors, survey.authors, folder)
    return replace(made.ledger, doubts=tuple(locate_in_files(doubts, folder)), written=True), []


def _read_or_start(
    folder: Path, entries: Sequence[Entry], author: str
) -> tuple[Survey | None, dict[str, str], list[Problem]]:
    """The survey of a folder, or if there is none yet, an empty one for these entries and the files that make it."""
    from .survey.starter import is_started, start, starter_files

    if is_started(folder):
        survey, problems = read_survey(folder)
        return survey, {}, problems
    language = guess_language(f"{entry.title} {entry.abstract or ''}" for entry in entries)
    made = suggest_taxonomy(entries, language)
    files = starter_files(
        folder,
        taxonomy=render_taxonomy(made.taxonomy, examples_of(made, [entry.title for entry in entries], _EXAMPLES)),
        language=language if language == "en" or read_translations(language).messages else "en",
        author=author,
    )
    survey, problems = start(folder, files)
    return survey, files, problems


def _map_file(survey: Survey, changes: Mapping[str, Paper]) -> dict[str, str]:
    """The text of map.yml where that costs little: a first map for a survey that has none and enough papers, or places
    for the papers that join one.
    """
    papers = {**{paper.id: paper for paper in survey.papers}, **changes}
    joining = len(papers) > len(survey.papers)
    if not joining or (survey.coordinates is None and not _MAP_FROM <= len(papers) <= _MAP_UP_TO):
        return {}
    update = update_map(survey.model_copy(update={"papers": tuple(papers[id] for id in sorted(papers))}), quick=True)
    return {MAP: render_map(update.places)}


def remove_paper(folder: Path, id: str, today: datetime.date, reason: str | None, *, forget: bool) -> list[Problem]:
    """Take a paper out of a survey, with all references to it. Unless `forget`, refused.yml says why, and no import
    brings it back.
    """
    from .ingest.joining import refuse_paper
    from .survey.edit import remove

    survey, problems = read_survey(folder)
    if survey is None:
        return problems
    paper = next((paper for paper in survey.papers if paper.id == id), None)
    return remove(survey, folder, id, refuse_paper(paper, reason, today) if paper and not forget else None)


def merge_papers(folder: Path, id: str, other: str, today: datetime.date) -> list[Problem]:
    """Join the record `other` into the record `id`, with all references to it, since both are one paper."""
    from .ingest.joining import join_papers
    from .survey.edit import absorb

    survey, problems = read_survey(folder)
    if survey is None:
        return problems
    papers = {paper.id: paper for paper in survey.papers}
    for one in (id, other):
        if one not in papers or id == other:
            what = f"there is no paper {one!r}" if one not in papers else "is the same record; name another"
            return [Problem(path=str(folder / "papers" / f"{one}.yml"), message=what)]
    joined = join_papers(papers[id], papers[other]).model_copy(update={"changed": today})
    absorb(survey, folder, joined, other)
    return []


def check_survey(folder: Path) -> list[Problem]:
    """Return all problems of a survey folder, those of records marked `checked` and of the site configuration
    included.
    """
    survey, problems = read_survey(folder)
    if survey is None:
        return problems
    filled = fill_missing(apply_taxonomy(survey))
    faults = check(filled, folder)
    files = None if hold_error(faults) else lambda: {*_linked(_assemble(filled)), *kept_by_hand(docs_folder(folder))}
    faults += [*check_curated_first(filled, folder, files), *check_completeness(filled, folder)]
    return [*problems, *locate_in_files(faults, folder), *check_configuration(folder, filled.settings)]


def _linked(catalogue: Catalogue) -> dict[str, str]:
    """What a curator's text may lead to: the pages, and the files of the lists."""
    texts = PaperTexts(catalogue, Translations())
    return {**render(catalogue, texts=texts), **render_lists(texts)}


def migrate_survey(folder: Path, author: str, *, dry_run: bool = False) -> tuple[list[str] | None, list[Problem]]:
    """Bring a survey of an earlier format into today's form; with `dry_run` nothing is written.

    Returns the names of the files that change, or None if the survey cannot be read, and the problems.
    """
    from .survey.migrate import migrated_files

    survey, problems = read_survey(folder)
    if survey is None:
        return None, problems
    own = folder / "mkdocs.yml"
    site, faults = read_configuration(own) if is_there(own) else ({}, [])
    if faults:
        return None, faults
    settings = survey.settings.model_dump(exclude_unset=True)
    files = migrated_files(folder, author, settings, site)
    if files and not dry_run:
        write_change(folder, dict(files), "migrate")
    return sorted(files), problems


def lay_out_map(folder: Path, *, anew: bool = False) -> tuple[MapUpdate | None, list[Problem]]:
    """Bring a survey's `map.yml` up to date: coordinates for each paper that has none, or for all papers if `anew`.

    Returns what was changed, or None if the survey has errors, and the problems.
    """
    survey, problems = read_survey(folder)
    if survey is None:
        return None, problems
    update = update_map(fill_missing(apply_taxonomy(survey)), anew=anew)
    write_files(folder, {MAP: render_map(update.places)})
    return update, problems


def embed_papers(
    folder: Path, model: SentenceModel, *, anew: bool = False
) -> tuple[VectorsUpdate | None, list[Problem]]:
    """Bring a survey's `vectors.json` up to date: a vector for each paper that has none or whose text has changed, or
    for all papers if `anew`.

    Returns what was changed, or None if the survey has errors, and the problems.
    """
    from .catalogue.meaning.update import update_vectors

    survey, problems = read_survey(folder)
    if survey is None:
        return None, problems
    update = update_vectors(survey.papers, survey.vectors, model, anew=anew)
    write_files(folder, {VECTORS: render_vectors(update.vectors)})
    return update, problems


def load_catalogue(folder: Path) -> tuple[Catalogue | None, list[Problem]]:
    """Read a survey folder and assemble its catalogue; returns None and every problem if there are errors, else the
    catalogue and the warnings.
    """
    survey, problems = read_survey(folder)
    if survey is None:
        return None, problems
    survey = fill_missing(apply_taxonomy(survey))
    problems = [*problems, *locate_in_files(check(survey, folder), folder)]
    return (None if hold_error(problems) else _assemble(survey)), problems


def _assemble(survey: Survey) -> Catalogue:
    related = relate(survey.papers, shown_names(survey), survey.settings.related)
    return assemble(complete_map(survey), related, edition_of(survey))


def build_docs(folder: Path, docs: Path) -> tuple[Written | None, list[Problem]]:
    """Write a survey's pages and data files into the folder `docs`; if nothing has changed since the last build,
    nothing is made anew.

    Returns the numbers of files, or None if there are errors, and the problems.
    """
    if faults := [*foreign_paths(docs), *check_address()]:
        return None, faults
    inputs = digest_inputs(folder, input_files(folder))
    warnings = warnings_if_current(docs, inputs, folder)
    if warnings is not None:
        return Written(0, 0, 0), warnings
    catalogue, problems = load_catalogue(folder)
    if catalogue is None:
        return None, problems
    files = _files(catalogue)
    problems = in_order([*problems, *check_curated(catalogue, folder, {*files, *kept_by_hand(docs)})])
    if hold_error(problems):
        return None, problems
    written, faults = write(docs, files, inputs, problems, folder, epoch_of(catalogue.edition))
    return written, [*problems, *faults]


def _files(catalogue: Catalogue) -> dict[str, str]:
    """All that is published, by path below the docs folder."""
    translations = read_translations(catalogue.settings.language)
    crosstabs = crosstabs_of(catalogue, translations)
    texts = PaperTexts(catalogue, translations)
    return add_offline(
        {
            **render(catalogue, translations, crosstabs, texts),
            **index(catalogue, translations),
            **map_points(catalogue, translations),
            **export(catalogue, translations, crosstabs, texts),
            **asset_texts(translations),
            **vendor(),
        }
    )


def build_site(folder: Path) -> SiteBuild:
    """Write a survey's pages into the docs folder that its site configuration names, then let MkDocs build the site
    from it.
    """
    written, problems = build_docs(folder, docs_folder(folder))
    if written is None:
        return SiteBuild(None, problems)
    is_new, faults = run_mkdocs(folder)
    return SiteBuild(written, problems, is_new, faults)
