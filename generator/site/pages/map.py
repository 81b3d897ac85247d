"""The page of the map, on which papers with similar content are near one another."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ...catalogue import addresses
from ...catalogue.addresses import Address
from ...catalogue.map.symbols import SHAPES, mark_radius
from ...records.survey import MAP_HEIGHT, MAP_WIDTH
from ..components.map_drawing import MapArea, drawn_areas
from ..context import Site
from ..links import Front

_LINKED = 600
"""Papers up to which each mark is a link and the page lists all; with more, the page would be too long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MapShape:
    """A shape of the map's marks: its number, as text for a template, and its SVG path at the size of the marks."""

    number: str
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MapPage:
    """The data of `map/index.md`. `drawn` says whether the survey has a map, `meaning` whether nearness on it is also
    one of meaning; the areas are listed in any case.

    `box` is the view box of the map's SVG, `dot` the width of a dot. `listed` says whether each paper is listed.
    `explorer` is the address at which the map can be filtered. `by_area` is false in a survey without areas, of which
    the only entry of `areas` has all papers.
    """

    front: Front
    title: str
    papers: int
    drawn: bool
    meaning: bool
    listed: bool
    box: str
    dot: str
    shapes: tuple[MapShape, ...]
    explorer: Address
    areas: tuple[MapArea, ...]
    by_area: bool


def map_page(site: Site) -> MapPage:
    """Return the data of the page of the map, with a list of the areas for readers who cannot see the map; in a survey
    of at most `_LINKED` papers it has the papers, too.
    """
    count = len(site.catalogue.map)
    listed = len(site.catalogue.papers) <= _LINKED
    radius = mark_radius(count)
    return MapPage(
        front=Front(
            title=site.gettext("Map"),
            description=site.gettext("Every paper near to what it resembles: a map of {survey}."),
            hide=("navigation", "toc"),
            empty=not site.catalogue.map,
        ),
        title=site.gettext("Map"),
        papers=len(site.catalogue.papers),
        drawn=count > 0,
        meaning=site.catalogue.vectors is not None,
        listed=listed,
        box=f"0 0 {MAP_WIDTH} {MAP_HEIGHT}",
        dot=str(2 * radius),
        shapes=tuple(MapShape(number=str(n), path=_scaled(path, radius / 10)) for n, path in enumerate(SHAPES)),
        explorer=addresses.explorer({"view": "map"}),
        areas=drawn_areas(site, linked=listed),
        by_area=bool(site.areas),
    )


def _scaled(path: str, factor: float) -> str:
    """Return an SVG path with its numbers multiplied by a factor. The flags of arcs are 0 and 1 and stay."""
    if "a" in path:
        radius = round(9 * factor, 1)
        half = f"a{radius} {radius} 0 1 0"
        return f"M-{radius} 0{half} {2 * radius:g} 0{half}-{2 * radius:g} 0z"
    return re.sub(r"\d+(?:\.\d+)?", lambda match: f"{float(match[0]) * factor:.2f}".rstrip("0").rstrip("."), path)
