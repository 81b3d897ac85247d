"""How the map tells areas apart: by shape and colour, and by a name where the area is densest.

Seven shapes go round with six colours, so that 42 areas differ in one or the other. The colours are custom properties
of the style sheet (`--map-0` …), which has light and dark ones. The shapes are SVG paths around 0,0, about 20 units
wide, that the page draws and the script draws as well.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence

from ...records.catalogue import Catalogue
from ...records.survey import MAP_HEIGHT, MAP_WIDTH, Coordinate
from ...records.taxonomy import UNPLACED

SHAPES = (
    "M-9 0a9 9 0 1 0 18 0a9 9 0 1 0-18 0z",
    "M-8-8h16v16h-16z",
    "M0-11l11 19h-22z",
    "M0-12l11 12-11 12-11-12z",
    "M0 11l-11-19h22z",
    "M-3.5-10.5h7v7h7v7h-7v7h-7v-7h-7v-7h7z",
    "M0-5l6-6 5 5-6 6 6 6-5 5-6-6-6 6-5-5 6-6-6-6 5-5z",
)
COLOURS = 6
_FILLED = 0.18
"""Share of the frame that the papers' own squares may fill, which decides how far apart they stand."""
_CELL = 50
"""Side of the squares that papers are counted in, to find where an area is densest."""


def spacing(count: int) -> float:
    """The least distance between two of so many papers, at most 16."""
    return max(1.0, min(16.0, math.sqrt(_FILLED * MAP_WIDTH * MAP_HEIGHT / max(count, 1))))


def style_of(number: int) -> tuple[int, int]:
    """Numbers of the shape and the colour of an area, by its place in the taxonomy."""
    return number % len(SHAPES), number % COLOURS


def areas_on_map(catalogue: Catalogue) -> dict[str, tuple[str, ...]]:
    """The ids of the papers that have a place, for every area key; unplaced ones last, where there are any."""
    return {key: tuple(id for id in ids if id in catalogue.map) for key, ids in catalogue.by_area.items()}


def area_numbers(catalogue: Catalogue) -> dict[str, int]:
    return {key: number for number, key in enumerate([*(it.key for it in catalogue.taxonomy.areas), UNPLACED])}


def mark_radius(count: int) -> float:
    """Half of a mark's width on the map, so that marks next to each other do not touch."""
    return round(0.4 * spacing(count), 1)


def densest(points: Sequence[Coordinate], most: int = 5) -> list[Coordinate]:
    """Where some points lie closest together: the middles of those in and around the fullest squares."""
    squares: dict[tuple[int, int], list[Coordinate]] = defaultdict(list)
    for x, y in points:
        squares[x // _CELL, y // _CELL].append((x, y))
    around = {
        (i, j): [point for a in (-1, 0, 1) for b in (-1, 0, 1) for point in squares.get((i + a, j + b), ())]
        for i, j in squares
    }
    fullest = sorted(squares, key=lambda square: (-len(around[square]), -len(squares[square]), square))
    return [_middle(around[square]) for square in fullest[:most]]


def _middle(points: Iterable[Coordinate]) -> Coordinate:
    found = list(points)
    return round(sum(x for x, _ in found) / len(found)), round(sum(y for _, y in found) / len(found))
