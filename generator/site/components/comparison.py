"""A table that compares an area's papers, made from their records where the curator wrote none."""

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
    """A paper; `values` are those of the facets, in their order."""

    year: str | None
    values: tuple[str, ...]
    figures: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """`facets` are the titles of the columns that differ most within the area. `papers` counts the area's."""

    facets: tuple[str, ...]
    rows: tuple[ComparisonRow, ...]
    papers: int


def comparison(site: Site, ids: Sequence[str]) -> Comparison | None:
    """The newest papers; None for fewer than two, or where no facet tells them apart."""
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
        papers=len(papers),
    )
