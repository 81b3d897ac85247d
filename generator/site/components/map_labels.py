"""Places the areas' names on the map: where an area is densest, without overlap, within the frame."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ...catalogue.map.symbols import densest
from ...records.survey import MAP_HEIGHT, MAP_WIDTH, Coordinate

_LINE = 20
"""Characters that a line of a name has at most, where words allow."""
_EDGE = 4
_HEIGHT = 1.15
"""Of a line, in sizes of the type."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MapLine:
    """A line of an area's name on the map: `x` is its centre and `y` its baseline, both as SVG has them."""

    x: str
    y: str
    text: str


Box = tuple[float, float, float, float]


def place_labels(areas: Sequence[tuple[str, Sequence[Coordinate]]], size: float) -> list[tuple[MapLine, ...]]:
    """Return the lines of each area's name, placed where its papers are densest; none if there is no room, or no paper.

    `areas` are titles with the coordinates of their papers, `size` is the font size in map units. Areas with more
    papers are placed first.
    """
    labels: list[tuple[MapLine, ...]] = [() for _ in areas]
    taken: list[Box] = []
    for number in sorted(range(len(areas)), key=lambda at: (-len(areas[at][1]), at)):
        title, points = areas[number]
        lines = wrapped(title)
        width = max(map(_width, lines)) * size
        height = len(lines) * size * _HEIGHT
        for x, y in _offers(points, width, height):
            box = (x - width / 2, y - height / 2, x + width / 2, y + height / 2)
            if not any(_meet(box, other) for other in taken):
                taken.append(box)
                first = y - height / 2 + size * 0.9
                labels[number] = tuple(
                    MapLine(x=f"{x:.0f}", y=f"{first + at * size * _HEIGHT:.0f}", text=line)
                    for at, line in enumerate(lines)
                )
                break
    return labels


def wrapped(title: str) -> list[str]:
    """Return the title of an area broken at spaces into lines of about equal length; one without spaces is one line."""
    most = len(title) / -(-len(title) // _LINE)
    lines = [""]
    for word in title.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        # A line may go beyond the mean by half of the word that reaches it, and a little.
        if not lines[-1] or len(longer) - len(word) / 2 <= most + 1:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _offers(points: Sequence[Coordinate], width: float, height: float) -> Iterator[tuple[float, float]]:
    """Yield points for the middle of a label with a width and height, the best first: on the densest places of the
    points, then a little off them, always such that the label is within the frame.
    """
    for down in (0.0, -1.2, 1.2, -2.4, 2.4):
        for right in (0.0, -0.5, 0.5):
            for x, y in densest(points, 3) if points else ():
                yield (
                    min(max(x + right * width, width / 2 + _EDGE), MAP_WIDTH - width / 2 - _EDGE),
                    min(max(y + down * height, height / 2 + _EDGE), MAP_HEIGHT - height / 2 - _EDGE),
                )


def _meet(box: Box, other: Box) -> bool:
    return box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3]


def _width(text: str) -> float:
    """Return the width of a text in sizes of its type: letters count about half, those of East Asia whole."""
    return sum(1.0 if unicodedata.east_asian_width(char) in "WF" else 0.55 for char in text) + 0.4
