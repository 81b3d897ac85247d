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
from .taxonomy import UNPLACED, Taxonomy
from .vectors import Vectors


class Resolved(Record):
    """A mention in a paper's text whose target is known.

    `target` says whether `id` is the id of a paper or of a system; `name` is what the paper or system is called, `as_`
    the spelling in the text.
    """

    id: Id
    target: Literal["paper", "system"]
    name: Line
    as_: Line


class Related(Record):
    """A paper that is near another one. `id` is its id; `why` lists the words and tags that both share, the strongest
    first.
    """

    id: Id
    why: tuple[Line, ...]
    by_meaning: bool = Field(
        False, description="Whether only their vectors make them near: what both share would not do so by itself."
    )
    similarity: float = Field(
        description="How near they are by words and tags, and by meaning where both have a vector: 0 to 1."
    )
    shared: float = Field(description="How near they are by words and tags alone: 0 to 1.")


class Place(Record):
    """What is known of one paper only from the whole catalogue: what it mentions, which papers mention it, which papers
    are near it, and which come before and after it in its area's list.
    """

    mentions: tuple[Resolved, ...] = ()
    mentioned_by: tuple[Id, ...] = Field((), description="Papers whose text names this one, newest first.")
    related: tuple[Related, ...] = ()
    previous: Id | None = Field(None, description="The paper before it in its area's order.")
    next: Id | None = None


class Alike(Record):
    """Two papers that may be one: `id` and the earlier one, `other`, and what makes them look like it.

    That is `title`, an identifier as `KIND:ID` (`doi:10.1/x`), or `nearly` for titles that hardly differ.
    """

    id: Id
    other: Id
    what: str


class Person(Record):
    """An author of one or more papers, told apart from other people of the same name.

    `id` is the last part of the address of the person's page, `name` the name as it is shown, `orcid` the person's
    ORCID iD where a record gives one.
    """

    id: Id
    name: Line
    spellings: tuple[Line, ...] = Field(description="The names that papers give the person, and `name`.")
    filed: Line = Field(description="By what indexes file the person: the family name without particles.")
    orcid: Line | None = None
    papers: tuple[Id, ...] = Field(description="Newest first.")


class Catalogue(Record):
    """All papers of a survey, and what is known of them together. Pages, search index and exports are made from it.

    `papers` are sorted by id; each has the values in force, a curator's before a rule's. The other lists of papers are
    lists of ids, the newest paper first, then by label. `places` has an entry for each paper. `introductions` maps the
    key of an area to Markdown; `home` and `method` are Markdown, None where the survey has none. `edition` is the date
    that stands on all pages.
    """

    settings: Settings
    edition: datetime.date | None
    taxonomy: Taxonomy
    papers: tuple[Paper, ...]
    places: Mapping[Id, Place]
    mentions: Mapping[Id, tuple[Resolved, ...]] = Field(
        default_factory=dict, description="Paper id to what the paper's text names, where it names anything."
    )
    systems: Mapping[Id, System]
    named_by: Mapping[Id, tuple[Id, ...]] = Field(
        description="System id to the papers that name it or a version of it."
    )
    by_area: Mapping[Id, tuple[Id, ...]] = Field(description="Every area key; `unplaced` only where it has papers.")
    by_value: Mapping[str, tuple[Id, ...]] = Field(description="`FACET/VALUE` to papers, every value of the taxonomy.")
    by_year: Mapping[int, tuple[Id, ...]]
    people: Mapping[Id, Person]
    with_page: tuple[Id, ...] = Field((), description="The people who have enough papers for a page, in their order.")
    alike: tuple[Alike, ...] = Field((), description="Pairs of papers that may be one.")
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
    synonyms: Synonyms = Synonyms.model_construct()
    vectors: Vectors | None = None
    map: Mapping[Id, Coordinate] = Field(default_factory=dict, description="Every paper's place; empty without a map.")

    @property
    def unplaced(self) -> tuple[Id, ...]:
        """Return the papers of no area, the newest first; none in a survey without areas, where it tells nothing."""
        return self.by_area.get(UNPLACED, ()) if self.taxonomy.areas else ()

    def holds(self, area: str | None = None) -> bool:
        """Return whether there are papers in an area, or without one in the survey."""
        return bool(self.papers if area is None else self.by_area.get(area))
