"""A sentence model for tests: each word has a direction of its own, and a text points where its words point."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from generator.catalogue.languages import languages_of
from generator.catalogue.meaning.update import update_vectors
from generator.records.catalogue import Catalogue
from generator.text.analysis import plain

SIZE = 64


class ToyModel:
    """Words that begin alike mean nearly the same: `paint` and `paints`, `painter`."""

    name = "toy"
    licence = "none"
    made_with = "numpy"

    def __init__(self) -> None:
        self.read: list[str] = []

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.read += texts
        rows = np.stack([sum((_direction(word) for word in plain(text)), np.zeros(SIZE)) for text in texts])
        return (rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)).astype(np.float32)


def _direction(word: str) -> NDArray[np.float64]:
    seed = int.from_bytes(hashlib.sha256(word[:4].encode()).digest()[:8])
    return np.random.default_rng(seed).normal(size=SIZE)


def meant(found: Catalogue) -> Catalogue:
    """The catalogue with the vectors that this model gives its papers and words."""
    vectors = update_vectors(found.papers, None, ToyModel(), languages_of(found, found.papers)).vectors
    return found.model_copy(update={"vectors": vectors})
