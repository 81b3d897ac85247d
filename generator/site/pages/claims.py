"""What the papers claim in figures: all of the survey in one table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ...catalogue.assemble import newest_first
from ..components.claims import Claim, claim_of
from ..components.paging import Paging, paged_front, paging, parts
from ..context import Lookup
from ..links import Front


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimsPage:
    """`claims/index.md`: every headline figure, newest paper first. `papers` are those that give any."""

    front: Front
    title: str
    papers: int
    count: int
    paging: Paging | None
    claims: tuple[Claim, ...]


def claims_pages(site: Lookup) -> Iterator[tuple[str, ClaimsPage]]:
    papers = sorted((it for it in site.papers.values() if it.figures), key=newest_first)
    lines = [(paper, line) for paper in papers for line in paper.figures]
    whole = Front(
        title=site.gettext("Claims"),
        description=site.gettext("All headline figures of {survey}, in one table."),
        hide=("toc",),
    )
    for part in parts("claims/index.md", len(lines)):
        page = ClaimsPage(
            front=paged_front(site, whole, part),
            title=site.gettext("Claims"),
            papers=len(papers),
            count=len(lines),
            paging=paging(site, part),
            claims=tuple(claim_of(site, part, paper, line) for paper, line in part.of_list(lines)),
        )
        yield part.path, page
