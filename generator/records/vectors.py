"""Vectors of meaning: what `catalogue embed` learns, and `vectors.json` keeps.

All numbers are whole and written in hexadecimal, so that the file is small, differs only where something changed, and
gives every machine the same numbers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from .base import Id, Line, Record

Bytes = Annotated[str, Field(pattern=r"^([0-9a-f]{2})+$")]
"""Numbers of one byte each, two hexadecimal digits a number."""
Nibbles = Annotated[str, Field(pattern=r"^[0-9a-f]+$")]
"""Numbers from 0 to 15, a hexadecimal digit each."""


class PaperVector(Record):
    """The vector of a paper."""

    text: Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")] = Field(description="Hash of the texts it was made of.")
    vector: Bytes = Field(description="Of length 1: each number is 128 more than 127 times the coordinate.")


class Vectors(Record):
    """`vectors.json`: what the papers of a survey mean, and the words by which they are searched.

    A sentence model turns the text of a paper into a vector. `mean` is that of all papers; `axes` are the directions in
    which they differ most, from the model's dimensions to those of the survey. A word's vector is learned: the sum of a
    text's words points where the text points.
    """

    format: Literal[1] = 1
    model: Line = Field(description="Name of the sentence model.")
    licence: Line = Field(description="Of the model.")
    made_with: Line = Field(description="The libraries that ran it, with their versions.")
    languages: tuple[str, ...] = Field(("en",), description="By whose rules the texts were cut into stems; sorted.")
    mean: Bytes = Field(description="Four times its coordinates.")
    axes: tuple[Bytes, ...] = Field(description="One a dimension of the survey's vectors; likewise.")
    papers: Mapping[Id, PaperVector] = Field(default_factory=dict)
    word_step: float = Field(gt=0, description="What one step of a word's numbers is worth.")
    words: Mapping[str, Nibbles] = Field(
        default_factory=dict, description="A word's stem to its vector: each coordinate is (2 · digit − 15) steps."
    )

    @model_validator(mode="after")
    def _is_of_one_length(self) -> Self:
        """All vectors have a number for each axis."""
        for what, rows in (("papers", {id: own.vector[::2] for id, own in self.papers.items()}), ("words", self.words)):
            if wrong := next((key for key, row in rows.items() if len(row) != len(self.axes)), None):
                raise ValueError(f"{what}: the vector of {wrong!r} has not {len(self.axes)} numbers")
        return self

    def of_paper(self, id: str) -> tuple[int, ...]:
        """Return the vector of a paper, its coordinates in whole 127ths; empty if the file has none of it."""
        own = self.papers.get(id)
        return tuple(byte - 128 for byte in bytes.fromhex(own.vector)) if own else ()

    def of_words(self, words: Iterable[str]) -> tuple[int, ...]:
        """Return the sum of the vectors of stems, in whole steps, which points where a text of these words would.

        Each word counts 1 + log2 of how often it is among them, rounded down. Empty if none has a vector.
        """
        counts = {word: count for word, count in Counter(words).items() if word in self.words}
        rows = [[count.bit_length() * (2 * int(d, 16) - 15) for d in self.words[w]] for w, count in counts.items()]
        return tuple(map(sum, zip(*rows, strict=True)))
