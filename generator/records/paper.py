"""A paper's record, and the parts of it.

What is absent in the file is absent in the record: an empty tuple, an empty mapping, or None.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BeforeValidator, ConfigDict, Field, PlainSerializer

from .base import Id, Line, Prose, Record, Url
from .evidence import Evidence, EvidenceKey, Repair, Source

LinkKind = Literal["code", "data", "model", "project", "demo", "publisher", "video", "other"]
ThingKind = Literal["model", "method", "module", "dataset", "benchmark", "metric", "task", "tool"]
RelationKind = Literal["extends", "same-family", "same-benchmark", "alternative-to", "applies", "contrasts-with"]


class Link(Record):
    """An address that the paper gives, and what stands there."""

    kind: LinkKind
    url: Url


class Introduced(Record):
    """A named thing of the paper's own."""

    name: Line
    kind: ThingKind
    about: Line | None = Field(None, description="Four to twelve words on what it is.")


class Mention(Record):
    """A system, data set, benchmark or other paper that the text names."""

    id: Id = Field(description="Id of an entry of systems.yml, or of another paper.")
    as_: Line = Field(alias="as", description="The spelling and version that the text uses.")

    model_config = ConfigDict(populate_by_name=True)


class Relation(Record):
    """A curator's judgement on how this paper stands to another."""

    to: Id
    kind: RelationKind
    note: Line | None = None


class ExternalIds(Record):
    """Identifiers that others gave the paper."""

    arxiv: Annotated[str, Field(pattern=r"^(\d{4}\.\d{4,5}|[a-z-]+(\.[A-Z]{2})?/\d{7})(v\d+)?$")] | None = None
    doi: Annotated[str, Field(pattern=r"^10\.\d{4,9}/[^\s\"<>]+$")] | None = None
    acl: Annotated[str, Field(pattern=r"^[A-Za-z0-9.-]+$")] | None = None


def _parse_terms(value: object) -> object:
    """`align captions:3` is {align: 1, captions: 3}: one scalar reads ten times faster than a mapping."""
    if not isinstance(value, str):
        return value
    terms = {}
    for item in value.split():
        term, _, weight = item.rpartition(":")
        terms[term or weight] = float(weight) if term else 1.0
    return terms


def _render_terms(terms: Mapping[str, float]) -> str:
    """The one line that `_parse_terms` reads."""
    return " ".join(term if weight == 1 else f"{term}:{weight:g}" for term, weight in terms.items())


Terms = Annotated[
    Mapping[str, float],
    BeforeValidator(_parse_terms, json_schema_input_type=str),
    PlainSerializer(_render_terms, return_type=str),
]
"""Weighted words, written as one line: `WORD` or `WORD:WEIGHT`, parted by spaces."""


class Paper(Record):
    """One paper: a file `papers/ID.yml` of a survey."""

    id: Id
    former_ids: tuple[Id, ...] = ()
    title: Line
    name: Line | None = Field(None, description="Short name of the paper's own system, data set or benchmark.")
    aliases: tuple[Line, ...] = Field((), description="Other names people use for it.")
    added: datetime.date | None = Field(None, description="The day it joined the survey.")
    changed: datetime.date | None = Field(None, description="The day its facts last changed.")
    year: int | None = Field(None, ge=1800, le=2200, description="Year of first publication; filters use it.")
    venue_year: int | None = Field(None, ge=1800, le=2200)
    published: datetime.date | None = None
    authors: tuple[Line, ...] = ()
    venue: Line | None = None
    ids: ExternalIds = ExternalIds()
    area: Id | None = Field(None, description="Key of exactly one area of taxonomy.yml; absent: unplaced.")
    facets: Mapping[Id, tuple[Id, ...]] = Field(default_factory=dict)
    summary: Line | None = Field(None, description="One plain sentence of at most 30 words.")
    problem: Prose | None = None
    idea: Prose | None = None
    results: Prose | None = None
    figures: tuple[Line, ...] = Field((), description="Headline numbers with unit and what they count.")
    abstract: Prose | None = Field(None, description="Only where the survey may publish abstracts.")
    questions: tuple[Line, ...] = ()
    links: tuple[Link, ...] = ()
    introduces: tuple[Introduced, ...] = ()
    builds_on: tuple[Id, ...] = ()
    compares_with: tuple[Id, ...] = ()
    evaluated_on: tuple[Id, ...] = ()
    mentions: tuple[Mention, ...] = ()
    relations: tuple[Relation, ...] = ()
    limits: Prose | None = None
    notes: Prose | None = None
    checked: bool = Field(False, description="All of this was compared with its abstract once more.")
    terms: Terms = Field(
        default_factory=dict,
        description="Word to weighted count in title (three times) and abstract; what `related` is made of.",
    )
    repairs: tuple[Repair, ...] = ()
    evidence: Mapping[EvidenceKey, Evidence] = Field(
        default_factory=dict, description="`area`, `name`, `FACET.VALUE`, `mentions.ID` … to the reason."
    )
    source: Source | None = None

    @property
    def label(self) -> str:
        """The name where there is one, else the title."""
        return self.name or self.title
