"""Why a derived value holds, what was mended in a text, and where it came from."""

from __future__ import annotations

from pydantic import Field

from .base import Line, Record

EVIDENCE_WORDS = 7
"""The most words an evidence phrase may have; more would be a quotation."""


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
