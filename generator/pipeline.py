"""The pipeline: check and build as rows of stages, as the README describes them; `importing` is what comes before.

  import:  raw files → read → repair → find names → match → derive → merge → records
  build:   records → reclassify → fill in → check → relate → assemble → render + index + export → write docs → site

Each function here only calls stages one after another; the decisions are made in the stages. What derives and what
makes pages is loaded where it is called: a build whose pages are up to date needs neither.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from .build.unchanged import Place
from .build.write import Written, warnings_if_current
from .building import (
    digest_survey,
    foresee_size,
    noted_build,
    paths_to_link,
    place_of_site,
    prepared_pages,
    read_beside,
    why_not_build,
)
from .checks.site_configuration import as_published, check_configuration, docs_folder
from .processes import Background
from .records.base import Problem, hold_error
from .site.mkdocs_build import AS_USUAL, SiteBuild, Wanted, prepared_html
from .survey.folder import locate_in_files, read_survey

if TYPE_CHECKING:
    from .records.catalogue import Catalogue
    from .records.survey import Survey

Later = list[Callable[[], object]] | None
"""Where a stage puts what there is time for later, as functions without arguments; None: it is done at once."""


def check_survey(folder: Path) -> list[Problem]:
    """Return all problems of a survey's folder: errors and warnings, those of its site configuration included. Writes
    nothing.
    """
    from .checks.completeness import check_completeness
    from .checks.curated import check_curated_first
    from .checks.references import check
    from .deriving.derived import assemble_derived, derive_survey, with_own_map

    survey, problems = read_survey(folder)
    if survey is None:
        return problems
    derived = derive_survey(survey, folder)
    faults = check(with_own_map(derived.survey, survey), folder, derived.doubles)
    links = None if hold_error(faults) else lambda: paths_to_link(assemble_derived(derived), docs_folder(folder))
    faults += check_curated_first(derived.survey, folder, links)
    faults += check_completeness(derived.survey, folder)
    faults += check_configuration(folder, derived.survey.settings)
    return [*problems, *locate_in_files(faults, folder)]


def load_catalogue(folder: Path) -> tuple[Catalogue | None, list[Problem]]:
    """Return the catalogue that a survey's folder gives, and the warnings; if there are errors, None and all
    problems.
    """
    survey, problems = read_survey(folder)
    if survey is None:
        return None, problems
    catalogue, faults = catalogue_of(survey, folder)
    return catalogue, [*problems, *faults]


def catalogue_of(survey: Survey, folder: Path, later: Later = None) -> tuple[Catalogue | None, list[Problem]]:
    """Return the catalogue of the survey that was read from a folder, and the warnings; if there are errors, None and
    all problems. `later` is that of `derive_catalogue`.
    """
    from .deriving.catalogue import derive_catalogue

    survey = survey.model_copy(update={"settings": as_published(folder, survey.settings)})
    catalogue, problems = derive_catalogue(survey, folder, later)
    return catalogue, locate_in_files(problems, folder)


def build_docs(folder: Path, docs: Path) -> tuple[Written | None, list[Problem]]:
    """Write a survey's pages and data files into the folder `docs`; only files that differ are written.

    It waits for another build of the survey to end. Returns the numbers of files and the warnings, or None and the
    problems if there are errors, in which case nothing is written.
    """
    if faults := why_not_build(docs):
        return None, faults
    with noted_build(folder, Place(docs)) as remember:
        written, problems = _build_pages(folder, docs, None)
        if written is not None:
            remember(problems)
        return written, problems


def _build_pages(folder: Path, docs: Path, later: Later) -> tuple[Written | None, list[Problem]]:
    """Write the pages of a survey into the folder `docs`, as `build_docs` does, once no other build is going on;
    nothing if that folder is up to date. Returns the numbers of files and the warnings, or None and the problems.
    `later` is that of `derive_catalogue` and `write_pages`.
    """
    inputs = digest_survey(folder)
    warnings = warnings_if_current(docs, inputs, folder)
    if warnings is not None:
        return Written(0, 0, 0), warnings
    survey, problems = read_beside(folder, _load_rules)
    if survey is None:
        return None, problems
    with prepared_pages(folder, docs, inputs, later) as pages:
        catalogue, faults = catalogue_of(survey, folder, later)
        problems += faults
        return pages.result(catalogue, problems) if catalogue else (None, problems)


def _load_rules() -> None:
    """Load what derives, checks and assembles a survey of which nothing is kept."""
    from .checks import references  # noqa: F401
    from .deriving import derived  # noqa: F401


def build_site(folder: Path, wanted: Wanted = AS_USUAL) -> SiteBuild:
    """Write a survey's pages into the docs folder that its site configuration names, then build the site from them.

    `wanted` says how the site is built. The result holds the problems of either step.
    """
    place = place_of_site(folder)
    faults = why_not_build(place.docs) or foresee_size(folder)
    if hold_error(faults):
        return SiteBuild(None, faults)
    later: list[Callable[[], object]] = []
    make_pages = partial(_build_pages, folder, place.docs, later)
    with noted_build(folder, place) as remember:
        # All that pages leave in memory ends with the copy in which they are made: the site is made without it.
        with prepared_html(folder, wanted) as html, Background(make_pages, later) as pages:
            written, problems = pages.result()
            problems = [*faults, *problems]
            if written is None:
                return SiteBuild(None, problems)
            made = html.result()
        if not made.problems:
            remember(problems)
        return SiteBuild(written, problems, made.is_new, made.problems, made.notes)
