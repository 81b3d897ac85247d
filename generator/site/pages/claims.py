"""The page with all reported results in one table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ...catalogue import addresses
from ...catalogue.addresses import Address
from ...catalogue.assemble import newest_first
from ..components.claims import Claim, claim_of
from ..components.pagination import Pagination, paged_front, paginate, pagination
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


def claims_pages(site: Site) -> Iterator[tuple[Address, ClaimsPage]]:
    """Yield the pages of the table of all reported results as (address, data)."""
    papers = sorted((it for it in site.papers.values() if it.derived.figures), key=newest_first)
    lines = [(paper, line) for paper in papers for line in paper.derived.figures]
    whole = Front(
        title=site.gettext("Claims"),
        description=site.gettext("All headline figures of {survey}, in one table."),
        hide=("toc",),
        empty=not lines,
    )
    for page in paginate(addresses.CLAIMS, len(lines), _PER_PAGE):
        yield (
            page.address,
            ClaimsPage(
                front=paged_front(site, whole, page),
                title=site.gettext("Claims"),
                papers=len(papers),
                count=len(lines),
                pagination=pagination(site, page),
                claims=tuple(claim_of(site, paper, line) for paper, line in page.of_list(lines)),
            ),
        )
