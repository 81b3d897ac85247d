"""A table that compares an area's papers, made from their records if the curator wrote none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ...catalogue import addresses
from ..context import Site
from ..links import Link

ROWS = 40
FACETS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonRow(Link):
    """A row of the table: a paper, linked, with its year as text.

    `values` has a text for each column, the titles of the paper's values of that facet, joined with commas; `figures`
    is the number of its reported results.
    """

    year: str | None
    values: tuple[str, ...]
    figures: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A table that compares the newest papers of an area. `facets` are the titles of its columns: the facets in which
    the papers differ most; `figures` says whether a row has any. `papers` is the number of papers in the
    area, of which `rows` shows the newest.
    """

    facets: tuple[str, ...]
    rows: tuple[ComparisonRow, ...]
    figures: bool
    papers: int


def comparison(site: Site, ids: Sequence[str]) -> Comparison | None:
    """Return the table that compares the papers with these ids, given newest first; None for fewer than two, or if all
    have the same values.
    """
    papers = [site.papers[paper_id] for paper_id in ids if paper_id in site.papers]
    used_values = {facet: {paper.derived.facets.get(facet, ()) for paper in papers} for facet in site.facet_titles}
    telling = sorted(
        (facet for facet in used_values if len(used_values[facet]) > 1), key=lambda facet: -len(used_values[facet])
    )
    facets = [facet for facet in site.facet_titles if facet in telling[:FACETS]]
    if len(papers) < 2 or not facets:
        return None
    return Comparison(
        facets=tuple(site.facet_titles[facet] for facet in facets),
        rows=tuple(
            ComparisonRow(
                text=paper.label,
                to=addresses.paper(paper.id),
                year=str(paper.bibliographic.year) if paper.bibliographic.year else None,
                values=tuple(
                    ", ".join(site.value(facet, key).text for key in paper.derived.facets.get(facet, ()))
                    for facet in facets
                ),
                figures=len(paper.derived.figures),
            )
            for paper in papers[:ROWS]
        ),
        figures=any(paper.derived.figures for paper in papers[:ROWS]),
        papers=len(papers),
    )
