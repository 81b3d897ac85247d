"""What the papers claim in figures: all of the survey in one table, and those about one thing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.assemble import newest_first
from generator.lookup import Lookup
from generator.pages.figure_lines import split_figure
from generator.pages.paging import Paging, Part, paged_front, paging, parts
from generator.pages.parts import Front, Ref
from generator.records import Paper, System


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One headline figure of a paper; links are those of the built page.

    `value` is None where the line does not begin with a quantity, `number` what the table sorts by. `names` says
    whether it names what the table is about.
    """

    value: str | None
    number: str | None
    what: str
    paper: Ref
    area: Ref | None
    year: str | None
    names: bool = False


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
        title=site.say("Claims"),
        description=site.say("All headline figures of {survey}, in one table."),
        hide=("toc",),
    )
    for part in parts("claims/index.md", len(lines)):
        page = ClaimsPage(
            front=paged_front(site, whole, part),
            title=site.say("Claims"),
            papers=len(papers),
            count=len(lines),
            paging=paging(site, part),
            claims=tuple(_claim(site, part, paper, line) for paper, line in part.of_list(lines)),
        )
        yield part.path, page


def claims_about(site: Lookup, part: Part, system: System, papers: Sequence[str], measured: set[str]) -> list[Claim]:
    """Figures of these papers that name the system; of the `measured` ones that give none, all their figures."""
    names = "|".join(re.escape(name) for name in sorted({system.name, *system.aliases}, key=lambda it: (-len(it), it)))
    named = re.compile(rf"(?<![\w-])(?:{names})(?![\w-])")
    found = []
    for paper_id in papers:
        paper = site.papers[paper_id]
        lines = [line for line in paper.figures if named.search(line)]
        others = paper.figures if paper_id in measured and not lines else ()
        found += [_claim(site, part, paper, line, names=True) for line in lines]
        found += [_claim(site, part, paper, line) for line in others]
    return found


def _claim(site: Lookup, part: Part, paper: Paper, line: str, *, names: bool = False) -> Claim:
    figure = split_figure(line)
    return Claim(
        value=figure.value,
        number=None if figure.number is None else f"{figure.number:f}".rstrip("0").rstrip("."),
        what=figure.what,
        paper=part.built(site.paper(part.up, paper.id)),
        area=part.built(site.area(part.up, paper.area)) if paper.area else None,
        year=str(paper.year) if paper.year else None,
        names=names,
    )
