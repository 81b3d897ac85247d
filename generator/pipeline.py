"""The pipeline: import and build as rows of stages, as the README describes them.

  import:  raw files → read → repair → find names → match → derive → merge → records
  build:   records → reclassify → fill in → check → relate → assemble → render + index + export → write docs → site

Each function here only calls stages one after another; the decisions are made in the stages.
"""

from __future__ import annotations

import datetime
import hashlib
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from .build.keys import digest_code, digest_inputs
from .build.publication import one_build
from .build.unchanged import Place, look, remember, written_by
from .build.write import (
    Content,
    Staging,
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
from .catalogue.assemble import assemble, edition_of, people_in
from .catalogue.crosstabs import crosstabs_of
from .catalogue.duplicates import said_same
from .catalogue.editions.moves import find_moves
from .catalogue.labels import shown_names
from .catalogue.languages import languages_of
from .catalogue.map.update import complete_map
from .catalogue.neighbours import relate
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
from .derive import fill_missing
from .derive.reclassify import apply_taxonomy
from .export import export
from .export.data import data_files, data_paths
from .export.lists import PaperTexts, render_lists
from .export.map_points import map_points
from .export.redirects import feeds_that_moved, render_redirects
from .files import foreign_paths, list_files
from .processes import share
from .records.base import Problem, Progress, hold_error, in_order, no_progress
from .records.bulk import digest_of_part, without_collecting
from .records.catalogue import Catalogue, Person, Related
from .records.survey import Survey
from .resources import read_translations
from .search.index import index
from .site.assets import asset_texts, vendor
from .site.context import Site
from .site.kept_pages import KeptPages, Part
from .site.mkdocs_build import AS_USUAL, SiteBuild, Wanted, prepared_html
from .site.render import render, render_data_page, render_moved
from .site.service_worker import add_offline
from .survey.edit import absorb
from .survey.folder import input_files, locate_in_files, paper_files, read_settings, read_survey
from .survey.journal import write_change
from .text.i18n import Translations

if TYPE_CHECKING:
    from .ingest.ledger import Ledger

_FEW = 100
"""Papers of a survey from which on it takes longer to derive anew than to look whether that is needed."""
_Files = dict[str, Content]
"""Files by path below the docs folder."""


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
    from .starting import Begun, map_file
    from .survey.intake import render_imports

    files = list(files)
    entries, unreadable = parse_files(files)
    joined: list[Problem] = []
    with Begun(folder, entries, author) as begun:
        if begun.survey is None:
            return Ledger(), begun.problems
        if not (strict and unreadable):
            begun.survey, joined = _join_same(begun.survey, folder, today)
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


def _join_same(survey: Survey, folder: Path, today: datetime.date) -> tuple[Survey, list[Problem]]:
    """Join each record that another one's curator calls the same into that one; returns the survey as it then is, and
    what was joined.
    """
    from .ingest.joining import join_papers

    told: list[Problem] = []
    while pair := next(said_same(survey.papers), None):
        paper, other = pair
        absorb(survey, folder, join_papers(paper, other).model_copy(update={"changed": today}), other.id)
        message = f"{other.id} is now part of it, as its `same_as` says"
        told.append(Problem(path=str(folder / "papers" / f"{paper.id}.yml"), message=message, level="warning"))
        read, _ = read_survey(folder)
        if read is None:
            break
        survey = read
    return survey, told


def check_survey(folder: Path) -> list[Problem]:
    """Return all problems of a survey's folder: errors and warnings, those of its site configuration included. Writes
    nothing.
    """
    survey, problems = read_survey(folder)
    if survey is None:
        return problems
    derived = _derived(survey, folder)
    filled = derived.survey
    faults = check(_with_own_map(filled, survey), folder)
    assembled = partial(_assemble, derived)
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
    derived = _derived(survey, folder)
    problems = [*problems, *locate_in_files(check(_with_own_map(derived.survey, survey), folder), folder)]
    return (None if hold_error(problems) else _assemble(derived)), problems


class _Derived(NamedTuple):
    """A survey with what today's rules say of its papers and with a place on the map for each; the nearest papers of
    each; and who wrote them.
    """

    survey: Survey
    related: Mapping[str, tuple[Related, ...]]
    people: Mapping[str, Person]


def _with_own_map(derived: Survey, survey: Survey) -> Survey:
    """The derived survey with the coordinates of map.yml, which alone can be wrong."""
    return derived.model_copy(update={"coordinates": survey.coordinates})


def _derived(survey: Survey, folder: Path) -> _Derived:
    """What is derived of a survey: as a build before found it, where nothing has changed that rules read. No rule reads
    what a curator writes of a paper in words.
    """
    if len(survey.papers) < _FEW:
        return _derive(survey)
    cache, key = Cache(folder, "derived", digest_code()), _digest_of_what_rules_read(survey)
    known = cache.get("derived")
    if known and known[0] == key:
        _, changed, coordinates, related, people = known
        papers = (it.model_copy(update={"derived": changed[it.id]}) if it.id in changed else it for it in survey.papers)
        survey = survey.model_copy(update={"papers": tuple(papers), "coordinates": coordinates})
        return _Derived(survey, related, people)
    derived = _derive(survey)
    pairs = zip(survey.papers, derived.survey.papers, strict=True)
    changed = {new.id: new.derived for old, new in pairs if new is not old}
    cache.put("derived", (key, changed, derived.survey.coordinates, derived.related, derived.people))
    cache.save()
    return derived


def _derive(survey: Survey) -> _Derived:
    survey = complete_map(fill_missing(apply_taxonomy(survey)))
    related = relate(survey.papers, shown_names(survey), survey.settings.related, survey.vectors)
    return _Derived(survey, related, people_in(survey))


def _digest_of_what_rules_read(survey: Survey) -> str:
    digest = hashlib.sha256(f"{survey.settings.related} {survey.taxonomy.model_dump_json()}".encode())
    digest.update("".join(it.model_dump_json() for it in (*survey.systems, *survey.authors)).encode())
    digest.update(survey.vectors.model_dump_json().encode() if survey.vectors else b"")
    digest.update(repr(survey.coordinates).encode())
    for paper in survey.papers:
        digest.update(f"\0{paper.id}\0".encode())
        for part in (paper.bibliographic, paper.derived, paper.provenance):
            digest.update(digest_of_part(part))
    return digest.hexdigest()


def _assemble(derived: _Derived) -> Catalogue:
    return assemble(derived.survey, derived.related, edition_of(derived.survey), derived.people)


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
        files = _files(catalogue, translations, cache, beside)
        problems = in_order([*problems, *check_curated(catalogue, folder, {*files, *kept_by_hand(docs)})])
        if hold_error(problems):
            return None, problems
        written, faults = write(docs, files, inputs, problems, folder, epoch_of(catalogue.edition))
    if written:
        remember_standing(docs, cache)
    return written, [*problems, *faults]


def _files(catalogue: Catalogue, translations: Translations, cache: Cache, staging: Staging) -> dict[str, Content]:
    """All that is published, by path below the docs folder: made by all processors, the longest tasks first. Pages that
    need not be made anew are those that the last build left.
    """
    crosstabs = crosstabs_of(catalogue, translations)
    texts = PaperTexts(catalogue, translations)
    site = Site(catalogue, translations, crosstabs, texts)
    pages = KeptPages(site, cache, staging)
    tasks: list[Callable[[], _Files | Part]] = [
        lambda: _staged(staging, _search(site)),
        lambda: _staged(staging, _exports(site)),
        *pages.tasks(),
    ]
    done = share(tasks)
    files = pages.files([part for part in done if isinstance(part, Part)])
    for part in done:
        files |= {} if isinstance(part, Part) else part
    moves = find_moves(catalogue, files)
    moved = {**render_moved(site, moves, files), **render_redirects(catalogue.settings, moves)}
    return add_offline({**files, **moved, **feeds_that_moved(files, moves)})


def _staged(staging: Staging, files: Mapping[str, str | bytes]) -> _Files:
    """What was made, put beside the docs folder, but for scripts, of which one is not finished yet."""
    scripts: _Files = {name: content for name, content in files.items() if name.startswith("assets/js/")}
    return {**staging.put({name: content for name, content in files.items() if name not in scripts}), **scripts}


def _search(site: Site) -> dict[str, str | bytes]:
    """What the browser is given: index, map, scripts and styles."""
    languages = languages_of(site.catalogue, site.catalogue.papers)
    return {
        **index(site.catalogue, site.translations, languages),
        **map_points(site.catalogue, site.translations),
        **asset_texts(site.translations, languages.all),
        **vendor(languages.all),
    }


def _exports(site: Site) -> dict[str, str | bytes]:
    """What programs are given, and the page that tells of it."""
    data = data_files(site.catalogue, site.translations)
    files = export(site.catalogue, site.translations, site.crosstabs, site.texts, data)
    return {**files, **render_data_page(site, files)}


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
