"""A paper's record, and its four parts. What is absent in the file is absent in the record: an empty tuple or mapping,
or None.

The parts are divided by who writes them: a bibliography (`Bibliographic`), a curator (`Digest`), the rules (`Derived`),
the import (`Provenance`). The file is one flat mapping, since no two parts share a key; validation, `model_copy`,
`model_dump` and the JSON Schema use the keys of the file.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import (
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    ModelWrapValidatorHandler,
    PlainSerializer,
    SerializerFunctionWrapHandler,
    ValidationError,
    model_serializer,
    model_validator,
)
from pydantic.fields import FieldInfo
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, ErrorDetails, InitErrorDetails

from .base import Id, Line, Prose, Record, Url
from .evidence import Evidence, EvidenceKey, Repair, Source

LinkKind = Literal["code", "data", "model", "project", "demo", "publisher", "video", "other"]
PublicationType = Literal[
    "article", "inproceedings", "book", "chapter", "thesis", "report", "preprint", "dataset", "software", "other"
]
ThingKind = Literal["model", "method", "module", "dataset", "benchmark", "metric", "task", "tool"]
RelationKind = Literal["extends", "same-family", "same-benchmark", "alternative-to", "applies", "contrasts-with"]


class Link(Record):
    """A web address that a paper gives; `kind` says what is found there."""

    kind: LinkKind
    url: Url


class Introduced(Record):
    """A model, data set, method or other named thing that the paper itself presents."""

    name: Line
    kind: ThingKind
    about: Line | None = Field(None, description="Four to twelve words on what it is.")


class Mention(Record):
    """A system, data set, benchmark or other paper that the text names."""

    id: Id = Field(description="Id of an entry of systems.yml, or of another paper.")
    as_: Line = Field(alias="as", description="The spelling and version that the text uses.")

    model_config = ConfigDict(populate_by_name=True)


class Relation(Record):
    """A curator's statement that this paper relates to the paper `to` in the way `kind`."""

    to: Id
    kind: RelationKind
    note: Line | None = None


class ExternalIds(Record):
    """Identifiers of the paper in outside databases, without prefix or address: `doi` is `10.1000/a`."""

    arxiv: Annotated[str, Field(pattern=r"^(\d{4}\.\d{4,5}|[a-z-]+(\.[A-Z]{2})?/\d{7})(v\d+)?$")] | None = None
    doi: Annotated[str, Field(pattern=r"^10\.\d{4,9}/[^\s\"<>]+$")] | None = None
    acl: Annotated[str, Field(pattern=r"^[A-Za-z0-9.-]+$")] | None = None
    pubmed: Annotated[str, Field(pattern=r"^\d{1,10}$")] | None = None
    openalex: Annotated[str, Field(pattern=r"^W\d{1,12}$")] | None = None
    semantic_scholar: Annotated[str, Field(pattern=r"^[0-9a-f]{40}$")] | None = None


class PersonName(Record):
    """The parts of a person's name, where its shown form does not tell them, and the person's ORCID iD."""

    given: Line | None = None
    particle: Line | None = Field(None, description="Such as `van` or `de la`, shown before the family name.")
    family: Line | None = None
    suffix: Line | None = Field(None, description="Such as `Jr.` or `III`.")
    corporate: bool = Field(False, description="A group, whose name has no parts.")
    orcid: Annotated[str, Field(pattern=r"^(\d{4}-){3}\d{3}[\dX]$")] | None = None


class Version(Record):
    """Another publication of the same paper, such as its preprint. Fields that are not known of it are absent."""

    type: PublicationType | None = None
    title: Line | None = Field(None, description="Where it differs from the paper's.")
    venue: Line | None = None
    year: int | None = Field(None, ge=1000, le=2200)
    ids: ExternalIds = ExternalIds.model_construct()
    url: Url | None = None


def _parse_terms(value: object) -> object:
    """Return stored words by weight: `align captions:3` gives {align: 1, captions: 3}. Any other value is returned."""
    if not isinstance(value, str):
        return value
    terms = {}
    for item in value.split():
        term, _, weight = item.rpartition(":")
        terms[term or weight] = float(weight) if term else 1.0
    return terms


def _render_terms(terms: Mapping[str, float]) -> str:
    """Return words with weights as the one line that `_parse_terms` reads; a weight of 1 is left out."""
    return " ".join(term if weight == 1 else f"{term}:{weight:g}" for term, weight in terms.items())


Terms = Annotated[
    Mapping[str, float],
    BeforeValidator(_parse_terms, json_schema_input_type=str),
    PlainSerializer(_render_terms, return_type=str),
]
"""Words with weights. A file writes them as one line, `WORD` (weight 1) or `WORD:WEIGHT`, separated by spaces."""


