"""Groups points by k-means, and finds the strongest axes of a sparse matrix.

The results are those of scikit-learn, by the same steps and the same random draws; but scikit-learn is not loaded,
which takes longer than both.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

_MORE, _ROUNDS = 10, 5
"""Columns of the random subspace beyond those wanted, and how often it is turned towards the strongest axes (Halko,
Martinsson and Tropp, SIAM Review 2011)."""
_STARTS, _STEPS = 10, 300
"""Random starts, of which the best counts, and the most steps from each."""
_STILL = 1e-4
"""Centres stand still if the sum of their squared moves is below this share of the mean variance."""

Points = NDArray[np.float64]
"""One point in each row."""
Labels = NDArray[np.intp]
"""The number of the group of each point."""


def onto_axes(matrix: Any, count: int) -> Points:
    """Return the coordinates of each row of a sparse matrix of scipy on the matrix's `count` strongest axes, which are
    its right singular vectors.
    """
    turned = matrix.shape[0] < matrix.shape[1]
    own = (matrix.T if turned else matrix).tocsr()
    back = own.T.tocsr()
    basis = np.random.RandomState(0).normal(size=(own.shape[1], count + _MORE))
    for _ in range(_ROUNDS):
        basis, _ = np.linalg.qr(own @ basis)
        basis, _ = np.linalg.qr(back @ basis)
    basis, _ = np.linalg.qr(own @ basis)
    left, _, right = np.linalg.svd((back @ basis).T, full_matrices=False)
    axes = (basis @ left).T if turned else right
    places: Points = matrix @ axes[:count].T
    return places


def group(points: Points, count: int) -> Labels:
    """Return the group of each point, from 0 to `count` less 1, of the best of ten random starts."""
    draws = np.random.RandomState(0)
    still = float(np.mean(np.var(points, axis=0))) * _STILL
    points = points - points.mean(axis=0)
    squares = (points * points).sum(axis=1)
    best, least = np.zeros(len(points), dtype=np.intp), math.inf
    for _ in range(_STARTS):
        labels, spread = _settle(points, _start(points, squares, count, draws), still)
        if spread < least and not (math.isfinite(least) and _are_same(labels, best, count)):
            best, least = labels, spread
    return best


def _start(points: Points, squares: NDArray[np.float64], count: int, draws: np.random.RandomState) -> Points:
    """Return the `count` centres with which k-means begins. Each is one of the points; the farther a point is from
    those chosen before, the likelier it is drawn, and the best of a few draws is taken (k-means++, Arthur and
    Vassilvitskii, SODA 2007). `squares` has the squared length of each point.
    """
    total = len(points)
    tries = 2 + int(math.log(count))
    chosen = [int(draws.choice(total, p=np.full(total, 1.0) / total))]
    nearest = _distances(points[chosen], points, squares)[0]
    for _ in range(1, count):
        drawn = np.searchsorted(np.cumsum(nearest), draws.uniform(size=tries) * nearest.sum())
        drawn = np.minimum(drawn, total - 1)
        found = np.minimum(nearest, _distances(points[drawn], points, squares))
        best = int(np.argmin(found.sum(axis=1)))
        chosen.append(int(drawn[best]))
        nearest = found[best]
    return points[chosen]


def _distances(some: Points, points: Points, squares: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the squared distances of `some` points, one row for each, from all `points`, one column for each.
    `squares` has the squared length of each of `points`.
    """
    apart = (some * some).sum(axis=1)[:, None] - 2 * (some @ points.T) + squares
    positive: NDArray[np.float64] = np.maximum(apart, 0)
    return positive


def _settle(points: Points, centres: Points, still: float) -> tuple[Labels, float]:
    """Move centres into the middle of their points, until no point changes its group or the centres move by less than
    `still`.

    Returns the groups, and the sum of the squared distances of all points from their centres.
    """
    labels = np.full(len(points), -1, dtype=np.intp)
    for _ in range(_STEPS):
        before, labels = labels, _nearest(points, centres)
        moved = _middles(points, labels, centres)
        shift = float(((moved - centres) ** 2).sum())
        centres = moved
        if np.array_equal(labels, before):
            break
        if shift <= still:
            labels = _nearest(points, centres)
            break
    return labels, float(((points - centres[labels]) ** 2).sum())


def _nearest(points: Points, centres: Points) -> Labels:
    nearest: Labels = np.argmin((centres * centres).sum(axis=1) - 2 * (points @ centres.T), axis=1)
    return nearest


def _middles(points: Points, labels: Labels, centres: Points) -> Points:
    """Return the mean of the points of each group. `labels` has the group of each point; a group without points takes
    one of those that are farthest from their centre in `centres`.
    """
    members = labels == np.arange(len(centres))[:, None]
    sums, sizes = members.astype(float) @ points, members.sum(axis=1).astype(float)
    empty = np.flatnonzero(sizes == 0)
    if len(empty):
        away = ((points - centres[labels]) ** 2).sum(axis=1)
        farthest = np.argsort(-away, kind="stable")[: len(empty)] if away.max() else ()
        for own, point in zip(empty, farthest, strict=False):
            sums[labels[point]] -= points[point]
            sizes[labels[point]] -= 1
            sums[own], sizes[own] = points[point], 1
    return np.where(sizes[:, None] > 0, sums / np.maximum(sizes, 1)[:, None], centres)


def _are_same(one: Labels, other: Labels, count: int) -> bool:
    """Return whether two lists of labels, both below `count`, divide the points into the same groups, whatever the
    groups' numbers.
    """
    pairs = len(np.unique(one * count + other))
    return pairs == len(np.unique(one)) == len(np.unique(other))
