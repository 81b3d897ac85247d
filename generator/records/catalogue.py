"""The catalogue: all papers together, and what is known of each beyond its own record."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from .base import Id, Line, Record
from .paper import Paper
from .survey import Author, Coordinate, ReadingPath, Settings, Synonyms, System, Term
from .taxonomy import Taxonomy


class Resolved(Record):
    """A mention, resolved: `target` says which index its id is in."""

    id: Id
    target: Literal["paper", "system"]
    name: Line
    as_: Line


class Related(Record):
    """A near paper and what makes it near, strongest first."""

    id: Id
    why: tuple[Line, ...]
    similarity: float = Field(description="Cosine of the weighted terms and facets, 0 to 1.")


class Place(Record):
    """What the catalogue knows of a paper beyond its record. Ids only."""

    mentions: tuple[Resolved, ...] = ()
    mentioned_by: tuple[Id, ...] = Field((), description="Papers whose text names this one, newest first.")
    related: tuple[Related, ...] = ()
    previous: Id | None = Field(None, description="The paper before it in its area's order.")
    next: Id | None = None


class Person(Record):
    """One author, as the catalogue tells people apart."""

    id: Id
    name: Line
    papers: tuple[Id, ...] = Field(description="Newest first.")


class Catalogue(Record):
    """The whole, assembled: what render, index and export read.

    `papers` are sorted by id and hold the values in force. All mappings are by
    id and their lists are newest paper first, then by label.
    """

    settings: Settings
    edition: datetime.date | None
    taxonomy: Taxonomy
    papers: tuple[Paper, ...]
    places: Mapping[Id, Place]
    systems: Mapping[Id, System]
    named_by: Mapping[Id, tuple[Id, ...]] = Field(
        description="System id to the papers that name it or a version of it."
    )
    by_area: Mapping[Id, tuple[Id, ...]] = Field(description="Every area key; `unplaced` only where it has papers.")
    by_value: Mapping[str, tuple[Id, ...]] = Field(description="`FACET/VALUE` to papers, every value of the taxonomy.")
    by_year: Mapping[int, tuple[Id, ...]]
    people: Mapping[Id, Person]
    authors: tuple[Author, ...] = Field((), description="Of authors.yml: people whom names alone would mislead about.")
    introductions: Mapping[Id, str]
    glossary: tuple[Term, ...] = ()
    home: str | None = None
    method: str | None = None
    paths: tuple[ReadingPath, ...] = ()
    synonyms: Synonyms = Synonyms()
    map: Mapping[Id, Coordinate] = Field(default_factory=dict, description="Every paper's place; empty without a map.")
