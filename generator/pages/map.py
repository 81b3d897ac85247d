"""The map: every paper as a mark, near to what it resembles; and a small one for the home page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from generator.escape import Ready
from generator.lookup import Lookup
from generator.map_marks import SHAPES, area_numbers, areas_on_map, mark_radius, style_of
from generator.pages.map_labels import MapLine, place_labels
from generator.pages.parts import Front, Ref
from generator.records import MAP_HEIGHT, MAP_WIDTH, Paper

_TOLD = 300
"""Papers up to which a mark tells the summary too."""
_LINKED = 600
"""Papers up to which each mark is a link and the page lists all; with more, the page would be too long."""
_DOTS = 600
"""Dots on the small map; with more papers it shows every second, every third …"""
_WIDE, _NARROW, _SMALL = 16, 33, 28
"""Size of the type of the areas' names on wide and narrow screens, and on the small map, in units of the map."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MapMark:
    """One paper: its page as seen from the built map, its place, and what a pointer on it is told."""

    href: Ready
    x: str
    y: str
    told: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MapArea:
    """One area: its page for Markdown (`ref`) and as seen from the built page, its mark, its papers.

    `dots` is a path for those that are no `marks`. `wide` and `narrow` are the lines of its name for two sizes of
    screens, none where it has no room.
    """

    key: str
    ref: Ref
    href: Ready
    count: int
    shape: str
    colour: str
    marks: tuple[MapMark, ...]
    dots: str
    wide: tuple[MapLine, ...]
    narrow: tuple[MapLine, ...]
    papers: tuple[Ref, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MapShape:
    """A shape's number and its path, as large as the map's marks."""

    number: str
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MapPage:
    """`map/index.md`. `drawn` is whether the survey has a map; all areas are listed in any case.

    `dot` is the width of a dot, `listed` whether each paper is.
    """

    front: Front
    title: str
    papers: int
    drawn: bool
    listed: bool
    box: str
    dot: str
    shapes: tuple[MapShape, ...]
    areas: tuple[MapArea, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SmallMap:
    """The map as a picture of dots, for the home page: `papers` on it, by area."""

    papers: int
    box: str
    dot: str
    areas: tuple[MapArea, ...]


def map_page(site: Lookup) -> MapPage:
    count = len(site.catalogue.map)
    listed = len(site.catalogue.papers) <= _LINKED
    radius = mark_radius(count)
    return MapPage(
        front=Front(
            title=site.say("Map"),
            description=site.say("Every paper near to what it resembles: a map of {survey}."),
            hide=("navigation", "toc"),
        ),
        title=site.say("Map"),
        papers=len(site.catalogue.papers),
        drawn=count > 0,
        listed=listed,
        box=f"0 0 {MAP_WIDTH} {MAP_HEIGHT}",
        dot=str(2 * radius),
        shapes=tuple(MapShape(number=str(n), path=_scaled(path, radius / 10)) for n, path in enumerate(SHAPES)),
        areas=_areas(site, "../", linked=listed),
    )


def small_map(site: Lookup) -> SmallMap | None:
    """The map for the home page; None where there is no map."""
    count = len(site.catalogue.map)
    if not count:
        return None
    dot = 2 * mark_radius(min(count, _DOTS))
    return SmallMap(
        papers=count,
        box=f"0 0 {MAP_WIDTH} {MAP_HEIGHT}",
        dot=str(round(dot, 1)),
        areas=_areas(site, "", linked=False, every=-(-count // _DOTS)),
    )


def _areas(site: Lookup, up: str, *, linked: bool, every: int = 1) -> tuple[MapArea, ...]:
    """The areas that have papers. `up` leads from the built page to the root, as it does from the Markdown file."""
    catalogue = site.catalogue
    placed, numbers = areas_on_map(catalogue), area_numbers(catalogue)
    keys = [key for key in site.areas if catalogue.by_area.get(key)]
    rows = [(site.areas[key].title, [catalogue.map[id] for id in placed[key]]) for key in keys]
    if up:
        wide, narrow = place_labels(rows, _WIDE), place_labels(rows, _NARROW)
    else:
        wide = narrow = place_labels([(f"{title}\u00a0{len(points)}", points) for title, points in rows], _SMALL)
    found = []
    for at, key in enumerate(keys):
        shape, colour = style_of(numbers[key])
        ids = placed[key]
        found.append(
            MapArea(
                key=key,
                ref=site.area(up, key),
                href=Ready(f"{up}areas/{key}/"),
                count=len(catalogue.by_area[key]),
                shape=str(shape),
                colour=str(colour),
                marks=tuple(_mark(site, up, id) for id in ids) if linked else (),
                dots="" if linked else "".join(f"M{x} {y}h0" for x, y in rows[at][1][::every]),
                wide=wide[at],
                narrow=narrow[at],
                papers=_by_name(site, up, catalogue.by_area[key]) if linked else (),
            )
        )
    return tuple(found)


def _by_name(site: Lookup, up: str, ids: Sequence[str]) -> tuple[Ref, ...]:
    papers = sorted((site.papers[id] for id in ids), key=lambda paper: (paper.label.casefold(), paper.id))
    return tuple(site.paper(up, paper.id) for paper in papers)


def _mark(site: Lookup, up: str, id: str) -> MapMark:
    x, y = site.catalogue.map[id]
    paper = site.papers[id]
    return MapMark(href=Ready(f"{up}papers/{id}/"), x=str(x), y=str(y), told=_told(paper, len(site.papers) <= _TOLD))


def _told(paper: Paper, fully: bool) -> str:
    named = f"{paper.label} ({paper.year})" if paper.year else paper.label
    return f"{named}: {paper.summary}" if fully and paper.summary else named


def _scaled(path: str, factor: float) -> str:
    """A path with its numbers made smaller. The flags of arcs are 0 and 1 and stand by themselves."""
    if "a" in path:
        radius = round(9 * factor, 1)
        half = f"a{radius} {radius} 0 1 0"
        return f"M-{radius} 0{half} {2 * radius:g} 0{half}-{2 * radius:g} 0z"
    return re.sub(r"\d+(?:\.\d+)?", lambda match: f"{float(match[0]) * factor:.2f}".rstrip("0").rstrip("."), path)
