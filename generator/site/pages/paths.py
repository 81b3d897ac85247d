"""The reading paths: their index, and a page each."""

from __future__ import annotations

from dataclasses import dataclass

from ...catalogue import addresses
from ...records.survey import ReadingPath
from ..context import Site, counted
from ..links import CountedLink, Front, IndexGroup, IndexPage, Item, Link, front


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """A paper on the way, and why it comes now."""

    item: Item
    note: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """A reading path that leads through a paper: which of its papers this is, of how many, and the next."""

    path: Link
    number: int
    of: int
    next: Link | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PathPage:
    """`paths/KEY.md`."""

    front: Front
    title: str
    about: str | None
    stops: tuple[Stop, ...]


def counted_paths(
    site: Site,
) -> tuple[CountedLink, ...]:
    """Every path with the number of its papers, in the order of paths.yml."""
    return tuple(
        counted(Link(text=path.title, to=addresses.reading_path(path.key)), len(path.steps), path.about)
        for path in site.catalogue.paths
    )


def courses(site: Site, paper_id: str) -> tuple[Course, ...]:
    """The reading paths that lead through a paper, in the order of paths.yml."""
    through = []
    for path in site.catalogue.paths:
        ids = [step.paper for step in path.steps]
        if paper_id in ids:
            at = ids.index(paper_id)
            link = Link(text=path.title, to=addresses.reading_path(path.key))
            following = site.paper(ids[at + 1]) if at + 1 < len(ids) else None
            through.append(Course(path=link, number=at + 1, of=len(ids), next=following))
    return tuple(through)


def paths_page(site: Site) -> IndexPage:
    """The index of all reading paths."""
    return IndexPage(
        front=Front(
            title=site.gettext("Reading paths"),
            description=site.gettext("Short courses through {survey}."),
            hide=("toc",),
        ),
        title=site.gettext("Reading paths"),
        lead=site.gettext("Short courses through the survey, each paper with a word on why it comes now."),
        groups=(IndexGroup(title="", about=None, entries=counted_paths(site)),),
    )


def path_page(site: Site, path: ReadingPath) -> PathPage:
    """The page of a reading path; steps of unknown papers are left out."""
    return PathPage(
        front=front(path.title, path.about, site.title, hide=("toc",)),
        title=path.title,
        about=path.about,
        stops=tuple(
            Stop(item=site.item(step.paper), note=step.note) for step in path.steps if step.paper in site.papers
        ),
    )
