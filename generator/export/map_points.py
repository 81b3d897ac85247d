"""The map's points for the scripts."""

from __future__ import annotations

import json

from ..catalogue.assemble import in_name_order
from ..catalogue.map.symbols import SHAPES, area_numbers, densest, mark_radius, style_of
from ..records.catalogue import Catalogue
from ..records.survey import MAP_HEIGHT, MAP_WIDTH
from ..records.taxonomy import UNPLACED
from ..text.i18n import Translations


def map_points(catalogue: Catalogue, translations: Translations) -> dict[str, str]:
    """The map for the scripts, by its path below the docs folder; nothing for a survey without a map.

    `points` has x, y and the number of the area for each paper, by its position in the index.
    """
    if not catalogue.map:
        return {}
    papers = in_name_order(catalogue.papers)
    numbers = area_numbers(catalogue)
    titles = {area.key: area.title for area in catalogue.taxonomy.areas} | {UNPLACED: translations.gettext("Unplaced")}
    places = [catalogue.map[paper.id] for paper in papers]
    keys = [paper.area if paper.area in numbers else UNPLACED for paper in papers]
    areas = []
    for key, number in numbers.items():
        own = [place for place, area in zip(places, keys, strict=True) if area == key]
        shape, colour = style_of(number)
        areas.append({"key": key, "title": titles[key], "shape": shape, "colour": colour, "at": densest(own, 3)})
    points = [part for (x, y), key in zip(places, keys, strict=True) for part in (x, y, numbers[key])]
    made = {
        "width": MAP_WIDTH,
        "height": MAP_HEIGHT,
        "radius": mark_radius(len(papers)),
        "shapes": SHAPES,
        "areas": areas,
        "points": points,
    }
    text = json.dumps(made, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return {"assets/data/map.json": text + "\n"}
