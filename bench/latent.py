"""Vectors of meaning without a model: latent semantics, to measure what vectors cost where no model can be run."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

DIMENSIONS = 64
"""More than an index keeps, so that its axes are chosen among them, as among those of a model."""


class LatentModel:
    """A `SentenceModel` whose vectors are those of latent semantic analysis of the first texts that it reads."""

    name = "latent"
    licence = "of the texts themselves"
    made_with = "scikit-learn"

    def __init__(self) -> None:
        from sklearn.decomposition import TruncatedSVD
        from sklearn.feature_extraction.text import TfidfVectorizer

        self._words = TfidfVectorizer(sublinear_tf=True, min_df=2, stop_words="english", dtype=np.float32)
        self._axes = TruncatedSVD(DIMENSIONS, random_state=0)
        self._is_fitted = False

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return a vector of length 1 for each text; the first call learns the axes."""
        if not self._is_fitted:
            self._axes.fit(self._words.fit_transform(texts))
            self._is_fitted = True
        rows = np.asarray(self._axes.transform(self._words.transform(texts)), dtype=np.float32)
        scaled: NDArray[np.float32] = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
        return scaled
