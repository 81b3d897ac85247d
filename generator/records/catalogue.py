"""The catalogue: all papers together, and what is known of each beyond its own record."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from .base import Id, Line, Record
from .edition import Edition, PagePath
from .intake import Intake, RefusedPaper
from .paper import Paper
from .survey import Author, Coordinate, ReadingPath, Settings, Synonyms, System, Term
from .taxonomy import Taxonomy
from .vectors import Vectors


class Resolved(Record):
    """A mention whose target is known.

    `id` is that of a paper or of a system, as `target` says; `name` is what this is called, `as_` what the text says.
    """

    id: Id
    target: Literal["paper", "system"]
    name: Line
    as_: Line


class Related(Record):
    """A paper that is near another. `why` lists the words and tags that they share, the strongest first."""

    id: Id
    why: tuple[Line, ...]
    similarity: float = Field(
        description="How near they are by words and tags, and by meaning where both have a vector: 0 to 1."
    )


class Place(Record):
    """What only the whole catalogue tells of a paper: what it mentions, who mentions it, which are near or next."""

    mentions: tuple[Resolved, ...] = ()
    mentioned_by: tuple[Id, ...] = Field((), description="Papers whose text names this one, newest first.")
    related: tuple[Related, ...] = ()
    previous: Id | None = Field(None, description="The paper before it in its area's order.")
    next: Id | None = None


class Person(Record):
    """One author, told apart from others of the same name; `id` stands in the address of their page."""

    id: Id
    name: Line
    spellings: tuple[Line, ...] = Field(description="The names that papers give the person, and `name`.")
    filed: Line = Field(description="By what indexes file the person: the family name without particles.")
    orcid: Line | None = None
    papers: tuple[Id, ...] = Field(description="Newest first.")


class Catalogue(Record):
    """All papers of a survey, and what is known of them together: pages, search index and exports are made of it.

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
    intake: Intake | None = Field(None, description="How the papers came in; None where no import is on record.")
    refused: tuple[RefusedPaper, ...] = Field((), description="Papers that were taken out.")
    redirects: Mapping[PagePath, PagePath | None] = Field(
        default_factory=dict, description="Former address to the one now; None where the page is gone."
    )
    editions: tuple[Edition, ...] = Field((), description="The first one first.")
    published: tuple[PagePath, ...] = Field((), description="Addresses that editions published.")
    synonyms: Synonyms = Synonyms()
    vectors: Vectors | None = None
    map: Mapping[Id, Coordinate] = Field(default_factory=dict, description="Every paper's place; empty without a map.")
