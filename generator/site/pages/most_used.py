"""The page of the systems, data sets, benchmarks and papers that most papers name, and the areas of these papers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from ...catalogue import addresses
from ...catalogue.addresses import Address
from ...catalogue.crosstabs import Axis, Mark, tabulate
from ...catalogue.labels import kind_names, kind_titles
from ...records.survey import System
from ...text.folding import sort_key
from ..components.crosstab import Crosstab, RowGroup, crosstab, mentions
from ..context import Site
from ..links import Front, Link

_MOST = 40
"""Systems, and papers of the survey, that the page shows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """A system or paper that other papers name, as many as `named` says; `kind` is the word for its kind, and `papers`
    leads to these papers.

    `built`, `compared` and `measured` are the numbers of papers whose records say that they build on it, compare with
    it, or are evaluated on it. `share` is `named` in percent of the most-named one.
    """

    what: Link
    kind: str
    named: int
    papers: Address | None
    share: int
    built: int
    compared: int
    measured: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BuiltOnPage:
    """The data of `built-on.md`. `systems` and `papers` are the numbers of systems and of papers that any paper names;
    `bases` and `paper_bases` list the most-named of each; `table` counts systems by area.
    """

    front: Front
    title: str
    systems: int
    bases: tuple[Basis, ...]
    table: Crosstab | None
    papers: int
    paper_bases: tuple[Basis, ...]


def built_on_page(site: Site) -> BuiltOnPage:
    """Return the data of the page of the systems and papers that most papers name."""
    named = {id: ids for id, ids in site.catalogue.named_by.items() if ids and id in site.catalogue.systems}
    systems = [site.catalogue.systems[id] for id in named]
    systems.sort(key=lambda system: (-len(named[system.id]), sort_key(system.name), system.id))
    top = systems[:_MOST]
    peak = len(named[top[0].id]) if top else 1
    namers = _named_papers(site)
    papers = sorted(namers, key=lambda paper: (-namers[paper], sort_key(site.papers[paper].label), paper))
    most = namers[papers[0]] if papers else 1
    kinds = kind_names(site.translations)
    return BuiltOnPage(
        front=Front(
            title=site.gettext("Most built on"),
            description=site.gettext("What the papers of {survey} name, build on, compare with and are measured by."),
            hide=("toc",),
        ),
        title=site.gettext("Most built on"),
        systems=len(systems),
        bases=tuple(
            _basis(site, system.id, site.system(system.id), kinds[system.kind], len(named[system.id]), peak)
            for system in top
        ),
        table=_by_area(site, top, named) if top and "area" in site.axes else None,
        papers=len(papers),
        paper_bases=tuple(_basis(site, id, site.paper(id), "", namers[id], most) for id in papers[:_MOST]),
    )


def _named_papers(site: Site) -> dict[str, int]:
    """Return by how many other papers each paper is named or used, by its id; those that none names are left out."""
    numbers = {}
    for paper_id in site.papers:
        place = site.catalogue.places.get(paper_id)
        others = {*(place.mentioned_by if place else ()), *site.usage.of(paper_id)} - {paper_id}
        if others:
            numbers[paper_id] = len(others)
    return numbers


def _basis(site: Site, some_id: str, what: Link, kind: str, named: int, peak: int) -> Basis:
    fields = [field for stated in site.usage.of(some_id).values() for field in stated]
    is_system = some_id in site.catalogue.systems
    return Basis(
        what=what,
        kind=kind,
        named=named,
        papers=addresses.explorer(mentions(site, some_id)) if is_system else None,
        share=-(-100 * named // peak),
        built=fields.count("builds_on"),
        compared=fields.count("compares_with"),
        measured=fields.count("evaluated_on"),
    )


def _by_area(site: Site, top: Sequence[System], named: Mapping[str, Sequence[str]]) -> Crosstab:
    """Return the table of the `top` systems by areas, under the headings of their kinds, in which the most named come
    first. `named` has for each system the ids of the papers that name it.
    """
    kinds = kind_titles(site.translations)
    order = list(kinds)
    systems = sorted(top, key=lambda entry: order.index(entry.kind))
    members: dict[str, list[str]] = {}
    for system in systems:
        for paper_id in named[system.id]:
            members.setdefault(paper_id, []).append(system.id)
    axis = Axis(
        key="mentions",
        title=site.gettext("System"),
        values=tuple(Mark(key=entry.id, title=entry.name) for entry in systems),
        members={paper_id: tuple(ids) for paper_id, ids in members.items()},
        several=any(len(ids) > 1 for ids in members.values()),
    )
    areas = site.crosstabs.axes["area"]
    made = crosstab(
        site,
        tabulate(sorted(members), axis, areas),
        leads=lambda system_id, area: addresses.explorer({**mentions(site, system_id), "area": area}),
    )
    rows = {
        system.id: replace(row, head=replace(row.head, to=site.system(system.id).to))
        for system, row in zip(systems, made.groups[0].rows, strict=True)
    }
    groups = tuple(
        RowGroup(title=kinds[kind], rows=tuple(rows[entry.id] for entry in group))
        for kind, group in groupby(systems, key=lambda entry: entry.kind)
    )
    return replace(made, groups=groups)
