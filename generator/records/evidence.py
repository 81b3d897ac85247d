"""Why a derived value holds, what was mended in a text, and where it came from."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Annotated, Any, NamedTuple

from pydantic import BeforeValidator, Field, GetCoreSchemaHandler, PlainSerializer
from pydantic_core import CoreSchema, core_schema

from .base import Id, Line, Record

EVIDENCE_WORDS = 7
"""The most words an evidence phrase may have; more would be a quotation."""
_SENTENCE = re.compile(r"(.+), sentence ([1-9][0-9]{0,5})")


def _schema_of_text(text_schema: CoreSchema, type_: type, parse: Callable[[str], Any]) -> CoreSchema:
    """A pydantic schema: a text in a file, an instance of `type_` in the code."""

    def validate(value: object, validate_text: Callable[[object], str]) -> object:
        """Parse what is no instance yet."""
        return value if isinstance(value, type_) else parse(validate_text(value))

    return core_schema.no_info_wrap_validator_function(
        validate,
        text_schema,
        serialization=core_schema.plain_serializer_function_ser_schema(str, return_schema=core_schema.str_schema()),
    )


class EvidenceKey(NamedTuple):
    """What a piece of evidence is about: one value of a paper.

    `kind` is `name`, `area`, one of the lists `aliases`, `introduces`, `figures`, `links` and `mentions`, or the key
    of a facet; it holds no dot. `key` says which value of the list or facet, and may hold anything: a name, a figure,
    an address, an id. It is None where the paper has one value only. In a file both are one text, `KIND.KEY`:

    >>> EvidenceKey.parse("links.https://a.example/b.git")
    EvidenceKey(kind='links', key='https://a.example/b.git')
    >>> str(EvidenceKey("task", "retrieval")), str(EvidenceKey("area"))
    ('task.retrieval', 'area')
    """

    kind: str
    key: str | None = None

    @classmethod
    def parse(cls, text: str) -> EvidenceKey:
        """Return the key that a file writes as `text`: `KIND` or `KIND.KEY`. Every text is valid."""
        kind, dot, key = text.partition(".")
        return cls(kind, key if dot else None)

    def __str__(self) -> str:
        return self.kind if self.key is None else f"{self.kind}.{self.key}"

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        del source
        return _schema_of_text(handler.generate_schema(str), cls, cls.parse)


NAME = EvidenceKey("name")
"""The key of the evidence for a paper's own name."""
AREA = EvidenceKey("area")
"""The key of the evidence for a paper's area."""


class Location(NamedTuple):
    """Where in a text a phrase stands.

    `part` is `title` or `abstract`, or whatever a curator wrote; `sentence` counts from 1 and is None where the
    location names no sentence. In a file both are one text:

    >>> Location.parse("abstract, sentence 3")
    Location(part='abstract', sentence=3)
    >>> str(Location("title"))
    'title'
    """

    part: str
    sentence: int | None = None

    @classmethod
    def parse(cls, text: str) -> Location:
        """Return the location that a file writes as `text`. Every text is valid; if it names no sentence, all of it is
        `part`.
        """
        match = _SENTENCE.fullmatch(text)
        return cls(match[1], int(match[2])) if match else cls(text)

    def __str__(self) -> str:
        return self.part if self.sentence is None else f"{self.part}, sentence {self.sentence}"

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        del source
        return _schema_of_text(handler.generate_schema(Line), cls, cls.parse)


CURATOR = "curator"
"""`by` of the evidence for a value that a curator decided: no rule changes it."""
TITLE = Location("title")
"""The location of whatever stands in a title."""


class Evidence(Record):
    """Why a derived value holds.

    `by` is `curator`, or the name of the rule. `value` is what the rule chose
    (absent where the key says it): where a record's own value differs from it,
    a curator has overruled the rule, and the record's value counts.
    """

    value: Line | None = None
    phrase: Line | None = None
    place: Location | None = Field(None, description="`title`, or `abstract, sentence N`.")
    by: Line
    words: tuple[Line, ...] | None = Field(None, description="Words of the paper that decided, where no cue did.")
    like: tuple[Id, ...] | None = Field(
        None,
        description="Papers of the area, placed by the curator, to which it is nearest in meaning, where that decided.",
    )
    score: float | None = None
    margin: float | None = Field(None, description="Lead over the next best, in score points.")


class Repair(Record):
    """One scar of the raw text, mended."""

    rule: Line
    place: Line
    was: Line
    became: str


def _parse_digests(value: object) -> object:
    """`title:1f3a year:9c2e` is {title: 1f3a, year: 9c2e}."""
    if not isinstance(value, str):
        return value
    return {field: digest for field, _, digest in (item.rpartition(":") for item in value.split())}


def _render_digests(digests: Mapping[str, str]) -> str:
    """The one line that `_parse_digests` reads."""
    return " ".join(f"{field}:{digest}" for field, digest in digests.items())


Digests = Annotated[
    Mapping[str, str],
    BeforeValidator(_parse_digests, json_schema_input_type=str),
    PlainSerializer(_render_digests, return_type=str),
]
"""Fields with the first four hexadecimal digits of their value's SHA-256, written as one line."""


class Source(Record):
    """Where a record, or some of its fields, came from, so that a second import recognises it."""

    reader: Line
    place: Line | None = Field(None, description="`file:line` of the entry when it was first read.")
    key: Line | None = Field(None, description="What the file itself calls the entry, such as a BibTeX key.")
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$", description="Of raw title, newline, raw abstract.")
    gave: Digests = Field(
        default_factory=dict,
        description="The fields that it gave, `FIELD:DIGEST`; one that has another digest now is a curator's.",
    )
    says: Mapping[str, Line] = Field(
        default_factory=dict, description="Fields for which it says something else than the record, and what."
    )
    headings: tuple[Line, ...] = Field(
        (), description="Headings or collections under which it has the paper; one that names an area places it."
    )
