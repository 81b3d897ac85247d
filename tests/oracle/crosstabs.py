"""Tables of counts, cell by cell. A paper stands at the same place of both lists, by the values that it has there."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import product

Papers = Sequence[Sequence[str]]
"""The values of each paper."""


def total(value: str, papers: Papers) -> int:
    """How many papers have the value."""
    return sum(value in values for values in papers)


def without_value(papers: Papers) -> int:
    """How many papers have no value at all."""
    return sum(not values for values in papers)


def cell(row: str, column: str, across: Papers, down: Papers) -> int:
    """How many papers have both values."""
    return sum(row in rows and column in columns for rows, columns in zip(across, down, strict=True))


def expected_in_gaps(values: Sequence[str], across: Papers, down: Papers) -> dict[tuple[str, str], Fraction]:
    """The pairs of values that papers have, but none has both: how many would, if the two were independent."""
    return {
        (row, column): Fraction(total(row, across) * total(column, down), len(across))
        for row, column in product(values, values)
        if total(row, across) and total(column, down) and not cell(row, column, across, down)
    }
