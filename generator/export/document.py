"""The catalogue as one JSON document.

`catalogue.json` is the contract with outside tools. Within schema 1 fields are
added, never removed or retyped; what a record lacks is left out.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from ..records.catalogue import Catalogue
from ..records.evidence import AREA, NAME, Evidence, EvidenceKey
from ..records.paper import Introduced, Link, Paper, Relation
from ..records.survey import ReadingPath, System
from ..records.taxonomy import Value

SCHEMA = 1


class _Out(BaseModel):
    """Outside readers must accept fields that later editions add."""

    model_config = ConfigDict(extra="allow")


class _CountedValue(_Out):
    key: str
    title: str
    definition: str | None = None
    count: int = Field(description="Papers that have it.")


class _CountedFacet(_Out):
    key: str
    title: str
    definition: str | None = None
    values: list[_CountedValue]


class _Counts(_Out):
    areas: list[_CountedValue]
    facets: list[_CountedFacet]


class _Named(_Out):
    id: str = Field(description="Id of a paper or a system of this document.")
    name: str
    as_: str = Field(alias="as", description="Spelling and version that the text uses.")


class _Near(_Out):
    id: str
    why: list[str]


class _System(_Out):
    id: str
    name: str
    kind: str
    family: str | None = None
    aliases: list[str] = []
    about: str | None = None
    link: str | None = None
    papers: list[str] = Field(description="Ids of the papers that name it or a version of it.")


class _PaperOut(_Out):
    id: str
    former_ids: list[str] = []
    title: str
    name: str | None = None
    aliases: list[str] = []
    path: str = Field(description="Of the paper's page, below the site's address.")
    added: str | None = Field(None, description="YYYY-MM-DD")
    changed: str | None = Field(None, description="YYYY-MM-DD")
    published: str | None = Field(None, description="YYYY-MM-DD")
    year: int | None = None
    venue_year: int | None = None
    authors: list[str] = []
    venue: str | None = None
    ids: dict[str, str] = {}
    area: str | None = None
    facets: dict[str, list[str]] = {}
    summary: str | None = None
    problem: str | None = None
    idea: str | None = None
    results: str | None = None
    figures: list[str] = []
    abstract: str | None = None
    questions: list[str] = []
    links: list[Link] = []
    introduces: list[Introduced] = []
    builds_on: list[str] = []
    compares_with: list[str] = []
    evaluated_on: list[str] = []
    mentions: list[_Named] = []
    mentioned_by: list[str] = []
    relations: list[Relation] = []
    related: list[_Near] = []
    evidence: dict[str, Evidence] = {}
    limits: str | None = None
    notes: str | None = None
    checked: bool = False
    map: tuple[int, int] | None = Field(None, description="Place on the map, right and down, on 1000 by 700.")


class CatalogueDocument(_Out):
    """The document `assets/data/catalogue.json`."""

    schema_: Literal[1] = Field(alias="schema")
    title: str
    description: str
    base_url: str
    licence: str
    edition: str | None = Field(None, description="YYYY-MM-DD")
    taxonomy: _Counts
    paths: list[ReadingPath] = []
    systems: list[_System]
    papers: list[_PaperOut] = Field(description="Sorted by id.")


def render_document(catalogue: Catalogue) -> str:
    """One line a paper, so that a change shows as a change of that line."""
    settings = catalogue.settings
    head = {
        "schema": SCHEMA,
        "title": settings.title,
        "description": settings.description,
        "base_url": settings.base_url,
        "licence": settings.licence,
        "edition": catalogue.edition.isoformat() if catalogue.edition else None,
        "taxonomy": _taxonomy(catalogue),
        "paths": [path.model_dump(mode="json", exclude_none=True) for path in catalogue.paths] or None,
    }
    lines = [f"{_json(key)}: {_json(value)}," for key, value in head.items() if value is not None]
    systems = _rows(_system(catalogue.systems[id], ids) for id, ids in catalogue.named_by.items())
    papers = _rows(as_document(paper, catalogue) for paper in catalogue.papers)
    return "{\n" + "\n".join(lines) + f'\n"systems": [{systems}],\n"papers": [{papers}]\n}}\n'


def as_document(paper: Paper, catalogue: Catalogue) -> dict[str, Any]:
    """One paper as the document holds it."""
    place = catalogue.places[paper.id]
    row = paper.model_dump(
        mode="json",
        by_alias=True,
        exclude_none=True,
        exclude_defaults=True,
        exclude={"terms", "repairs", "source", "mentions"},
    )
    row["path"] = f"papers/{paper.id}/"
    row["evidence"] = _in_force(paper, row.get("evidence", {}))
    row["mentions"] = [{"id": m.id, "name": m.name, "as": m.as_} for m in place.mentions]
    row["mentioned_by"] = list(place.mentioned_by)
    row["map"] = list(catalogue.map.get(paper.id, ()))
    row["related"] = [{"id": near.id, "why": list(near.why)} for near in place.related]
    return {key: row[key] for key in _PaperOut.model_fields if row.get(key) not in (None, [], {}, False)}


def _in_force(paper: Paper, evidence: Mapping[str, Any]) -> dict[str, Any]:
    """The evidence for what the paper has, without that for what a curator took away."""
    have = {NAME, AREA} | {EvidenceKey(facet, value) for facet, values in paper.facets.items() for value in values}
    have |= {EvidenceKey("links", link.url) for link in paper.links}
    have |= {EvidenceKey("figures", figure) for figure in paper.figures}
    have |= {EvidenceKey("introduces", thing.name) for thing in paper.introduces}
    have |= {EvidenceKey("mentions", mention.id) for mention in paper.mentions}
    return {str(key): evidence[str(key)] for key in paper.evidence if key in have}


def _taxonomy(catalogue: Catalogue) -> dict[str, Any]:
    def counted(value: Value, count: int) -> dict[str, Any]:
        row = {"key": value.key, "title": value.title, "definition": value.definition, "count": count}
        return {key: item for key, item in row.items() if item is not None}

    taxonomy = catalogue.taxonomy
    return {
        "areas": [counted(area, len(catalogue.by_area[area.key])) for area in taxonomy.areas],
        "facets": [
            {
                "key": facet.key,
                "title": facet.title,
                **({"definition": facet.definition} if facet.definition else {}),
                "values": [counted(v, len(catalogue.by_value[f"{facet.key}/{v.key}"])) for v in facet.values],
            }
            for facet in taxonomy.facets
        ],
    }


def _system(system: System, papers: Iterable[str]) -> dict[str, Any]:
    row = system.model_dump(mode="json", exclude_none=True, exclude_defaults=True, exclude={"common_word"})
    return {**row, "papers": list(papers)}


def _rows(rows: Iterable[dict[str, Any]]) -> str:
    text = ",\n".join(_json(row) for row in rows)
    return f"\n{text}\n" if text else ""


def _json(value: object) -> str:
    """JSON that may also stand inside an HTML script element: no `<` can end it."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
