"""The whole, as the README tells it.

import:  read → repair → name → derive → merge → records
build:   records → relate → assemble → render + index + export → offline → docs folder
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from .build.keys import digest_inputs
from .build.write import Written, epoch_of, kept_by_hand, warnings_if_current, write
from .catalogue.assemble import assemble, edition_of
from .catalogue.crosstabs import crosstabs_of
from .catalogue.labels import shown_names
from .catalogue.map.layout import arrange, known_places, trustworthiness
from .catalogue.neighbours import relate
from .checks.completeness import check_completeness
from .checks.curated import check_curated
from .checks.references import authors_listed_twice, check
from .checks.site_configuration import check_address, check_configuration, docs_folder
from .derive import fill_missing
from .export import export
from .export.map_points import map_points
from .files import UnreadableError, read_text, refuse_in_tree
from .ingest.importing import import_entries
from .ingest.ledger import Ledger
from .ingest.readers.detect import parse_entries
from .records.base import Problem, Progress
from .records.catalogue import Catalogue
from .records.entry import Entry
from .records.survey import Settings, Survey, Systems
from .records.taxonomy import Taxonomy
from .resources import read_translations
from .search.index import index
from .site.assets import asset_texts, vendor
from .site.render import render
from .site.service_worker import add_offline
from .survey.folder import (
    MAP,
    folders_outside,
    ids_in_use,
    input_files,
    read_survey,
    render_map,
    render_paper,
    write_files,
)
from .survey.starter import starter_texts
from .survey.yaml import locate, parse_record


def _silent(what: str, done: int, total: int) -> None:
    del what, done, total


def import_files(
    files: Iterable[tuple[str, bytes]],
    folder: Path,
    today: datetime.date,
    *,
    keep_going: bool = False,
    progress: Progress = _silent,
) -> tuple[Ledger, list[Problem]]:
    """Read raw files into a survey's records.

    Nothing is written where an entry is refused, unless `keep_going`: then the
    good ones are. The problems returned are those of the survey's own files.
    """
    ledger = Ledger()
    starters = starter_texts(folder)
    survey, problems = _read_or_start(folder, starters)
    if survey is None:
        return ledger, problems
    entries: list[Entry] = []
    for path, data in files:
        found, refused = parse_entries(data, path)
        entries += found
        ledger.refused += refused
    ledger.read = len(entries) + len(ledger.refused)
    papers, changes = import_entries(entries, survey, ledger, today, progress)
    if ledger.refused and not keep_going:
        return ledger, []
    old = {paper.id: paper for paper in survey.papers}
    fresh = [papers[id] for id in sorted(changes) if id not in old or old[id].authors != papers[id].authors]
    written: dict[str, str | None] = dict(starters) if entries else {}
    for id in sorted(changes):
        record = folder / "papers" / f"{id}.yml"
        text = read_text(record, folder) if id in old else None
        written[f"papers/{id}.yml"] = render_paper(text, old.get(id), papers[id])
    write_files(folder, written)
    ledger.doubts += _located(list(authors_listed_twice(fresh, survey.authors, folder)), folder)
    ledger.written = True
    return ledger, []


def _read_or_start(folder: Path, starters: Mapping[str, str]) -> tuple[Survey | None, list[Problem]]:
    """The survey, or an empty one from the starter files where the folder holds none yet."""
    if "survey.yml" not in starters:
        return read_survey(folder)
    if problems := folders_outside(folder):
        return None, problems
    texts = dict(starters)
    for name in ("taxonomy.yml", "systems.yml"):
        try:
            texts[name] = starters[name] if name in starters else read_text(folder / name, folder)
        except (UnreadableError, UnicodeDecodeError) as error:
            return None, [Problem(path=str(folder / name), message=str(error))]
    settings, faults = parse_record(texts["survey.yml"], "survey.yml", Settings)
    taxonomy, more = parse_record(texts["taxonomy.yml"], str(folder / "taxonomy.yml"), Taxonomy)
    systems, most = parse_record(texts["systems.yml"], str(folder / "systems.yml"), Systems)
    if settings is None or taxonomy is None or systems is None:
        return None, [*faults, *more, *most]
    return Survey(settings=settings, taxonomy=taxonomy, systems=systems.systems), []


def load_catalogue(folder: Path) -> tuple[Catalogue | None, list[Problem]]:
    """The assembled catalogue of a survey folder, or every problem that forbids it."""
    survey, problems = read_survey(folder)
    if survey is None:
        return None, problems
    survey = fill_missing(survey)
    problems = [*problems, *_located(check(survey, folder), folder)]
    if _holds_errors(problems):
        return None, problems
    return _assembled(survey), problems


def _assembled(survey: Survey) -> Catalogue:
    related = relate(survey.papers, shown_names(survey), survey.settings.related)
    if survey.coordinates is not None:
        survey = survey.model_copy(update={"coordinates": arrange(survey.papers, known_places(survey))})
    return assemble(survey, related, edition_of(survey))


def _located(problems: list[Problem], folder: Path) -> list[Problem]:
    return locate(problems, lambda path: read_text(Path(path), folder))


def _holds_errors(problems: Iterable[Problem]) -> bool:
    return any(problem.level == "error" for problem in problems)


@dataclass(frozen=True)
class Mapped:
    """What became of a map: numbers of papers, and how far its neighbourhoods can be trusted (0 to 1)."""

    papers: int
    placed: int
    dropped: int
    trustworthiness: float


def map_folder(folder: Path, *, anew: bool = False) -> tuple[Mapped | None, list[Problem]]:
    """Write a survey's map.yml: a place for each paper that has none, or all laid out `anew`."""
    survey, problems = read_survey(folder)
    if survey is None:
        return None, problems
    survey = fill_missing(survey)
    known = known_places(survey)
    places = arrange(survey.papers, known, anew=anew or survey.coordinates is None)
    write_files(folder, {MAP: render_map(places)})
    dropped = len(survey.coordinates or {}) - len(known)
    placed = len(places) if anew else len(places) - len(known)
    return Mapped(len(places), placed, dropped, trustworthiness(survey.papers, places)), problems