class Citation(Record):
    """The bibliographic data of a paper except title and abstract. `published` is the day of publication, `venue_year`
    the year of the venue where it is not `year`.
    """

    title_latex: Line | None = Field(None, description="The title in LaTeX, where it holds mathematics.")
    type: PublicationType | None = None
    authors: tuple[Line, ...] = Field((), description="As they are shown: given names first.")
    people: Mapping[Line, PersonName] = Field(
        default_factory=dict,
        description="An author, editor or translator as shown, to the parts that this does not tell.",
    )
    year: int | None = Field(None, ge=1000, le=2200, description="Year of first publication; filters use it.")
    venue_year: int | None = Field(None, ge=1000, le=2200)
    published: datetime.date | None = None
    venue: Line | None = Field(None, description="Short name of where it appeared, as lists show it.")
    container: Line | None = Field(None, description="Full name of the journal, the proceedings or the book.")
    volume: Line | None = None
    issue: Line | None = None
    pages: Line | None = Field(None, description="`12–34`, or the number of an article.")
    publisher: Line | None = Field(None, description="Also the school of a thesis, the institution of a report.")
    publisher_place: Line | None = Field(None, description="Where the publisher is, as `Paris`.")
    edition: Line | None = Field(None, description="Of a book: its number, as `2`, or what the book calls it.")
    series: Line | None = Field(None, description="With the number in it, as `Sources chrétiennes, 250`.")
    archive: Line | None = Field(None, description="Where the thing itself or a copy is kept: archive, shelf mark.")
    editors: tuple[Line, ...] = Field((), description="Of the container or of the book itself; as they are shown.")
    translators: tuple[Line, ...] = Field((), description="As they are shown.")
    isbn: tuple[Line, ...] = ()
    issn: tuple[Line, ...] = ()
    lang: str | None = Field(
        None,
        pattern="^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$",
        description="Language of title and abstract, as `fr`; the search finds it out where it is not named.",
    )
    ids: ExternalIds = ExternalIds.model_construct()
    keywords: tuple[Line, ...] = Field((), description="As the authors or the source give them.")
    versions: tuple[Version, ...] = ()


class Bibliographic(Citation):
    """The bibliographic data of a paper: its source gives them, a file of facts or a curator completes them."""

    title: Line
    abstract: Prose | None = Field(None, description="Only where the survey may publish abstracts.")


class Digest(Record):
    """What a curator writes about a paper: its content in short, and the papers and systems that it builds on, compares
    with and is evaluated on, by their ids.
    """

    summary: Line | None = Field(None, description="One plain sentence of at most 30 words.")
    problem: Prose | None = None
    idea: Prose | None = None
    results: Prose | None = None
    questions: tuple[Line, ...] = ()
    builds_on: tuple[Id, ...] = ()
    compares_with: tuple[Id, ...] = ()
    evaluated_on: tuple[Id, ...] = ()
    relations: tuple[Relation, ...] = ()
    limits: Prose | None = None
    notes: Prose | None = None
    same_as: tuple[Line, ...] = Field(
        (), description="What else is this paper: `doi:10.1000/a`, `arxiv:2001.00001` …, or the id of a record."
    )
    not_same_as: tuple[Line, ...] = Field((), description="What is another paper, however alike: as `same_as`.")


class Derived(Record):
    """The values that rules derive from title and abstract, with their evidence; a value that a curator set replaces a
    rule's.
    """

    name: Line | None = Field(None, description="Short name of the paper's own system, data set or benchmark.")
    aliases: tuple[Line, ...] = Field((), description="Other names people use for it.")
    area: Id | None = Field(None, description="Key of exactly one area of taxonomy.yml; absent: unplaced.")
    facets: Mapping[Id, tuple[Id, ...]] = Field(default_factory=dict)
    figures: tuple[Line, ...] = Field((), description="Headline numbers with unit and what they count.")
    links: tuple[Link, ...] = ()
    introduces: tuple[Introduced, ...] = ()
    mentions: tuple[Mention, ...] = ()
    terms: Terms = Field(
        default_factory=dict,
        description="Word to weighted count in title (three times) and abstract; what `related` is made of.",
    )
    evidence: Mapping[EvidenceKey, Evidence] = Field(
        default_factory=dict, description="`area`, `name`, `FACET.VALUE`, `mentions.ID` … to the reason."
    )


class Provenance(Record):
    """Where a record came from, when it was added and changed, and whether a curator has checked it."""

    added: datetime.date | None = Field(None, description="The day it joined the survey.")
    changed: datetime.date | None = Field(None, description="The day its facts last changed.")
    checked: bool = Field(False, description="All of this was compared with its abstract once more.")
    repairs: tuple[Repair, ...] = ()
    source: Source | None = Field(None, description="Whose text it is.")
    sources: tuple[Source, ...] = Field((), description="Others that gave something, or say something else.")


FIELD_ORDER = tuple(
    "id former_ids title title_latex name aliases added changed type year venue_year published authors people"
    " venue container volume issue pages publisher publisher_place edition series archive editors translators isbn issn"
    " lang ids keywords versions same_as not_same_as area facets summary problem idea results figures abstract"
    " questions links introduces builds_on compares_with evaluated_on mentions relations limits notes checked"
    " terms repairs evidence source sources".split()
)
"""The keys of a paper's file, in the order in which a new file has them."""


