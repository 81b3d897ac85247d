"""Learns vectors of words from the vectors that a sentence model gave texts.

The model's vectors are centred and projected onto the directions in which they differ most (principal components). Then
a vector for each word is learned by ridge regression, such that the weighted sum of a text's words is near the text's
vector. So a browser can add up the words of a query and needs no model. A word of few texts gets a short vector.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

DIMENSIONS = 48
_PENALTY = 0.3
_ITERATIONS = 60
_ENOUGH = 1e-8
"""Sum of squares of the residual at which the regression ends."""

Matrix = NDArray[np.float64]
Bag = Mapping[str, int]
"""The stems of a text, each with how often it occurs."""


def principal_axes(vectors: Matrix, dimensions: int = DIMENSIONS) -> tuple[Matrix, Matrix]:
    """Return the mean of the rows, and the directions in which the rows differ most, as the rows of a matrix.

    There are always `dimensions` directions; with fewer rows, the last ones are zero. The largest coordinate of each is
    positive, since the sign would otherwise depend on the machine.
    """
    mean = vectors.mean(axis=0)
    _, _, turned = np.linalg.svd(vectors - mean, full_matrices=False)
    axes = np.zeros((dimensions, vectors.shape[1]))
    count = min(dimensions, len(turned), max(len(vectors) - 1, 1))
    axes[:count] = turned[:count]
    largest = axes[np.arange(dimensions), np.abs(axes).argmax(axis=1)]
    axes *= np.where(largest < 0, -1.0, 1.0)[:, None]
    return mean, axes


def unit_rows(rows: Matrix) -> Matrix:
    """Return the matrix with each row scaled to length 1; rows of zeros are unchanged."""
    scaled: Matrix = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-12)
    return scaled


def inverse_frequencies(bags: Sequence[Bag], least: int) -> dict[str, float]:
    """Return the weight ln(1 + N / n) of each word that at least `least` texts have; N is the number of texts, n of
    those with the word. `bags` has the words of each text.
    """
    counts = Counter(word for bag in bags for word in bag)
    return {word: math.log(1 + len(bags) / count) for word, count in sorted(counts.items()) if count >= least}


def learn_words(
    bags: Sequence[Bag],
    targets: Matrix,
    shares: Sequence[float],
    weights: Mapping[str, float],
    known: Mapping[str, NDArray[np.float64]],
) -> dict[str, NDArray[np.float64]]:
    """Return a vector for each word of `weights` that is not in `known`, learned from texts.

    `bags` are the texts; `targets` has in each row the vector to which that text should point; `shares` are the weights
    of the texts. A word counts (1 + ln tf) times its weight, and the counts of a text are scaled to length 1. What
    known words explain of a target is subtracted first, so that these keep their vectors. The normal equations are
    solved by conjugate gradients (Hestenes and Stiefel, 1952). The weight of a word is part of its vector, since a
    query adds vectors as they are.
    """
    from scipy.sparse import csr_matrix

    new = [word for word in weights if word not in known]
    columns = {word: at for at, word in enumerate(new)}
    rows, cells, values = [], [], []
    wanted = np.array(targets, dtype=np.float64)
    for row, bag in enumerate(bags):
        counted = {word: (1 + math.log(count)) * weights[word] for word, count in bag.items() if word in weights}
        length = math.sqrt(math.fsum(value * value for value in counted.values())) or 1.0
        for word, value in counted.items():
            if word in columns:
                rows.append(row)
                cells.append(columns[word])
                values.append(value / length)
            else:
                wanted[row] -= value / length / weights[word] * known[word]
    texts = csr_matrix((values, (rows, cells)), (len(bags), len(new)))
    roots = np.sqrt(np.array(shares, dtype=np.float64))[:, None]
    solved = _ridge(csr_matrix(texts.multiply(roots)), wanted * roots)
    return {word: solved[at] * weights[word] for word, at in columns.items()}


def _ridge(texts: Any, wanted: Matrix) -> Matrix:
    """Return the matrix W (words × dimensions) with the least |texts · W - wanted|² + penalty · |W|², by conjugate
    gradients; each column is solved for itself.
    """
    back = texts.T.tocsr()
    solution = np.zeros((texts.shape[1], wanted.shape[1]))
    residual = back @ wanted
    direction = residual.copy()
    squares = (residual**2).sum(axis=0)
    for _ in range(_ITERATIONS):
        if squares.size == 0 or squares.max() < _ENOUGH:
            break
        product = back @ (texts @ direction) + _PENALTY * direction
        step = squares / np.maximum((direction * product).sum(axis=0), 1e-12)
        solution += step * direction
        residual -= step * product
        before, squares = squares, (residual**2).sum(axis=0)
        direction = residual + squares / np.maximum(before, 1e-12) * direction
    return solution
