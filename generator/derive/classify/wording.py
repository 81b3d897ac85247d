"""Compares papers with the words of areas, before a curator has placed any paper.

1. Papers and areas are vectors of words and pairs of words, each weighted (1 + ln tf) · ln((1 + N) / (1 + df)); an
area's words are those of its title, and with half the weight those of its definition.

2. The papers nearest to an area add their words to it: its vector becomes the sum of its own and the mean of theirs, in
two rounds (pseudo-relevance feedback after Rocchio).

3. Latent dimensions are used beside the words; in them, papers are near if they use words that occur together.

It is imported only where it is needed, since scikit-learn takes longer to load than a small survey takes to build.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, diags
from sklearn.decomposition import TruncatedSVD

from ...records.taxonomy import Value
from .documents import split_words

Matrix = NDArray[np.float64]

_DEFINITION = 0.5
_ROUNDS = 2
_SHARPNESS = 30.0
"""How much more the nearest area counts than the next where papers lend their words."""
_DIMENSIONS = 100
_LATENT_TITLES, _LATENT_MEANS = 0.5, 2.0
"""What the nearness to titles and to the means of their papers counts in the latent space, beside that in words."""
_TITLE_SHARPNESS = 4.0
"""Makes shares of the sum of all three."""


class Vectors:
    """The vectors of papers (`papers`) over the words that at least two of them use, and in latent dimensions
    (`latent`), one a row; all have length 1.

    `words` are these words in order, `areas` the areas' vectors over them, `axes` the latent dimensions as columns over
    them.
    """

    def __init__(self, counts: Sequence[Mapping[str, int]], areas: Sequence[Value]) -> None:
        """Compute the vectors of papers and of areas. `counts` has for each paper, in order, how often it has each word
        and pair of words.
        """
        frequency = Counter(word for count in counts for word in count)
        wordings = [_wording(area) for area in areas]
        known = {word for word, papers in frequency.items() if papers > 1} | {w for ws in wordings for w in ws}
        self.words = sorted(known)
        self._index = {word: number for number, word in enumerate(self.words)}
        idf = [math.log((1 + len(counts)) / (1 + frequency[word])) for word in self.words]
        self._idf = np.array(idf)
        self.papers = self._vectors([{word: 1 + math.log(n) for word, n in count.items()} for count in counts])
        self.areas = self._vectors(wordings)
        self.axes = self._fit_axes()
        self.latent = unit_rows(self.papers @ self.axes)

    def _fit_axes(self) -> Matrix:
        """Return the latent dimensions of the papers (words × dimensions); a single one of zeros if papers are too
        few.
        """
        most = min(_DIMENSIONS, self.papers.shape[0] // 3, self.papers.shape[1] - 1)
        if most < 2:
            return np.zeros((self.papers.shape[1], 1))
        fitted = TruncatedSVD(most, random_state=0).fit(self.papers)
        axes: Matrix = fitted.components_.T
        return axes

    def _vectors(self, rows: Sequence[Mapping[str, float]]) -> Any:
        """Return a sparse matrix with a row of length 1 for each mapping of words to weights; unknown words are left
        out.
        """
        numbers, columns, values = [], [], []
        for number, row in enumerate(rows):
            for word in sorted(row.keys() & self._index.keys()):
                numbers.append(number)
                columns.append(self._index[word])
                values.append(row[word] * self._idf[self._index[word]])
        matrix = csr_matrix((values, (numbers, columns)), shape=(len(rows), len(self.words)), dtype=np.float64)
        return unit_sparse(matrix)

    def title_scores(self) -> tuple[Matrix, Any]:
        """Return how near each paper is to each area (papers × areas), and the vectors of the areas with the words that
        the nearest papers added.
        """
        scores: Matrix = (self.papers @ self.areas.T).toarray()
        lent = self.areas
        for _ in range(_ROUNDS):
            share = softmax(_SHARPNESS * scores)
            near = scores.max(axis=1, keepdims=True)
            usual = np.median(near[near > 0]) if (near > 0).any() else 1.0
            share = share * np.minimum(1.0, near / usual)
            lent = unit_sparse(self.areas + unit_sparse(csr_matrix(share.T @ self.papers)))
            scores = (self.papers @ lent.T).toarray()
        return scores, lent

    def latent_areas(self, share: Matrix) -> Matrix:
        """Return the latent vectors of the areas, given which share of each paper belongs to each area (papers ×
        areas).
        """
        return unit_rows(share.T @ self.latent)


def propose_by_title(vectors: Vectors) -> tuple[Matrix, Matrix, Matrix]:
    """Return three matrices: the share of each area in each paper (papers × areas, rows sum to 1), what each word adds
    to each area (words × areas), and the nearness of papers to titles (papers × areas).
    """
    near, lent = vectors.title_scores()
    titles = unit_rows(vectors.areas @ vectors.axes)
    means = vectors.latent_areas(softmax(_SHARPNESS * near))
    total = near + _LATENT_TITLES * (vectors.latent @ titles.T) + _LATENT_MEANS * (vectors.latent @ means.T)
    words = lent.T.toarray()
    return softmax(_TITLE_SHARPNESS * total), words - words.mean(axis=1, keepdims=True), near


def _wording(area: Value) -> dict[str, float]:
    """Return the weight of each word and pair of words of an area's title and definition; it is 1 for those of the
    title.
    """
    words = dict.fromkeys(split_words(area.definition or "", pairs=True), _DEFINITION)
    words |= dict.fromkeys(split_words(area.title, pairs=True), 1.0)
    return words


def unit_rows(matrix: Matrix) -> Matrix:
    """Return the matrix with each row scaled to length 1; rows of zeros are unchanged."""
    lengths = np.linalg.norm(matrix, axis=1, keepdims=True)
    scaled: Matrix = matrix / np.where(lengths > 0, lengths, 1.0)
    return scaled


def unit_sparse(matrix: Any) -> Any:
    """Return the sparse matrix with each row scaled to length 1; rows of zeros are unchanged."""
    lengths = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    return csr_matrix(diags(1 / np.where(lengths > 0, lengths, 1.0)) @ matrix)


def softmax(scores: Matrix) -> Matrix:
    """Return the softmax of each row: positive shares that sum to 1."""
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares: Matrix = powers / powers.sum(axis=1, keepdims=True)
    return shares
