"""The fields by which a reader can filter papers, with their values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from ..records.catalogue import Catalogue
from ..records.paper import Paper
from ..records.taxonomy import UNPLACED
from ..text.i18n import Translations
from .postings import HAS, has

_OFFERED: Final = 60
"""Venues, authors and mentions that are listed; the others can be typed."""

OpenCounts = Mapping[str, Mapping[tuple[str, str], int]]
"""How many papers have each value of the fields `venue`, `author` and `mentions`: from the field to a value's key and
name to the number.
"""


def facets_of(
    catalogue: Catalogue, papers: Sequence[Paper], translations: Translations, counts: OpenCounts
) -> list[dict[str, Any]]:
    """Return the fields that a reader can filter by, in the order in which they are shown, each with its values.

    `counts` are those of the values of open fields. A field is a mapping with `key`, `title`, `several` (true if a
    paper may have more than one of its values), `open` (true if it has more values than are listed, so that any text
    can be typed) and `values`, a list of `[key, title]`.
    """
    areas = [[area.key, area.title] for area in catalogue.taxonomy.areas]
    if areas and any(paper.derived.area is None for paper in papers):
        areas.append([UNPLACED, translations.gettext("Unplaced")])
    years = sorted({paper.bibliographic.year for paper in papers if paper.bibliographic.year}, reverse=True)
    present = _present(papers)
    return [
        _facet("area", translations.gettext("Area"), areas),
        *(
            _facet(facet.key, facet.title, [[value.key, value.title] for value in facet.values], several=True)
            for facet in catalogue.taxonomy.facets
        ),
        _facet("year", translations.gettext("Year"), [[str(year), str(year)] for year in years]),
        _facet("has", translations.gettext("Comes with"), _companions(translations, present), several=True),
        *_open_facets(translations, counts),
    ]


def _present(papers: Sequence[Paper]) -> set[str]:
    """Return what any of the papers comes with."""
    present: set[str] = set()
    for paper in papers:
        present.update(has(paper))
        if len(present) == len(HAS):
            break
    return present


def _companions(translations: Translations, present: set[str]) -> list[list[str]]:
    titles = {
        "code": translations.gettext("Code"),
        "data": translations.gettext("Data"),
        "dataset": translations.gettext("Introduces a data set"),
        "benchmark": translations.gettext("Introduces a benchmark"),
        "model": translations.gettext("Introduces a model"),
    }
    return [[key, titles[key]] for key in HAS if key in present]


def _facet(key: str, title: str, values: list[list[str]], several: bool = False) -> dict[str, Any]:
    return {"key": key, "title": title, "several": several, "open": False, "values": values}


def _open_facets(translations: Translations, counts: OpenCounts) -> list[dict[str, Any]]:
    """Return the commonest values of the fields whose values are not listed in the taxonomy (venue, author, mentions),
    by how many papers have them, the most first, then by name.
    """
    titles = {
        "venue": translations.gettext("Venue"),
        "author": translations.gettext("Author"),
        "mentions": translations.gettext("Mentions"),
    }
    return [
        {**_facet(field, title, _commonest(counts.get(field, {})), several=field != "venue"), "open": True}
        for field, title in titles.items()
    ]


def _commonest(counts: Mapping[tuple[str, str], int]) -> list[list[str]]:
    few = len(counts) <= _OFFERED
    offered = [(value, count) for value, count in counts.items() if few or count > 1]
    in_order = sorted(offered, key=lambda item: (-item[1], item[0][1].casefold(), item[0]))
    return [list(value) for value, _ in in_order[:_OFFERED]]
