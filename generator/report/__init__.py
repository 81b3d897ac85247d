"""What a change does to a survey, told to whoever has to decide on it: build before and after → compare → Markdown."""

from __future__ import annotations

import time
from pathlib import Path
from typing import NamedTuple

from ..build.site_size import measure_site
from ..catalogue.editions.comparison import compare
from ..catalogue.editions.documents import Published, parse_document
from ..catalogue.editions.moves import find_moves
from ..checks.site_configuration import site_folder
from ..export.document import render_document
from ..pipeline import build_site, check_survey, load_catalogue
from ..records.base import Problem
from ..records.catalogue import Catalogue
from ..releasing import successors
from ..site.render import render_pages
from .render import Side, render_report

_NOT_BUILT = "# What this change does\n\nThe survey as it was cannot be built, so nothing is compared.\n"


class _State(NamedTuple):
    """A survey that was built, as it is published and as it is reported."""

    catalogue: Catalogue
    document: Published
    side: Side


def report_change(base: Path, survey: Path, seconds: float | None = None) -> tuple[str | None, list[Problem]]:
    """Build a survey as it was, in the folder `base`, and as it is, in `survey`; return the report on what differs.

    `seconds` is what building `survey` took, for who built it before. Returns None and the problems if the survey as it
    is cannot be built. If only the one before cannot, the report says no more than that.
    """
    after, problems = _build(survey, seconds)
    if after is None:
        return None, problems
    before, _ = _build(base)
    if before is None:
        return _NOT_BUILT, []
    moves = find_moves(after.catalogue, render_pages(after.catalogue))
    to = successors(after.catalogue, before.document, moves)
    return render_report(before.side, after.side, compare(before.document, after.document, to)), []


def _build(folder: Path, seconds: float | None = None) -> tuple[_State | None, list[Problem]]:
    """The survey of a folder, built; None and the problems if that cannot be done."""
    started = time.perf_counter()
    made = build_site(folder)
    took = time.perf_counter() - started
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
            seconds=took if made.is_new else seconds,
        ),
    ), []


def _seen_from(folder: Path, problem: Problem) -> Problem:
    """The problem with its path below the folder, so that it is the same in another one."""
    path = Path(problem.path)
    return problem.model_copy(
        update={"path": str(path.relative_to(folder)) if path.is_relative_to(folder) else path.name}
    )
