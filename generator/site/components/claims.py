"""Reported results as rows of a table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ...derive.figures import split_figure
from ...records.paper import Paper
from ...records.survey import System
from ..context import Site
from ..links import Link


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A row of a table of reported results: one result of a paper, with the paper's year as text.

    `value` is its quantity with unit, None if it has none; `number` is the text by which the table sorts; `what` is the
    rest. `names` says whether the result names the system that the table is about.
    """

    value: str | None
    number: str | None
    what: str
    paper: Link
    area: Link | None
    year: str | None
    names: bool = False


def claims_about(site: Site, system: System, papers: Sequence[str], measured: set[str]) -> list[Claim]:
    """Return the reported results that name a system, from the papers with these ids.

    A paper whose id is in `measured` (evaluated on the system), but none of whose results names it, gives all its
    results.
    """
    names = "|".join(re.escape(name) for name in sorted({system.name, *system.aliases}, key=lambda it: (-len(it), it)))
    named = re.compile(rf"(?<![\w-])(?:{names})(?![\w-])")
    claims = []
    for paper_id in papers:
        paper = site.papers[paper_id]
        lines = [line for line in paper.derived.figures if named.search(line)]
        others = paper.derived.figures if paper_id in measured and not lines else ()
        claims += [claim_of(site, paper, line, names=True) for line in lines]
        claims += [claim_of(site, paper, line) for line in others]
    return claims


def claim_of(site: Site, paper: Paper, line: str, *, names: bool = False) -> Claim:
    """Return one reported result of a paper, given as a line of its record, as a row; `names` says whether it names the
    system of the table.
    """
    figure = split_figure(line)
    return Claim(
        value=figure.value,
        number=None if figure.number is None else f"{figure.number:f}".rstrip("0").rstrip("."),
        what=figure.what,
        paper=site.paper(paper.id),
        area=site.area(paper.derived.area) if paper.derived.area else None,
        year=str(paper.bibliographic.year) if paper.bibliographic.year else None,
        names=names,
    )
