"""How near papers are to one another by their vectors of meaning."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...records.paper import Paper
from ...records.vectors import Vectors
from .numbers import from_bytes


class Nearness(NamedTuple):
    """The vectors of some papers (one in each row, in whole numbers, whose sums are equal on every machine) and their
    lengths.

    A paper without a vector has a row of zeros, and NaN for its length.
    """

    numbers: NDArray[np.float32]
    lengths: NDArray[np.float64]

    def to(self, number: int, others: NDArray[np.intp]) -> NDArray[np.float64]:
        """Return the cosines of the vector at the position `number` with those at the positions `others`; NaN if either
        paper has none. The cosine of two papers is the same from either of them.
        """
        products = (self.numbers[others] @ self.numbers[number]).astype(np.float64)
        near: NDArray[np.float64] = products / (self.lengths[others] * self.lengths[number])
        return near


def nearness_of(papers: Sequence[Paper], vectors: Vectors | None) -> Nearness | None:
    """Return the vectors of papers, in their order, ready for comparing; None if no paper has one."""
    known = vectors.papers if vectors else {}
    if not vectors or not any(paper.id in known for paper in papers):
        return None
    numbers = np.zeros((len(papers), len(vectors.axes)), np.float32)
    for at, paper in enumerate(papers):
        if paper.id in known:
            numbers[at] = np.rint(from_bytes(known[paper.id].vector) * 127)
    lengths = np.sqrt((numbers.astype(np.float64) ** 2).sum(axis=1))
    return Nearness(numbers, np.where(lengths > 0, lengths, np.nan))
