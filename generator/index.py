"""The search index: what the browser and `catalogue search` rank by.

`postings` says what can be looked up, `shards` how it is written; here stand what a reader can choose from and
what a result shows.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Final

from generator.kinds import kind_names
from generator.map_marks import SHAPES, area_numbers, densest, mark_radius, style_of
from generator.postings import HAS, collect, groups_of, has, in_name_order, open_values
from generator.records import MAP_HEIGHT, MAP_WIDTH, UNPLACED, Catalogue, Paper
from generator.shards import encode
from generator.words import Words

_OFFERED: Final = 60
"""Venues, authors and mentions to choose from; the others can be typed."""
_NEAR: Final = 3
"""Neighbours of a paper that the ranking asks."""


def index(catalogue: Catalogue, words: Words | None = None) -> dict[str, str]:
    """The files of the index, by their paths below the docs folder. What a reader sees of it is in these words."""
    words = words or Words()
    papers = in_name_order(catalogue.papers)
    dimensions = _dimensions(catalogue, papers, words)
    numbers = {
        dimension["key"]: {key: number for number, (key, _) in enumerate(dimension["values"])}
        for dimension in dimensions
        if not dimension["open"]
    }
    positions = {paper.id: position for position, paper in enumerate(papers)}
    return encode(
        **collect(catalogue, papers)._asdict(),
        cards=[_card(catalogue, paper, numbers, positions, words) for paper in papers],
        details=[_details(catalogue, paper, words) for paper in papers],
        head={"dimensions": dimensions, "groups": groups_of(catalogue)},
    )


def map_points(catalogue: Catalogue, words: Words) -> dict[str, str]:
    """The map for the scripts, by its path below the docs folder; nothing for a survey without a map.

    `points` has x, y and the number of the area for each paper, by its position in the index.
    """
    if not catalogue.map:
        return {}
    papers = in_name_order(catalogue.papers)
    numbers = area_numbers(catalogue)
    titles = {area.key: area.title for area in catalogue.taxonomy.areas} | {UNPLACED: words.say("Unplaced")}
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


# --- what a reader can choose from -------------------------------------------


def _dimensions(catalogue: Catalogue, papers: Sequence[Paper], words: Words) -> list[dict[str, Any]]:
    """`several`: a paper may have any number of its values. `open`: it has more values than are listed."""
    areas = [[area.key, area.title] for area in catalogue.taxonomy.areas]
    if any(paper.area is None for paper in papers):
        areas.append([UNPLACED, words.say("Unplaced")])
    years = sorted({paper.year for paper in papers if paper.year}, reverse=True)
    present = {kind for paper in papers for kind in has(paper)}
    return [
        _dimension("area", words.say("Area"), areas),
        *(
            _dimension(facet.key, facet.title, [[value.key, value.title] for value in facet.values], several=True)
            for facet in catalogue.taxonomy.facets
        ),
        _dimension("year", words.say("Year"), [[str(year), str(year)] for year in years]),
        _dimension("has", words.say("Comes with"), _companions(words, present), several=True),
        *_open_dimensions(catalogue, papers, words),
    ]


def _companions(words: Words, present: set[str]) -> list[list[str]]:
    titles = {
        "code": words.say("Code"),
        "data": words.say("Data"),
        "dataset": words.say("Introduces a data set"),
        "benchmark": words.say("Introduces a benchmark"),
        "model": words.say("Introduces a model"),
    }
    return [[key, titles[key]] for key in HAS if key in present]


def _dimension(key: str, title: str, values: list[list[str]], several: bool = False) -> dict[str, Any]:
    return {"key": key, "title": title, "several": several, "open": False, "values": values}


def _open_dimensions(catalogue: Catalogue, papers: Sequence[Paper], words: Words) -> list[dict[str, Any]]:
    """The commonest values, by how many papers have them, then by name."""
    titles = {"venue": words.say("Venue"), "author": words.say("Author"), "mentions": words.say("Mentions")}
    counts: dict[str, Counter[tuple[str, str]]] = {field: Counter() for field in titles}
    for paper in papers:
        for field, values in open_values(catalogue, paper).items():
            counts[field].update((key, names[0]) for key, names in values.items())
    return [
        {**_dimension(field, title, _commonest(counts[field]), several=field != "venue"), "open": True}
        for field, title in titles.items()
    ]


def _commonest(counts: Mapping[tuple[str, str], int]) -> list[list[str]]:
    in_order = sorted(counts.items(), key=lambda one: (-one[1], one[0][1].casefold(), one[0]))
    few = len(counts) <= _OFFERED
    return [list(value) for value, count in in_order if few or count > 1][:_OFFERED]


# --- what a result shows -----------------------------------------------------


def _card(
    catalogue: Catalogue,
    paper: Paper,
    numbers: Mapping[str, Mapping[str, int]],
    positions: Mapping[str, int],
    words: Words,
) -> dict[str, Any]:
    place = catalogue.places.get(paper.id)
    own: dict[str, Sequence[str]] = {"area": (paper.area or UNPLACED,), **paper.facets, "has": has(paper)}
    values = {
        key: [known[value] for value in own.get(key, ()) if value in known]
        for key, known in numbers.items()
        if key != "year"
    }
    near = [
        [positions[one.id], round(one.similarity, 2)]
        for one in (place.related if place else ())[:_NEAR]
        if one.id in positions
    ]
    return _without_empty(
        {
            "id": paper.id,
            "title": paper.title,
            "name": paper.name,
            "also": list(paper.aliases),
            "authors": list(paper.authors),
            "year": paper.year,
            "venue": paper.venue,
            "summary": paper.summary,
            "known": _known(catalogue, paper, words),
            "values": _without_empty(values),
            "mentioned": len(place.mentioned_by) if place else 0,
            "near": near,
        }
    )


def _known(catalogue: Catalogue, paper: Paper, words: Words) -> str:
    """A line for a paper without a summary: what its record says in its place."""
    if paper.summary:
        return ""
    place = catalogue.places.get(paper.id)
    named = dict.fromkeys(mention.as_ for mention in (place.mentions if place else ()))
    names = kind_names(words)
    introduced = [f"{it.name} ({it.about or names[it.kind]})" for it in paper.introduces]
    lines = [
        introduced and words.say("Introduces {things}", things=", ".join(introduced)),
        ", ".join(paper.figures[:2]),
        named and words.say("Mentions {things}", things=", ".join(list(named)[:6])),
    ]
    return " · ".join(line for line in lines if line)


def _details(catalogue: Catalogue, paper: Paper, words: Words) -> dict[str, Any]:
    """The rest of a record: for the best passage, the comparison and the lists that a reader takes away."""

    def named(ids: Sequence[str]) -> list[str]:
        place = catalogue.places.get(paper.id)
        names = {mention.id: mention.name for mention in (place.mentions if place else ())}
        return [names.get(id, id) for id in ids]

    kinds = kind_names(words)
    return _without_empty(
        {
            "id": paper.id,
            "problem": paper.problem,
            "idea": paper.idea,
            "results": paper.results,
            "abstract": paper.abstract,
            "figures": list(paper.figures),
            "introduces": [{"name": thing.name, "kind": kinds[thing.kind]} for thing in paper.introduces],
            "builds_on": named(paper.builds_on),
            "compares_with": named(paper.compares_with),
            "evaluated_on": named(paper.evaluated_on),
            "ids": paper.ids.model_dump(exclude_none=True),
            "links": [{"kind": link.kind, "url": link.url} for link in paper.links],
            "published": paper.published.isoformat() if paper.published else None,
            "venue_year": paper.venue_year,
        }
    )


def _without_empty(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value}
