"""The records that the stages hand to one another.

Every record is frozen and holds ids, never another record's object, so that a
stage can run on a batch, in another process, or from a cache. Records that a
curator writes (`Paper`, `Taxonomy`, `System`, `Settings`) are validated as they
are read; what is absent in the file is absent in the record: an empty tuple, an
empty mapping, or None.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, ConfigDict, Field, PlainSerializer, model_validator

from .fields import ID_PATTERN as ID_PATTERN
from .fields import Id as Id
from .fields import Line, Prose, Url
from .fields import Record as Record

EVIDENCE_WORDS = 7
"""The most words an evidence phrase may have; more would be a quotation."""

MAP_WIDTH, MAP_HEIGHT = 1000, 700
"""The map's coordinates are whole numbers from 0 to these."""
Coordinate = tuple[Annotated[int, Field(ge=0, le=MAP_WIDTH)], Annotated[int, Field(ge=0, le=MAP_HEIGHT)]]
"""Right and down on the map."""

# --- what goes wrong ---------------------------------------------------------


class Problem(Record):
    """One thing that a curator should mend.

    `path` is relative to where the command ran, `line` counts from 1, and 0
    means the file as a whole. A `warning` fails a check only under `--strict`.
    """

    path: str
    line: int = 0
    message: str
    level: Literal["error", "warning"] = "error"
    at: tuple[str | int, ...] = Field((), exclude=True, description="Keys that lead to the value, while `line` is 0.")

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


# --- the parts of a paper ----------------------------------------------------

LinkKind = Literal["code", "data", "model", "project", "demo", "publisher", "video", "other"]
ThingKind = Literal["model", "method", "module", "dataset", "benchmark", "metric", "task", "tool"]
RelationKind = Literal["extends", "same-family", "same-benchmark", "alternative-to", "applies", "contrasts-with"]
SYMMETRIC_RELATIONS: frozenset[str] = frozenset({"same-family", "same-benchmark", "alternative-to", "contrasts-with"})


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


class Evidence(Record):
    """Why a derived value holds.

    `by` is `curator`, or the name of the rule. `value` is what the rule chose
    (absent where the key says it): where a record's own value differs from it,
    a curator has overruled the rule, and the record's value counts.
    """

    value: Line | None = None
    phrase: Line | None = None
    place: Line | None = Field(None, description="`title`, or `abstract, sentence N`.")
    by: Line
    score: float | None = None
    margin: float | None = Field(None, description="Lead over the next best, in score points.")


class Repair(Record):
    """One scar of the raw text, mended."""

    rule: Line
    place: Line
    was: Line
    became: str


class Source(Record):
    """Where a record came from, so that a second import recognises it."""

    reader: Line
    place: Line | None = Field(None, description="`file:line` of the entry when it was first read.")
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$", description="Of raw title, newline, raw abstract.")


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
    evidence: Mapping[str, Evidence] = Field(
        default_factory=dict, description="`area`, `name`, `FACET.VALUE`, `mentions.ID` … to the reason."
    )
    source: Source | None = None

    @property
    def label(self) -> str:
        """The name where there is one, else the title."""
        return self.name or self.title


# --- what a curator writes beside the papers ---------------------------------


class Value(Record):
    """One value of a facet, or one area."""

    key: Id
    title: Line
    definition: Line | None = None
    cues: Mapping[Line, float] = Field(
        default_factory=dict,
        description="Phrase to weight. Words match in singular and plural; a word ending in `*` matches as a start; "
        "an upper-case word matches in that case only; a negative weight speaks against the value.",
    )
    title_cues: Mapping[Line, float] = Field(default_factory=dict, description="Cues that count in the title only.")


class Facet(Record):
    """A group of values of which a paper may have any number."""

    key: Id
    title: Line
    definition: Line | None = None
    values: tuple[Value, ...] = ()


class Taxonomy(Record):
    """`taxonomy.yml`: areas (one a paper) and facets (any number a paper)."""

    areas: tuple[Value, ...] = ()
    facets: tuple[Facet, ...] = ()
    area_margin: float = Field(1.0, ge=0, description="Score points the best area must lead by to be sure.")
    title_weight: float = Field(3.0, ge=0, description="How often a cue in the title counts.")
    background_weight: float = Field(0.5, ge=0, description="How often a cue counts in the abstract's background.")
    facet_bar: float = Field(2.0, gt=0, description="Score from which a facet value holds.")

    @model_validator(mode="after")
    def _keys_are_unique(self) -> Taxonomy:
        for what, keys in [
            ("area", [area.key for area in self.areas]),
            ("facet", [facet.key for facet in self.facets]),
            *[(f"value of facet {f.key}", [v.key for v in f.values]) for f in self.facets],
        ]:
            for key in keys:
                if keys.count(key) > 1:
                    raise ValueError(f"{what} {key!r} stands twice; remove one")
        return self


class System(Record):
    """An outside system, data set or benchmark: an entry of `systems.yml`."""

    id: Id
    name: Line
    kind: ThingKind
    family: Id | None = Field(None, description="Id of the entry this is a version or variant of.")
    aliases: tuple[Line, ...] = ()
    about: Line | None = None
    link: Url | None = None
    common_word: bool = Field(False, description="Also an ordinary word: match the exact case only.")


