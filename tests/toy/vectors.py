"""Vectors of meaning in two dimensions."""

from __future__ import annotations

from generator.records.paper import Paper
from generator.records.vectors import PaperVector, Vectors


def meant(papers: list[Paper], **directions: list[int]) -> Vectors:
    """Vectors of two dimensions."""
    vectors = {
        id: PaperVector(text="0" * 16, vector=bytes(128 + value for value in row).hex())
        for id, row in directions.items()
    }
    assert vectors.keys() <= {paper.id for paper in papers}
    return Vectors(
        model="toy", licence="none", made_with="-", mean="80", axes=("80", "80"), papers=vectors, word_step=0.1
    )
