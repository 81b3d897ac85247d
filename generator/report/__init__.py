"""Reports what a change does to a survey, for whoever decides on it: build before and after → compare → Markdown."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from ..build.history import HistoryError, survey_at
from ..build.site_size import measure_site
from ..cache import forget_caches
from ..catalogue.editions.comparison import compare
from ..catalogue.editions.documents import Published, parse_document
from ..catalogue.editions.moves import find_moves
from ..checks.site_configuration import configuration_file, docs_folder, site_folder
from ..export.document import render_document
from ..pipeline import build_site, check_survey, load_catalogue
from ..records.base import Problem
from ..records.catalogue import Catalogue
from ..releasing import successors, undated
from ..site.mkdocs_build import BY_MKDOCS, clean_docs
from ..site.render import render_pages
from .render import Side, Took, render_report

_NOT_BUILT = "# What this change does\n\nThe survey as it was cannot be built, so nothing is compared.\n"


class _State(NamedTuple):
    """A survey that was built: its catalogue, the document that the site publishes of it, and what a report says of
    this side of the comparison.
    """

    catalogue: Catalogue
    document: Published
    side: Side


def report_change(base: str, survey: Path, *, timed: bool = False) -> tuple[str | None, list[Problem]]:
    """Build a survey as it was at `base` and as it is, and return a report on the differences in Markdown, and the
    problems.

    `base` is a folder with the survey as it was, or a commit, branch or tag of its repository. If `timed`, both are
    built from nothing, to measure the time. The report is None if the survey as it is cannot be built, or `base` does
    not exist; if only the one before cannot be built, the report says so.
    """
    try:
        with survey_at(survey, base) as before:
            return _report(before, survey, timed)
    except HistoryError as error:
        return None, [Problem(path=base, message=str(error))]


def _report(base: Path, survey: Path, timed: bool) -> tuple[str | None, list[Problem]]:
    after, problems = _build(survey, timed)
    if after is None:
        return None, problems
    before, _ = _build(base, timed)
    if before is None:
        return _NOT_BUILT, []
    moves = find_moves(after.catalogue, render_pages(after.catalogue))
    to = successors(after.catalogue, before.document, moves)
    changes = compare(before.document, after.document, to)
    return render_report(before.side, after.side, changes, undated(before.catalogue, after.catalogue)), []


def _build(folder: Path, timed: bool) -> tuple[_State | None, list[Problem]]:
    """Build the site of the survey in a folder and return its state; None and the problems if that cannot be done. If
    `timed`, it is first built from nothing to measure the time.
    """
    took = _time(folder) if timed else None
    made = build_site(folder)
    catalogue, problems = load_catalogue(folder)
    if made.written is None or made.site_problems or catalogue is None:
        return None, [*made.problems, *made.site_problems] or problems
    return _State(
        catalogue,
        parse_document(render_document(catalogue)),
        Side(
            papers=len(catalogue.papers),
            problems=[_seen_from(folder, problem) for problem in check_survey(folder)],
            size=measure_site(site_folder(folder)),
            took=took,
        ),
    ), []


def _time(folder: Path) -> Took | None:
    """Build a survey and its site from nothing, in a process of its own as users run it, and return the processor's
    seconds; None if that fails. What was built and cached before is deleted first. What else the machine does meanwhile
    does not count.
    """
    clean_docs(docs_folder(folder))
    forget_caches(folder)
    if config := configuration_file(folder):
        forget_caches(config.parent)
    # `-P`: a folder `generator` of the survey is not the program.
    command = [sys.executable, "-P", "-m", "generator", "build", "--site", "--survey", str(folder)]
    started = os.times()
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", errors="replace", check=False)  # noqa: S603 - a list of our own making
    ended = os.times()
    seconds = ended.children_user + ended.children_system - started.children_user - started.children_system
    by_mkdocs = next((line for line in done.stderr.splitlines() if line.startswith(BY_MKDOCS)), "")
    return None if done.returncode else Took(seconds, by_mkdocs)


def _seen_from(folder: Path, problem: Problem) -> Problem:
    """Return the problem with its path as seen from the folder, so that the same problem in another copy of the survey
    is equal.
    """
    path = Path(problem.path)
    return problem.model_copy(
        update={"path": str(path.relative_to(folder)) if path.is_relative_to(folder) else path.name}
    )
