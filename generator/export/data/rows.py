"""The rows of each table, sorted by paper or key.

A value has the form that it has in `catalogue.json`, and is None if it is not known.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from ...catalogue import addresses
from ...catalogue.authors import match_authors, people_by_paper
from ...catalogue.citation import publication_type
from ...catalogue.relations import relations_stated_by
from ...derive.figures import split_figure
from ...records.catalogue import Catalogue
from ...records.paper import Paper
from ..document import in_force
from ..publication import read_at
from .tables import ABSTRACT, PAPERS, TABLES, Table

Cell = str | int | float | bool | datetime.date | tuple[str, ...] | None
Row = tuple[Cell, ...]
_WITH_ABSTRACTS = tuple(
    replace(table, columns=(*table.columns, ABSTRACT)) if table is PAPERS else table for table in TABLES
)
"""The tables of a survey that keeps abstracts."""
SCHEMA = 1
"""The version of the tables: within it tables and columns are added, never removed."""


def tables_of(catalogue: Catalogue) -> tuple[Table, ...]:
    """Return the tables that a survey publishes; the papers have a column of abstracts only if the survey keeps
    abstracts.
    """
    return _WITH_ABSTRACTS if catalogue.settings.keep_abstracts else TABLES


def rows_of_table(catalogue: Catalogue, table: Table) -> list[Row]:
    """Return the rows of one table of a catalogue, sorted by paper or key."""
    return list(_ROWS[table.name](catalogue))


def row_of_paper(paper: Paper, catalogue: Catalogue) -> dict[str, Cell]:
    """Return the row of a paper, each cell by the name of its column."""
    ids = paper.bibliographic.ids
    x, y = catalogue.map.get(paper.id, (None, None))
    own = {
        "path": addresses.served(addresses.paper(paper.id)),
        "type": publication_type(paper.bibliographic),
        "url": read_at(paper) or None,
        "tags": tuple(f"{facet}/{key}" for facet, key in _tags(catalogue, paper)),
        "map_x": x,
        "map_y": y,
        **{kind: getattr(ids, kind) for kind in _IDS},
    }
    values = {**paper.file_values(), **own}
    return {column.name: values[column.name] for column in tables_of(catalogue)[0].columns}


def _papers(catalogue: Catalogue) -> Iterator[Row]:
    return (tuple(row_of_paper(paper, catalogue).values()) for paper in catalogue.papers)


_IDS = ("doi", "arxiv", "acl", "pubmed", "openalex", "semantic_scholar")


def _tags(catalogue: Catalogue, paper: Paper) -> Iterator[tuple[str, str]]:
    """Yield facet and key of each value of a paper that the taxonomy has, in its order."""
    for facet in catalogue.taxonomy.facets:
        known = {value.key for value in facet.values}
        yield from ((facet.key, key) for key in paper.derived.facets.get(facet.key, ()) if key in known)


def _relations(catalogue: Catalogue) -> Iterator[Row]:
    for paper in catalogue.papers:
        for relation in relations_stated_by(paper, catalogue.mentions):
            target = "system" if relation.other in catalogue.systems else "paper"
            yield paper.id, relation.kind, relation.other, target, relation.note


def _results(catalogue: Catalogue) -> Iterator[Row]:
    for paper in catalogue.papers:
        for position, line in enumerate(paper.derived.figures, 1):
            figure = split_figure(line)
            yield paper.id, position, line, figure.value, figure.number, figure.unit, figure.what


def _people(catalogue: Catalogue) -> Iterator[Row]:
    for id, person in sorted(catalogue.people.items()):
        yield id, person.name, person.filed, person.orcid, len(person.papers)


def _authorships(catalogue: Catalogue) -> Iterator[Row]:
    people = people_by_paper(catalogue.people)
    for paper in catalogue.papers:
        matched = match_authors(paper, people.get(paper.id, ()), catalogue.authors)
        for position, (name, person) in enumerate(zip(paper.bibliographic.authors, matched, strict=True), 1):
            yield paper.id, position, name, person.id if person else None


def _areas(catalogue: Catalogue) -> Iterator[Row]:
    for area in catalogue.taxonomy.areas:
        yield area.key, area.title, area.definition, len(catalogue.by_area.get(area.key, ()))


def _values(catalogue: Catalogue) -> Iterator[Row]:
    for facet in catalogue.taxonomy.facets:
        for value in facet.values:
            tag = f"{facet.key}/{value.key}"
            papers = len(catalogue.by_value.get(tag, ()))
            yield tag, facet.key, facet.title, value.key, value.title, value.definition, papers


def _paper_tags(catalogue: Catalogue) -> Iterator[Row]:
    for paper in catalogue.papers:
        yield from ((paper.id, f"{facet}/{key}") for facet, key in dict.fromkeys(_tags(catalogue, paper)))


def _systems(catalogue: Catalogue) -> Iterator[Row]:
    for id, system in sorted(catalogue.systems.items()):
        family = system.family if system.family in catalogue.systems else None
        yield id, system.name, system.kind, family, system.about, system.link, len(catalogue.named_by.get(id, ()))


def _mentions(catalogue: Catalogue) -> Iterator[Row]:
    for paper in catalogue.papers:
        mentions = ((mention.id, mention.target, mention.as_) for mention in catalogue.places[paper.id].mentions)
        yield from ((paper.id, *mention) for mention in dict.fromkeys(mentions))


def _introduced(catalogue: Catalogue) -> Iterator[Row]:
    for paper in catalogue.papers:
        for position, thing in enumerate(paper.derived.introduces, 1):
            yield paper.id, position, thing.name, thing.kind, thing.about


def _neighbours(catalogue: Catalogue) -> Iterator[Row]:
    for paper in catalogue.papers:
        for position, near in enumerate(catalogue.places[paper.id].related, 1):
            yield paper.id, position, near.id, near.similarity, near.by_meaning, near.why


def _links(catalogue: Catalogue) -> Iterator[Row]:
    for paper in catalogue.papers:
        found = {link.url: link.kind for link in reversed(paper.derived.links)}
        yield from ((paper.id, kind, url) for url, kind in reversed(found.items()))


def _evidence(catalogue: Catalogue) -> Iterator[Row]:
    for paper in catalogue.papers:
        for key, reason in in_force(paper.derived).items():
            place = str(reason.place) if reason.place else None
            yield paper.id, str(key), reason.value, reason.phrase, place, reason.by, reason.score, reason.margin


def _survey(catalogue: Catalogue) -> Iterator[Row]:
    settings = catalogue.settings
    facts = {
        "title": settings.title,
        "description": settings.description,
        "author": settings.author,
        "licence": settings.licence,
        "licence_url": settings.licence_url,
        "base_url": settings.address or None,
        "language": settings.language,
        "edition": catalogue.edition.isoformat() if catalogue.edition else None,
        "schema": str(SCHEMA),
    }
    yield from ((key, value) for key, value in facts.items() if value is not None)


_ROWS: Mapping[str, Callable[[Catalogue], Iterator[Row]]] = {
    "papers": _papers,
    "relations": _relations,
    "results": _results,
    "people": _people,
    "authorships": _authorships,
    "areas": _areas,
    "tags": _values,
    "paper_tags": _paper_tags,
    "systems": _systems,
    "mentions": _mentions,
    "introduced": _introduced,
    "neighbours": _neighbours,
    "links": _links,
    "evidence": _evidence,
    "survey": _survey,
}
