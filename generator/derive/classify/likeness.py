"""Finds the papers that are nearest in meaning, by vectors from a sentence model.

The vectors are whole numbers, so that two papers are equally near on every machine.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from .documents import Document
from .wording import Matrix, unit_rows

_MOST = 3
"""Papers that are named as near."""

Whole = NDArray[np.int64]
"""A matrix of whole numbers."""


def whole_vectors(documents: Sequence[Document]) -> Whole | None:
    """Return the vectors of papers, in their order, as the rows of a matrix of whole numbers, a row of zeros for a
    paper without one; None if no paper has one.
    """
    length = max((len(document.vector) for document in documents), default=0)
    if length == 0:
        return None
    return np.array([document.vector or (0,) * length for document in documents], dtype=np.int64)


def meaning_of(vectors: Whole | None) -> Matrix | None:
    """Return the matrix with each row scaled to length 1, rows of zeros unchanged; None for None."""
    return None if vectors is None else unit_rows(vectors.astype(np.float64))


class Nearest:
    """Finds the curated papers of an area that are nearest in meaning to a paper, by the cosines of their vectors."""

    def __init__(self, vectors: Whole, areas: NDArray[np.intp]) -> None:
        """Take the vectors of all papers, the curated ones first, and the number of the area of each curated one."""
        self._vectors = vectors
        self._members = {int(area): np.flatnonzero(areas == area) for area in np.unique(areas)}

    def of(self, row: int, area: int) -> list[int]:
        """Return the rows of the curated papers of an area that are nearest to the paper in `row`, the nearest first.

        There are at most three, and only papers with a positive cosine.
        """
        members = self._members.get(area, np.array([], dtype=np.intp))
        own, found = self._vectors[row], self._vectors[members]
        lengths = np.sqrt((found * found).sum(axis=1) * int(own @ own))
        cosines = (found @ own) / np.where(lengths > 0, lengths, 1)
        order = sorted(range(len(members)), key=lambda at: (-cosines[at], at))
        return [int(members[at]) for at in order[:_MOST] if cosines[at] > 0]