class Paper(Record):
    """One paper of a survey: the file `papers/ID.yml`. `former_ids` are ids that it had before."""

    id: Id
    former_ids: tuple[Id, ...] = ()
    bibliographic: Bibliographic
    digest: Digest = Digest.model_construct()
    derived: Derived = Derived.model_construct()
    provenance: Provenance = Provenance.model_construct()

    @property
    def label(self) -> str:
        """Return the short name of the paper's system or data set if it has one, else its title."""
        return self.derived.name or self.bibliographic.title

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """Return a copy with the values of `update`, by the keys of the file, not validated; `deep` copies what it
        holds.

        >>> paper = Paper.model_validate({"id": "clip", "title": "Learning from text"})
        >>> paper.model_copy(update={"year": 2021}).bibliographic.year
        2021
        """
        changes, parts = _sort_into_parts(update or {})
        for part, values in parts.items():
            if values:
                changes[part] = changes.get(part, getattr(self, part)).model_copy(update=values)
        return super().model_copy(update=changes, deep=deep)

    @model_validator(mode="wrap")
    @classmethod
    def _read_flat(cls, data: Any, validate: ModelWrapValidatorHandler[Self]) -> Self:
        """Return the paper of a file's flat mapping. Raises ValidationError, whose locations are the file's keys, not
        parts.
        """
        if not isinstance(data, Mapping):
            return validate(data)
        own, parts = _sort_into_parts(data)
        nested = [key for key in parts if key in own and not isinstance(own[key], Record)]
        faults = [InitErrorDetails(type="extra_forbidden", loc=(key,), input=own.pop(key)) for key in nested]
        for part, values in parts.items():
            if part not in own:
                own[part] = values or _EMPTY[part]
            elif values:
                own[part] = {**dict(own[part]), **values}
        try:
            paper = validate(own)
        except ValidationError as error:
            faults += [_without_part(fault) for fault in error.errors(include_url=False)]
        if faults:
            raise ValidationError.from_exception_data(cls.__name__, faults)
        return paper

    @model_serializer(mode="wrap")
    def _write_flat(self, serialize: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """Return the paper as the flat mapping of a file, with the keys of all parts beside one another."""
        data: dict[str, Any] = serialize(self)
        for part in _PARTS:
            data |= data.pop(part, {})
        return data

    @classmethod
    def file_fields(cls) -> dict[str, FieldInfo]:
        """Return pydantic's descriptions of all fields, by their keys in the file and in the order of `FIELD_ORDER`."""
        fields = {**cls.model_fields, **{key: _PARTS[part].model_fields[key] for key, part in _PART_OF.items()}}
        return {key: fields[key] for key in FIELD_ORDER}

    def file_values(self) -> dict[str, Any]:
        """Return all values, absent ones too, by their keys in the file and in the order of `FIELD_ORDER`."""
        values = dict(vars(self))
        for part in _PARTS:
            values |= vars(values.pop(part))
        return {key: values[key] for key in FIELD_ORDER}

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Return the JSON Schema of the file, not of the four parts: all keys beside one another, in the order in which
        they are written.
        """
        schema = handler.resolve_ref_schema(handler(core))
        keys = schema["properties"]
        for part in _PARTS:
            described = handler.resolve_ref_schema(keys.pop(part))
            keys |= described["properties"]
            schema["required"] = [key for key in schema["required"] if key != part] + described.get("required", [])
        schema["properties"] = {key: keys[key] for key in FIELD_ORDER}
        return schema


_PARTS: Mapping[str, type[Record]] = {
    "bibliographic": Bibliographic,
    "digest": Digest,
    "derived": Derived,
    "provenance": Provenance,
}
_EMPTY: Mapping[str, Any] = {"bibliographic": {}, "digest": Digest(), "derived": Derived(), "provenance": Provenance()}
"""The parts of which a file has nothing: most papers have no digest, and all of them share one."""
_PART_OF = {key: part for part, record in _PARTS.items() for key in record.model_fields}


def _sort_into_parts(data: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
    """Return the paper's own keys in a file with their values, unknown ones included, and each part's keys with
    theirs.
    """
    own: dict[str, Any] = {}
    parts: dict[str, dict[str, Any]] = {part: {} for part in _PARTS}
    for key, value in data.items():
        part = _PART_OF.get(key)
        (own if part is None else parts[part])[key] = value
    return own, parts


def _without_part(fault: ErrorDetails) -> InitErrorDetails:
    """Return a validation fault with its location as seen in the file, without the part."""
    where = fault["loc"]
    return InitErrorDetails(
        type=fault["type"],
        loc=where[1:] if where[0] in _PARTS else where,
        input=fault["input"],
        ctx=fault.get("ctx", {}),
    )
