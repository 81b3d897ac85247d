"""The pages of reading paths: their index, and one for each."""

from __future__ import annotations

from dataclasses import dataclass

from ...catalogue import addresses
from ...records.survey import ReadingPath
from ..context import Site, counted
from ..links import CountedLink, Front, IndexGroup, IndexPage, Item, Link, front


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """A step of a reading path: a paper as an entry of the list, and a note on why it comes now."""

    item: Item
    note: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """A reading path on the page of a paper in it: the paper is number `number` of `of`; `next` is the paper after it,
    or None.
    """

    path: Link
    number: int
    of: int
    next: Link | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PathPage:
    """The data of the page of a reading path, `paths/KEY.md`: its title, what it leads to (`about`), and its steps in
    order (`stops`).
    """

    front: Front
    title: str
    about: str | None
    stops: tuple[Stop, ...]


def counted_paths(
    site: Site,
) -> tuple[CountedLink, ...]:
    """Return links to all reading paths with their numbers of papers, in the order of paths.yml."""
    return tuple(
        counted(Link(text=path.title, to=addresses.reading_path(path.key)), len(path.steps), path.about)
        for path in site.catalogue.paths
    )


def courses(site: Site, paper_id: str) -> tuple[Course, ...]:
    """Return the reading paths that contain a paper, in the order of paths.yml."""
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
    """Return the data of the index of reading paths."""
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
    """Return the data of the page of a reading path; steps whose papers are unknown are left out."""
    return PathPage(
        front=front(path.title, path.about, site.title, hide=("toc",)),
        title=path.title,
        about=path.about,
        stops=tuple(
            Stop(item=site.item(step.paper), note=step.note) for step in path.steps if step.paper in site.papers
        ),
    )
