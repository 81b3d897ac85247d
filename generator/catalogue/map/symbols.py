"""How the map shows areas: each by a shape and a colour, and by its name where its papers are densest.

Seven shapes and six colours are assigned in turn, so that 42 areas differ in one or the other. A colour is the number
of a custom property of the style sheet (`--map-0` …), which has a light and a dark value. A shape is an SVG path around
0,0, about 20 units wide. The page and its script draw the same shapes.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence

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
    """Return the least distance between two papers on a map of `count` papers: 16 map units, less if there are many
    papers.
    """
    return max(1.0, min(16.0, math.sqrt(_FILLED * MAP_WIDTH * MAP_HEIGHT / max(count, 1))))


def style_of(number: int) -> tuple[int, int]:
    """Return the shape (an index of `SHAPES`) and the colour (0 to `COLOURS - 1`) of the area with a number."""
    return number % len(SHAPES), number % COLOURS


def areas_on_map(catalogue: Catalogue) -> dict[str, tuple[str, ...]]:
    """Return for each area key the ids of those of its papers that are on the map; `UNPLACED` comes last, if it has
    papers.
    """
    return {key: tuple(id for id in ids if id in catalogue.map) for key, ids in catalogue.by_area.items()}


def area_numbers(catalogue: Catalogue) -> dict[str, int]:
    """Return the number of each area, by its key: its position in the taxonomy, from 0; `UNPLACED` has the last number.

    The number decides the area's shape and colour (`style_of`).
    """
    return {key: number for number, key in enumerate([*(area.key for area in catalogue.taxonomy.areas), UNPLACED])}


def mark_radius(count: int) -> float:
    """Return half the width of a paper's symbol on a map of `count` papers, in map units. Symbols of this size do not
    touch.
    """
    return round(0.4 * spacing(count), 1)


def densest(points: Sequence[Coordinate], most: int = 5) -> list[Coordinate]:
    """Return the centres of the densest parts of a set of points, at most `most`, the densest first.

    Points are counted in squares of 50 map units. A centre is the mean of all points in a square and the eight around
    it.
    """
    squares: dict[tuple[int, int], list[Coordinate]] = defaultdict(list)
    for x, y in points:
        squares[x // _CELL, y // _CELL].append((x, y))
    around = {
        (i, j): [point for a in (-1, 0, 1) for b in (-1, 0, 1) for point in squares.get((i + a, j + b), ())]
        for i, j in squares
    }
    fullest = sorted(squares, key=lambda square: (-len(around[square]), -len(squares[square]), square))
    return [_middle(around[square]) for square in fullest[:most]]


def _middle(points: Sequence[Coordinate]) -> Coordinate:
    """Return the mean of some points, in whole numbers."""
    return round(sum(x for x, _ in points) / len(points)), round(sum(y for _, y in points) / len(points))
