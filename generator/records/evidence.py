"""Why a derived value holds (`Evidence`), what was repaired in a text (`Repair`), and which entry a record came from
(`Source`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Annotated, Any, NamedTuple

from pydantic import BeforeValidator, Field, GetCoreSchemaHandler, PlainSerializer
from pydantic_core import CoreSchema, core_schema

from .base import Id, Line, Record

EVIDENCE_WORDS = 7
"""The most words an evidence phrase may have; more would be a quotation."""
_TEXTS = 5_000
"""Texts whose instance is remembered: most records share them, and a pickle of records holds each but once."""
_SENTENCE = re.compile(r"(.+), sentence ([1-9][0-9]{0,5})")


def _schema_of_text(text_schema: CoreSchema, type_: type, parse: Callable[[str], Any]) -> CoreSchema:
    """Return the pydantic schema of a type that is a text in files and an instance of `type_` in the code. `parse`
    makes the instance of the text, and `str` the text of it; whatever `parse` raises as ValueError is the fault.
    """
    parse = lru_cache(maxsize=_TEXTS)(parse)

    def validate(value: object, validate_text: Callable[[object], str]) -> object:
        """Return the value if it is an instance of `type_`, else what `parse` makes of it as a text, which
        `validate_text` checks.
        """
        return value if isinstance(value, type_) else parse(validate_text(value))

    return core_schema.no_info_wrap_validator_function(
        validate,
        text_schema,
        serialization=core_schema.plain_serializer_function_ser_schema(str, return_schema=core_schema.str_schema()),
    )


class EvidenceKey(NamedTuple):
    """The key of a piece of evidence: which value of a paper the evidence is about.

    `kind` is `name`, `area`, one of the lists `aliases`, `introduces`, `figures`, `links` and `mentions`, or the key of
    a facet; it holds no dot. `key` says which value of the list or facet is meant: a name, a figure, an address, an id.
    It is None where a paper has one value only. A file writes both as one text, `KIND.KEY`:

    >>> EvidenceKey.parse("links.https://a.example/b.git")
    EvidenceKey(kind='links', key='https://a.example/b.git')
    >>> str(EvidenceKey("task", "retrieval")), str(EvidenceKey("area"))
    ('task.retrieval', 'area')
    """

    kind: str
    key: str | None = None

    @classmethod
    def parse(cls, text: str) -> EvidenceKey:
        """Return the key that a file writes as `KIND` or `KIND.KEY`; the first dot separates the two, and without a dot
        `key` is None. No text is refused.
        """
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
    """The location of a phrase in the texts of a paper.

    `part` is `title` or `abstract`, or any other text that a curator wrote; `sentence` is the number of the sentence,
    from 1, or None where none is named. A file writes both as one text:

    >>> Location.parse("abstract, sentence 3")
    Location(part='abstract', sentence=3)
    >>> str(Location("title"))
    'title'
    """

    part: str
    sentence: int | None = None

    @classmethod
    def parse(cls, text: str) -> Location:
        """Return the location that a file writes as `PART` or `PART, sentence N`. No text is refused: one without a
        sentence's number is `part` as a whole.
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
"""The value of `Evidence.by` for what a curator decided; no rule changes such a value."""
TITLE = Location("title")
"""The location of every phrase in a title."""


class Evidence(Record):
    """Why a value of a paper holds that a rule derived or a curator set.

    `by` is `curator`, or the name of the rule. `value` is what the rule chose; it is absent where the evidence's key
    names the value. If the record holds another value than this, a curator has overruled the rule, and the record's
    value counts. `phrase` is what the text says, at most seven words; `score` the points that the rule gave the value.
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
    """One damage in a raw text that was repaired.

    `rule` is the name of the repair rule, `place` the field (`title` or `abstract`), `was` the damaged text with the
    word around it, `became` the same after the repair, empty if it was deleted.
    """

    rule: Line
    place: Line
    was: Line
    became: str


def _parse_digests(value: object) -> object:
    """Return the digests of a source's fields as a mapping: `title:1f3a year:9c2e` gives {title: 1f3a, year: 9c2e}. A
    value that is no text is returned as it is, for pydantic to judge.
    """
    if not isinstance(value, str):
        return value
    return {field: digest for field, _, digest in (item.rpartition(":") for item in value.split())}


def _render_digests(digests: Mapping[str, str]) -> str:
    """Return a mapping from fields to digests as the one line that `_parse_digests` reads: `title:1f3a year:9c2e`."""
    return " ".join(f"{field}:{digest}" for field, digest in digests.items())


Digests = Annotated[
    Mapping[str, str],
    BeforeValidator(_parse_digests, json_schema_input_type=str),
    PlainSerializer(_render_digests, return_type=str),
]
"""Names of fields, each with the first four hexadecimal digits of the SHA-256 of its value. A file writes them as one
line: `title:1f3a year:9c2e`.
"""


class Source(Record):
    """The entry from which a record, or some of its fields, came. A second import recognises the paper by it.

    `reader` is the name of the reader that parsed the entry.
    """

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