class Systems(Record):
    """`systems.yml`."""

    systems: tuple[System, ...] = ()


class Synonyms(Record):
    """`synonyms.yml`: groups of words that readers use for one thing."""

    groups: tuple[tuple[Line, ...], ...] = ()


class Term(Record):
    """A word of the field and what it means: an entry of `glossary.yml`."""

    term: Line
    short: Line | None = Field(None, description="Its abbreviation.")
    also: tuple[Line, ...] = Field((), description="Other spellings that texts use; exact.")
    definition: Line


class Glossary(Record):
    """`glossary.yml`."""

    terms: tuple[Term, ...] = ()


class Step(Record):
    """One paper of a reading path, and why it comes now."""

    paper: Id
    note: Line | None = None


class ReadingPath(Record):
    """A short course through the survey: an entry of `paths.yml`."""

    key: Id
    title: Line
    about: Line | None = Field(None, description="What the path leads to.")
    steps: tuple[Step, ...] = Field((), description="In reading order.")


class ReadingPaths(Record):
    """`paths.yml`."""

    paths: tuple[ReadingPath, ...] = ()


class Author(Record):
    """`authors.yml`: one person, where names alone mislead."""

    name: Line = Field(description="As it should be shown.")
    also: tuple[Line, ...] = Field((), description="Other spellings of the same person.")
    papers: tuple[Id, ...] = Field((), description="Only these papers' bearer of the name (splits namesakes).")
    id: Id | None = None


class Authors(Record):
    """`authors.yml`."""

    authors: tuple[Author, ...] = ()


class Coordinates(Record):
    """`map.yml`: where each paper stands on the map, by id. `catalogue map` writes it."""

    papers: Mapping[Id, Coordinate] = Field(default_factory=dict)


class Settings(Record):
    """`survey.yml`: what the survey is called and what is built."""

    title: Line
    description: Line
    base_url: Url = "https://survey-catalogue.example/"
    repository: Url | None = Field(None, description="Where the survey's files are edited; absent: no edit links.")
    author: Line = "The Survey Catalogue contributors"
    licence: Line = Field("CC BY 4.0", description="Of the survey's own texts.")
    licence_url: Url | None = "https://creativecommons.org/licenses/by/4.0/"
    language: Annotated[str, Field(pattern=r"^[a-z]{2}(-[A-Za-z]{2,4})?$")] = "en"
    keep_abstracts: bool = Field(True, description="Store and show abstracts; false where they may not be published.")
    edition: datetime.date | None = Field(
        None, description="Date of this edition; absent: the newest date in the records."
    )
    previous_edition: datetime.date | None = Field(
        None, description="Date of the edition before this; what was added or changed later is new. Absent: the first."
    )
    author_pages_from: int = Field(3, ge=1, description="Papers an author needs to get a page.")
    system_pages_from: int = Field(2, ge=1, description="Papers that must name a system for it to get a page.")
    related: int = Field(6, ge=0, le=50, description="Nearest papers listed with each paper.")
    raw_html: bool = Field(
        False, description="Hand home.md and the essays on as they stand, HTML and scripts included; false: as text."
    )


class Survey(Record):
    """All that a curator edits, as read from one folder."""

    settings: Settings
    taxonomy: Taxonomy = Taxonomy()
    systems: tuple[System, ...] = ()
    synonyms: Synonyms = Synonyms()
    authors: tuple[Author, ...] = ()
    introductions: Mapping[Id, str] = Field(default_factory=dict, description="Area key to Markdown of areas/KEY.md.")
    glossary: tuple[Term, ...] = ()
    home: str | None = Field(None, description="Markdown of home.md, shown on the home page.")
    method: str | None = Field(None, description="Markdown of method.md: how the survey was made, shown on About.")
    paths: tuple[ReadingPath, ...] = ()
    papers: tuple[Paper, ...] = ()
    coordinates: Mapping[Id, Coordinate] | None = Field(
        None, description="Paper id, also a former one, to its place on the map; None where there is no map.yml."
    )


# --- raw input ---------------------------------------------------------------


class Entry(Record):
    """One entry of a raw file, as its reader found it."""

    reader: str
    path: str
    line: int
    title: str
    abstract: str | None = None
    facts: Mapping[str, Any] = Field(
        default_factory=dict, description="Fields of `Paper` that the format gives: authors, year, ids …"
    )
    repairs: tuple[Repair, ...] = Field((), description="Scars of the format that the reader mended.")


class Derived(Record):
    """What the rules make of one text, with the evidence for each value.

    Evidence keys: `name`, `area`, `FACET.VALUE`, and for lists `links.URL`,
    `introduces.NAME`, `figures.FIGURE`, `mentions.ID`.
    """

    name: Line | None = None
    introduces: tuple[Introduced, ...] = ()
    links: tuple[Link, ...] = ()
    figures: tuple[Line, ...] = ()
    area: Id | None = None
    facets: Mapping[Id, tuple[Id, ...]] = Field(default_factory=dict)
    mentions: tuple[Mention, ...] = ()
    aliases: tuple[Line, ...] = ()
    evidence: Mapping[str, Evidence] = Field(default_factory=dict)


# --- what the assembled catalogue adds ---------------------------------------


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


UNPLACED = "unplaced"
"""Key of the page that lists papers for which nothing speaks for any area."""
