"""Changes by commands other than those of the taxonomy: papers removed, corrected or merged, the map, vectors, the
format.
"""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from .catalogue.map.update import MapUpdate, update_map
from .checks.site_configuration import read_configuration
from .derive import fill_missing
from .derive.reclassify import apply_taxonomy
from .files import is_there, list_files, read_text, refuse_outside
from .records.base import Problem
from .resources import is_from_index, wheel_name, wheel_of_generator
from .survey.folder import MAP, VECTORS, read_survey, render_map, render_paper, render_vectors, write_files
from .survey.journal import write_change
from .survey.starter import ci_files

if TYPE_CHECKING:
    from .catalogue.meaning.update import SentenceModel, VectorsUpdate


def remove_paper(folder: Path, id: str, today: datetime.date, reason: str | None, *, forget: bool) -> list[Problem]:
    """Delete a paper's record, with all references to it in other records and lists; `undo` takes it back.

    Unless `forget`, refused.yml notes it with the reason, so that no import brings it back; with `forget`,
    redirects.yml notes its published addresses as gone. Returns the problems, in which case nothing is written: the
    survey cannot be read, no paper has this id (former ids do not count), or the essay of an area links to it.
    """
    from .ingest.joining import refuse_paper
    from .survey.edit import remove

    survey, problems = read_survey(folder)
    if survey is None:
        return problems
    paper = next((paper for paper in survey.papers if paper.id == id), None)
    return remove(survey, folder, id, refuse_paper(paper, reason, today) if paper and not forget else None)


def correct_paper(folder: Path, file: tuple[str, bytes], today: datetime.date) -> tuple[str | None, list[Problem]]:
    """Write what a filled form, a file given as (path, bytes), states about a paper into its record, which gets `today`
    as the date of its change; what the form leaves out stays.

    Returns the paper's id, or None and the problems, in which case nothing is written: the form is faulty, names no
    record of the survey, or states nothing new.
    """
    from .ingest.joining import corrected
    from .ingest.readers.detect import parse_entries

    entries, problems = parse_entries(file[1], file[0])
    survey, faults = read_survey(folder) if entries else (None, [])
    if survey is None:
        return None, [*problems, *faults]
    entry = entries[0]
    paper = next((paper for paper in survey.papers if entry.key in (paper.id, *paper.former_ids)), None)
    if paper is None:
        return None, [Problem(path=file[0], line=1, message=f"there is no paper {entry.key!r} in the survey")]
    new = corrected(paper, entry, keep_abstract=survey.settings.keep_abstracts)
    if new == paper:
        return None, [Problem(path=file[0], line=1, message=f"says nothing that {paper.id} does not say already")]
    new = new.model_copy(update={"changed": today})
    text = read_text(folder / "papers" / f"{paper.id}.yml", folder)
    write_change(folder, {f"papers/{paper.id}.yml": render_paper(text, paper, new)}, f"correct {paper.id}")
    return paper.id, []


def merge_papers(folder: Path, id: str, other: str, today: datetime.date) -> list[Problem]:
    """Merge the record `other` into the record `id`, since both are one paper, and change all references to `other`.

    Returns the problems, in which case nothing is written: one of the records does not exist, or both are the same.
    """
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


def lay_out_map(folder: Path, *, anew: bool = False) -> tuple[MapUpdate | None, list[Problem]]:
    """Update a survey's `map.yml`: compute coordinates for each paper that has none, or with `anew` for all papers.

    Returns the updated map and warnings, or None and the problems of a faulty survey, in which case nothing is written.
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
    """Update a survey's `vectors.json`: compute a vector for each paper that has none or another text, or with `anew`
    for all.

    Returns the updated vectors and warnings, or None and the problems of a faulty survey, in which case nothing is
    written.
    """
    from .catalogue.languages import languages_of
    from .catalogue.meaning.update import update_vectors

    survey, problems = read_survey(folder)
    if survey is None:
        return None, problems
    update = update_vectors(survey.papers, survey.vectors, model, languages_of(survey, survey.papers), anew=anew)
    write_files(folder, {VECTORS: render_vectors(update.vectors)})
    return update, problems


def migrate_survey(folder: Path, author: str, *, dry_run: bool = False) -> tuple[list[str] | None, list[Problem]]:
    """Convert the files of a survey from an earlier format to the present one; with `dry_run` nothing is written.
    `author` is the name for a survey that names nobody, or empty.

    Returns the names of the files that change, or None and the problems if the survey or its mkdocs.yml cannot be read.
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


def renew_ci(folder: Path) -> list[str]:
    """Update the files with which a CI system builds a survey to this version of the generator.

    All in `ci/` is replaced; workflows and the form for readers, which a curator may have changed, are only written if
    missing. Returns the names of the files that changed.
    """
    files = {
        name: text
        for name, text in ci_files().items()
        if not is_there(folder / name) or (name.startswith("ci/") and read_text(folder / name, folder) != text)
    }
    write_change(folder, dict(files), "ci")
    return sorted([*files, *place_generator(folder)])


def place_generator(folder: Path) -> list[str]:
    """Write this generator as a wheel into a survey's `ci/`, in place of another one; delete it if a package index has
    it.

    Returns the names of the files that changed.
    """
    name = f"ci/{wheel_name()}"
    refuse_outside(folder / name, folder)
    wanted = None if is_from_index() else wheel_of_generator()
    there = [path.relative_to(folder).as_posix() for path in list_files(folder, "ci/survey_catalogue-*.whl")]
    if wanted and name in there and (folder / name).read_bytes() == wanted:
        there.remove(name)
        wanted = None
    for other in there:
        (folder / other).unlink()
    if wanted:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(wanted)
    return sorted({*there, *([name] if wanted else [])})
