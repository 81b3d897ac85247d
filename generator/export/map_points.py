"""The coordinates of the papers on the map, for the script that draws it."""

from __future__ import annotations

import json

from ..catalogue.assemble import in_order_of_positions
from ..catalogue.map.symbols import SHAPES, area_numbers, densest, mark_radius, style_of
from ..records.catalogue import Catalogue
from ..records.survey import MAP_HEIGHT, MAP_WIDTH
from ..records.taxonomy import UNPLACED
from ..text.i18n import Translations


def map_points(catalogue: Catalogue, translations: Translations) -> dict[str, str]:
    """Return the data of the map as one file, by its path below the docs folder; an empty dictionary for a survey
    without a map.

    `points` is a flat list of x, y and area number of each paper, in the order of the search index. Each area has its
    title, the numbers of its shape and colour, and the points where its name may be written (`at`).
    """
    if not catalogue.map:
        return {}
    papers = in_order_of_positions(catalogue.papers).papers
    numbers = area_numbers(catalogue)
    titles = {area.key: area.title for area in catalogue.taxonomy.areas}
    titles[UNPLACED] = translations.gettext("Unplaced") if titles else ""
    coordinates = [catalogue.map[paper.id] for paper in papers]
    keys = [paper.derived.area if paper.derived.area in numbers else UNPLACED for paper in papers]
    areas = []
    for key, number in numbers.items():
        own = [coordinate for coordinate, area in zip(coordinates, keys, strict=True) if area == key]
        shape, colour = style_of(number)
        areas.append({"key": key, "title": titles[key], "shape": shape, "colour": colour, "at": densest(own, 3)})
    points = [number for (x, y), key in zip(coordinates, keys, strict=True) for number in (x, y, numbers[key])]
    document = {
        "width": MAP_WIDTH,
        "height": MAP_HEIGHT,
        "radius": mark_radius(len(papers)),
        "shapes": SHAPES,
        "areas": areas,
        "points": points,
    }
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return {"assets/data/map.json": text + "\n"}
