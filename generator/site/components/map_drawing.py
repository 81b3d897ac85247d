"""The map as a drawing of areas with their papers, for its own page and for the home page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ...catalogue import addresses
from ...catalogue.addresses import Address
from ...catalogue.map.symbols import area_numbers, areas_on_map, mark_radius, style_of
from ...records.paper import Paper
from ...records.survey import MAP_HEIGHT, MAP_WIDTH
from ..context import Site
from ..links import Link
from .map_labels import MapLine, place_labels

_TOLD = 300
"""Papers up to which a mark tells the summary too."""


_DOTS = 600
"""Dots on the small map; with more papers it shows every second, every third …"""
_WIDE, _NARROW, _SMALL = 16, 33, 28
"""Size of the type of the areas' names on wide and narrow screens, and on the small map, in units of the map."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MapMark:
    """The mark of a paper on the map: the paper's page, its coordinates `x` and `y` as SVG has them, and the tooltip
    (`told`).
    """

    to: Address
    x: str
    y: str
    told: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MapArea:
    """An area on the map, with its key, its shape and its colour.

    `marks` are its papers as links with a shape; where papers are not linked, `dots` is an SVG path of dots instead.
    `wide` and `narrow` are the lines of its name on a wide and on a narrow screen, empty if the name has no room.
    `count` and `papers` include papers without coordinates.
    """

    key: str
    link: Link
    count: int
    shape: str
    colour: str
    marks: tuple[MapMark, ...]
    dots: str
    wide: tuple[MapLine, ...]
    narrow: tuple[MapLine, ...]
    papers: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SmallMap:
    """The map of dots on the home page. `papers` is the number of papers on it, `box` the view box of its SVG, `dot`
    the width of a dot, and `areas` have the dots.
    """

    papers: int
    box: str
    dot: str
    areas: tuple[MapArea, ...]


def small_map(site: Site) -> SmallMap | None:
    """Return the map of the home page; None if the survey has no map."""
    count = len(site.catalogue.map)
    if not count:
        return None
    dot = 2 * mark_radius(min(count, _DOTS))
    return SmallMap(
        papers=count,
        box=f"0 0 {MAP_WIDTH} {MAP_HEIGHT}",
        dot=str(round(dot, 1)),
        areas=drawn_areas(site, linked=False, small=True),
    )


def drawn_areas(site: Site, *, linked: bool, small: bool = False) -> tuple[MapArea, ...]:
    """Return all areas that have papers, as the map draws them, in the order of the taxonomy; in a survey without areas
    all papers as one that has no name.

    If `linked`, papers are marks that link to their pages; else they are dots. `small` is for the map of the home page:
    names are set small, with the number of papers, and large surveys show a part of their dots.
    """
    catalogue = site.catalogue
    placed, numbers = areas_on_map(catalogue), area_numbers(catalogue)
    keys = [key for key in site.areas or placed if catalogue.by_area.get(key)]
    rows = [(site.area(key).text, [catalogue.map[id] for id in placed[key]]) for key in keys]
    if small:
        counted = [(f"{title}\u00a0{len(points)}", points) for title, points in rows]
        wide = narrow = place_labels(counted if site.areas else [], _SMALL)
    else:
        named = rows if site.areas else []
        wide, narrow = place_labels(named, _WIDE), place_labels(named, _NARROW)
    every = -(-len(catalogue.map) // _DOTS) if small else 1
    areas = []
    for at, key in enumerate(keys):
        shape, colour = style_of(numbers[key])
        ids = placed[key]
        areas.append(
            MapArea(
                key=key,
                link=site.area(key),
                count=len(catalogue.by_area[key]),
                shape=str(shape),
                colour=str(colour),
                marks=tuple(_mark(site, id) for id in ids) if linked else (),
                dots="" if linked else "".join(f"M{x} {y}h0" for x, y in rows[at][1][::every]),
                wide=wide[at] if site.areas else (),
                narrow=narrow[at] if site.areas else (),
                papers=_by_name(site, catalogue.by_area[key]) if linked else (),
            )
        )
    return tuple(areas)


def _by_name(site: Site, ids: Sequence[str]) -> tuple[Link, ...]:
    papers = sorted((site.papers[id] for id in ids), key=lambda paper: (paper.label.casefold(), paper.id))
    return tuple(site.paper(paper.id) for paper in papers)


def _mark(site: Site, id: str) -> MapMark:
    x, y = site.catalogue.map[id]
    paper = site.papers[id]
    return MapMark(to=addresses.paper(id), x=str(x), y=str(y), told=_told(paper, len(site.papers) <= _TOLD))


def _told(paper: Paper, fully: bool) -> str:
    named = f"{paper.label} ({paper.bibliographic.year})" if paper.bibliographic.year else paper.label
    return f"{named}: {paper.digest.summary}" if fully and paper.digest.summary else named
