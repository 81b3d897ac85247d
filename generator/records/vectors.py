"""Vectors of meaning, which `catalogue embed` computes and `vectors.json` keeps.

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
"""A vector with one byte for each number, written as two hexadecimal digits."""
Nibbles = Annotated[str, Field(pattern=r"^[0-9a-f]+$")]
"""A vector of numbers from 0 to 15, one hexadecimal digit for each."""


class PaperVector(Record):
    """The vector of one paper. `text` changes when the paper's title or abstract does, and then the vector is out of
    date.
    """

    text: Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")] = Field(description="Hash of the texts it was made of.")
    vector: Bytes = Field(description="Of length 1: each number is 128 more than 127 times the coordinate.")


class Vectors(Record):
    """The file `vectors.json`: vectors of the papers of a survey, and of the words by which they are searched.

    A sentence model turns a paper's text into a vector with several hundred dimensions. `mean` is the mean of all
    papers' vectors. `axes` are the directions in which papers differ most: the vectors here are projections onto them,
    one number for each axis. The vectors of words are learned so that the sum over a text's words points where the
    text's vector does. Raises ValidationError if a vector has another length.
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
        """Raise ValueError if a vector of a paper or word has not one number for each axis; return the vectors."""
        for what, rows in (("papers", {id: own.vector[::2] for id, own in self.papers.items()}), ("words", self.words)):
            if wrong := next((key for key, row in rows.items() if len(row) != len(self.axes)), None):
                raise ValueError(f"{what}: the vector of {wrong!r} has not {len(self.axes)} numbers")
        return self

    def of_paper(self, id: str) -> tuple[int, ...]:
        """Return the vector of the paper with this id, its coordinates multiplied by 127; an empty tuple if the file
        has none.
        """
        own = self.papers.get(id)
        return tuple(byte - 128 for byte in bytes.fromhex(own.vector)) if own else ()

    def of_words(self, words: Iterable[str]) -> tuple[int, ...]:
        """Return the sum of the vectors of the given stems, in steps of `word_step`; an empty tuple if none of them has
        a vector.

        The sum points where the vector of a text of these words would. A stem that is given n times counts 1 + log2 n
        times, rounded down.
        """
        counts = {word: count for word, count in Counter(words).items() if word in self.words}
        rows = [[count.bit_length() * (2 * int(d, 16) - 15) for d in self.words[w]] for w, count in counts.items()]
        return tuple(map(sum, zip(*rows, strict=True)))