def check_folder(folder: Path) -> list[Problem]:
    """All that can be said against a survey folder, finished records and site configuration included."""
    survey, problems = read_survey(folder)
    if survey is None:
        return problems
    survey = fill_missing(survey)
    found = check(survey, folder)
    found += [*_check_curated(survey, folder, _holds_errors(found)), *check_completeness(survey, folder)]
    return [*problems, *_located(found, folder), *check_configuration(folder, survey.settings)]


def _check_curated(survey: Survey, folder: Path, unsound: bool) -> list[Problem]:
    """What is wrong with home.md and the essays. All pages are made only where a link leads to an unusual one."""
    areas = (f"areas/{area.key}.md" for area in survey.taxonomy.areas)
    likely = {*areas, *(f"papers/{id}.md" for id in ids_in_use(survey.papers))}
    problems = check_curated(survey, folder, None if unsound else likely)
    if unsound or not _holds_errors(problems):
        return problems
    return check_curated(survey, folder, {*render(_assembled(survey)), *kept_by_hand(docs_folder(folder))})


def build(folder: Path, docs: Path) -> tuple[Written | None, list[Problem]]:
    """Generate a survey's pages and data into a docs folder; quick where nothing changed."""
    faults = [Problem(path=str(path), message=message) for path, message in refuse_in_tree(docs)]
    if faults := [*faults, *check_address()]:
        return None, faults
    inputs = digest_inputs(folder, input_files(folder))
    warnings = warnings_if_current(docs, inputs)
    if warnings is not None:
        return Written(0, 0, 0), [_moved(warning, folder) for warning in warnings]
    catalogue, problems = load_catalogue(folder)
    if catalogue is None:
        return None, problems
    translations = read_translations(catalogue.settings.language)
    crosstabs = crosstabs_of(catalogue, translations)
    files = add_offline(
        {
            **render(catalogue, translations, crosstabs),
            **index(catalogue, translations),
            **map_points(catalogue, translations),
            **export(catalogue, translations, crosstabs),
            **asset_texts(translations),
            **vendor(),
        }
    )
    problems = sorted(
        [*problems, *check_curated(catalogue, folder, {*files, *kept_by_hand(docs)})],
        key=lambda problem: (problem.path, problem.line, problem.message),
    )
    if _holds_errors(problems):
        return None, problems
    # Kept as seen from the folder, so that two builds in different places have the same bytes.
    written, faults = write(
        docs, files, inputs, [_moved(problem, None, folder) for problem in problems], epoch_of(catalogue.edition)
    )
    return written, [*problems, *faults]


def _moved(problem: Problem, base: Path | None, away: Path | None = None) -> Problem:
    """A problem with its path put below `base`, or taken from below `away`."""
    path = base / problem.path if base else Path(problem.path).relative_to(away or ".")
    return problem.model_copy(update={"path": str(path)})
