"""The stored fields of a paper in the search index: those that a hit shows (`cards-N.json`), and those that are loaded
only when needed (`details-N.json`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from ..catalogue.citation import bibtex_title, names_in_parts, publication_type
from ..catalogue.labels import editors_instead, kind_names
from ..records.catalogue import Catalogue, Place
from ..records.paper import Bibliographic, Paper
from ..records.relations import USES
from ..records.taxonomy import UNPLACED
from ..text.i18n import Translations
from ..text.languages.tags import latex_language
from .postings import has

_NEAR: Final = 3
"""Neighbours of a paper that the ranking asks."""


def hit_of(
    catalogue: Catalogue,
    paper: Paper,
    numbers: Mapping[str, Mapping[str, int]],
    positions: Mapping[str, int],
    translations: Translations,
) -> dict[str, Any]:
    """Return the fields of a paper that a hit shows, as a mapping for `cards-N.json`; empty fields are left out.

    `numbers` maps the key of a facet and the key of a value to the value's number in the index; `positions` maps the id
    of a paper to its position in the index. `near` lists the three nearest papers as `[position, similarity]`.
    """
    context = catalogue.places.get(paper.id)
    return _without_empty(
        {
            "id": paper.id,
            "title": paper.bibliographic.title,
            "name": paper.derived.name,
            "also": list(paper.derived.aliases),
            "authors": list(paper.bibliographic.authors),
            "edited": editors_instead(translations, paper.bibliographic),
            "year": paper.bibliographic.year,
            "venue": paper.bibliographic.venue,
            "summary": paper.digest.summary,
            "known": _known(catalogue, paper, translations),
            "values": _without_empty(_value_numbers(paper, numbers)),
            "mentioned": len(context.mentioned_by) if context else 0,
            "near": near_of(context, positions),
        }
    )


def near_of(context: Place | None, positions: Mapping[str, int]) -> list[tuple[int, float]]:
    """Return the papers near to one as its card tells them, each as its position in the index and how near it is;
    `context` is what is known of the paper beside its record. What a card shows depends on no more of its neighbours.
    """
    return [
        (positions[neighbour.id], round(neighbour.similarity, 2))
        for neighbour in (context.related if context else ())[:_NEAR]
        if neighbour.id in positions
    ]


def _value_numbers(paper: Paper, numbers: Mapping[str, Mapping[str, int]]) -> dict[str, list[int]]:
    """Return the numbers of the values that a paper has, by facet. `numbers` has the number of each value, by the keys
    of facet and value. Years are left out, since a hit shows its year itself.
    """
    own: dict[str, Sequence[str]] = {
        "area": (paper.derived.area or UNPLACED,),
        **paper.derived.facets,
        "has": has(paper),
    }
    return {
        facet: [known[value] for value in own.get(facet, ()) if value in known]
        for facet, known in numbers.items()
        if facet != "year"
    }


def _known(catalogue: Catalogue, paper: Paper, translations: Translations) -> str:
    """Return a line that a hit shows for a paper without a summary: what its record says in its place; empty if there
    is a summary.
    """
    if paper.digest.summary:
        return ""
    context = catalogue.places.get(paper.id)
    named = dict.fromkeys(mention.as_ for mention in (context.mentions if context else ()))
    introduces = paper.derived.introduces
    names = kind_names(translations) if introduces else {}
    introduced = [f"{thing.name} ({thing.about or names[thing.kind]})" for thing in introduces]
    lines = [
        introduced and translations.gettext("Introduces {things}", things=", ".join(introduced)),
        ", ".join(paper.derived.figures[:2]),
        named and translations.gettext("Mentions {things}", things=", ".join(list(named)[:6])),
    ]
    return " · ".join(line for line in lines if line)


def stored_fields_of(catalogue: Catalogue, paper: Paper, translations: Translations) -> dict[str, Any]:
    """Return the other stored fields of a paper, as a mapping for `details-N.json`; empty fields are left out.

    They are the texts from which snippets are made, and the values that the comparison and a reader's exports need.
    """

    def named(ids: Sequence[str]) -> list[str]:
        context = catalogue.places.get(paper.id)
        names = {mention.id: mention.name for mention in (context.mentions if context else ())}
        return [names.get(id, id) for id in ids]

    introduces = paper.derived.introduces
    kinds = kind_names(translations) if introduces else {}
    return _without_empty(
        {
            "id": paper.id,
            "problem": paper.digest.problem,
            "idea": paper.digest.idea,
            "results": paper.digest.results,
            "abstract": paper.bibliographic.abstract,
            "figures": list(paper.derived.figures),
            "introduces": [{"name": thing.name, "kind": kinds[thing.kind]} for thing in introduces],
            **{use.field: named(use.ids_of(paper)) for use in USES},
            "ids": paper.bibliographic.ids.model_dump(exclude_none=True),
            "links": [{"kind": link.kind, "url": link.url} for link in paper.derived.links],
            "published": paper.bibliographic.published.isoformat() if paper.bibliographic.published else None,
            "venue_year": paper.bibliographic.venue_year,
            **_citation(paper.bibliographic),
        }
    )


_AS_THEY_ARE = tuple("container volume issue pages publisher publisher_place edition series archive".split())


def _citation(facts: Bibliographic) -> dict[str, Any]:
    """Return the fields of a publication, by name, that a browser needs to cite it. The title in BibTeX and names in
    parts are there only if it cannot make them itself.
    """
    return {
        "type": publication_type(facts),
        "title_bibtex": bibtex_title(facts) if facts.title_latex or not facts.title.isascii() else None,
        "people": names_in_parts(facts),
        **{key: getattr(facts, key) for key in _AS_THEY_ARE},
        "lang": facts.lang,
        "langid": latex_language(facts.lang),
        **{key: list(getattr(facts, key)) for key in ("editors", "translators", "isbn", "issn")},
    }


def _without_empty(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value}
