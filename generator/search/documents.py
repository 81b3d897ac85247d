"""What a result shows of a paper, and the rest of its record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from ..catalogue.labels import kind_names
from ..records.catalogue import Catalogue
from ..records.paper import Paper
from ..records.relations import USES
from ..records.taxonomy import UNPLACED
from ..text.i18n import Translations
from .postings import has

_NEAR: Final = 3
"""Neighbours of a paper that the ranking asks."""


def card_of(
    catalogue: Catalogue,
    paper: Paper,
    numbers: Mapping[str, Mapping[str, int]],
    positions: Mapping[str, int],
    translations: Translations,
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
            "known": _known(catalogue, paper, translations),
            "values": _without_empty(values),
            "mentioned": len(place.mentioned_by) if place else 0,
            "near": near,
        }
    )


def _known(catalogue: Catalogue, paper: Paper, translations: Translations) -> str:
    """A line for a paper without a summary: what its record says in its place."""
    if paper.summary:
        return ""
    place = catalogue.places.get(paper.id)
    named = dict.fromkeys(mention.as_ for mention in (place.mentions if place else ()))
    names = kind_names(translations)
    introduced = [f"{it.name} ({it.about or names[it.kind]})" for it in paper.introduces]
    lines = [
        introduced and translations.gettext("Introduces {things}", things=", ".join(introduced)),
        ", ".join(paper.figures[:2]),
        named and translations.gettext("Mentions {things}", things=", ".join(list(named)[:6])),
    ]
    return " · ".join(line for line in lines if line)


def details_of(catalogue: Catalogue, paper: Paper, translations: Translations) -> dict[str, Any]:
    """The rest of a record: for the best passage, the comparison and the lists that a reader takes away."""

    def named(ids: Sequence[str]) -> list[str]:
        place = catalogue.places.get(paper.id)
        names = {mention.id: mention.name for mention in (place.mentions if place else ())}
        return [names.get(id, id) for id in ids]

    kinds = kind_names(translations)
    return _without_empty(
        {
            "id": paper.id,
            "problem": paper.problem,
            "idea": paper.idea,
            "results": paper.results,
            "abstract": paper.abstract,
            "figures": list(paper.figures),
            "introduces": [{"name": thing.name, "kind": kinds[thing.kind]} for thing in paper.introduces],
            **{use.field: named(use.ids_of(paper)) for use in USES},
            "ids": paper.ids.model_dump(exclude_none=True),
            "links": [{"kind": link.kind, "url": link.url} for link in paper.links],
            "published": paper.published.isoformat() if paper.published else None,
            "venue_year": paper.venue_year,
        }
    )


def _without_empty(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value}
