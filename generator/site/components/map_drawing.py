"""The map drawn: areas with their marks or dots, on its page and on the home page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ...catalogue.map.symbols import area_numbers, areas_on_map, mark_radius, style_of
from ...records.paper import Paper
from ...records.survey import MAP_HEIGHT, MAP_WIDTH
from ...text.escape import Ready
from ..context import Lookup
from ..links import Ref
from .map_labels import MapLine, place_labels

_TOLD = 300
"""Papers up to which a mark tells the summary too."""


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
class SmallMap:
    """The map as a picture of dots, for the home page: `papers` on it, by area."""

    papers: int
    box: str
    dot: str
    areas: tuple[MapArea, ...]


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
        areas=drawn_areas(site, "", linked=False, every=-(-count // _DOTS)),
    )


def drawn_areas(site: Lookup, up: str, *, linked: bool, every: int = 1) -> tuple[MapArea, ...]:
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
