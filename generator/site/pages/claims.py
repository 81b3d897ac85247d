"""The page with all reported results in one table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from ...catalogue import addresses
from ...catalogue.assemble import newest_first
from ..components.claims import Claim, claim_of
from ..components.pagination import ListedPage, Page, Pagination, paged_front, paginate, pagination
from ..context import Site
from ..links import Front

_PER_PAGE = 250
"""Figures of a page of the table, about 100 kB of HTML."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimsPage:
    """The data of a page of the table of all reported results, `claims/index.md`; the newest paper comes first.

    `papers` is the number of papers that have any, `count` the number of results.
    """

    front: Front
    title: str
    papers: int
    count: int
    pagination: Pagination | None
    claims: tuple[Claim, ...]


def claims_pages(site: Site) -> Iterator[ListedPage[ClaimsPage]]:
    """Yield the pages of the table of all reported results."""
    papers = sorted((paper for paper in site.papers.values() if paper.derived.figures), key=newest_first)
    lines = [(paper.id, line) for paper in papers for line in paper.derived.figures]
    whole = Front(
        title=site.gettext("Claims"),
        description=site.gettext("All headline figures of {survey}, in one table."),
        hide=("toc",),
        empty=not lines,
    )
    for page in paginate(addresses.CLAIMS, len(lines), _PER_PAGE):
        yield page.address, partial(_page, site, page, whole, len(papers), page.of_list(lines))


def _page(site: Site, page: Page, front: Front, papers: int, lines: Sequence[tuple[str, str]]) -> ClaimsPage:
    """Return the data of one page of the table of reported results. `papers` counts those that report any; `lines` are
    the results of this page, each with the id of its paper before it.
    """
    return ClaimsPage(
        front=paged_front(site, front, page),
        title=site.gettext("Claims"),
        papers=papers,
        count=page.total,
        pagination=pagination(site, page),
        claims=tuple(claim_of(site, site.papers[id], line) for id, line in lines),
    )
