"""Lays points out by t-SNE (van der Maaten and Hinton, JMLR 2008), with numpy alone.

1. Each point has weights for its nearest others, by their rank, such that it has as many neighbours as the perplexity
says. All points have the same weights in the same order, so one search finds them.

2. The points begin where the strongest axes of their likeness put them.

3. Gradient descent moves the points: those with weights for one another attract each other, all repel each other. For
the first `_EARLY` steps attraction is stronger.

All pairs are computed, in blocks that fit a processor's cache: up to some thousand points that takes less time than a
tree of them would.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

_EARLY, _EXAGGERATION = 50, 12.0
"""So few steps are enough from a start that already tells what is near."""
_AXES, _ROUNDS = 13, 8
"""Columns of the subspace in which the strongest axes are looked for, and how often it is turned towards them."""
_SLOWEST = 50.0
"""The least learning rate."""
_BLOCK = 1 << 17
"""Pairs that are computed at once."""

Layout = NDArray[np.float32]
"""One row of x and y for each point."""


class Weights(NamedTuple):
    """A symmetrical relation of points: the pairs (`rows`, `columns`) in the order of `rows`, where each row `starts`,
    and the `values`.
    """

    rows: NDArray[np.intp]
    columns: NDArray[np.intp]
    starts: NDArray[np.intp]
    values: NDArray[np.float64]


def _both_ways(near: NDArray[np.int32], values: NDArray[np.float64]) -> Weights:
    """Return a symmetrical relation of points, in which the value of a pair is what one of both says of the other,
    added to what the other says of it. Row `n` of `near` has the numbers of the points near to point `n`, and `values`
    what it says of each.
    """
    count, few = near.shape
    rows, columns = np.repeat(np.arange(count), few), near.ravel().astype(np.intp)
    keys, places = np.unique(np.concatenate((rows * count + columns, columns * count + rows)), return_inverse=True)
    added = np.bincount(places, np.tile(values.ravel(), 2)).astype(np.float64, copy=False)
    return Weights(keys // count, keys % count, np.searchsorted(keys // count, np.arange(count)), added)


def start_of(near: NDArray[np.int32], likeness: NDArray[np.float64]) -> Layout:
    """Return points to begin with, close to one another: the coordinates on the second and third of the strongest axes
    of the likeness. Row `n` of `near` has the numbers of the points nearest to point `n`, and `likeness` how like it
    each is.
    """
    alike, count = _both_ways(near, likeness), len(near)
    space = np.random.RandomState(0).normal(size=(count, min(_AXES, count)))
    with threadpool_limits(1):
        for _ in range(_ROUNDS):
            space, _ = np.linalg.qr(_times(alike, space))
        values, axes = np.linalg.eigh(space.T @ _times(alike, space))
        strongest = np.argsort(-np.abs(values), kind="stable")[1:3]
        start = space @ axes[:, strongest] * values[strongest]
    # The sign of an axis is free: its greatest part is positive.
    start *= np.sign(start[np.abs(start).argmax(axis=0), np.arange(start.shape[1])])
    points: Layout = (start / max(float(start[:, 0].std()), 1e-9) * 1e-4).astype(np.float32)
    return points


def _times(alike: Weights, space: NDArray[np.float64]) -> NDArray[np.float64]:
    product: NDArray[np.float64] = np.add.reduceat(alike.values[:, None] * space[alike.columns], alike.starts)
    return product


def weights_of(near: NDArray[np.int32], perplexity: float) -> Weights:
    """Return how strongly points attract each other, with the sum 1. Row `n` of `near` has the numbers of the points
    nearest to point `n`, the nearest first; `perplexity` says how many of them count, as a number of equally near ones.

    The weight falls with the rank of the other, as of a normal distribution over the square root of ranks.
    """
    count, few = near.shape
    weights = _both_ways(near, np.tile(_shares(few, perplexity), (count, 1)))
    return weights._replace(values=weights.values / weights.values.sum())


def _shares(few: int, perplexity: float) -> NDArray[np.float64]:
    """Return the weights of a point's `few` nearest points by rank, with the sum 1. Their entropy is that of as many
    equal weights as the perplexity says.
    """
    low, high = 0.0, 64.0
    for _ in range(60):
        middle = (low + high) / 2
        shares: NDArray[np.float64] = np.exp(-middle * np.arange(few))
        shares /= shares.sum()
        entropy = -float((shares * np.log(np.maximum(shares, 1e-300))).sum())
        low, high = (middle, high) if entropy > math.log(perplexity) else (low, middle)
    return shares


def descend(weights: Weights, start: Layout, steps: int) -> Layout:
    """Return the layout after so many `steps` of gradient descent from the layout `start`; `weights` say how strongly
    points attract each other.
    """
    points, count = start, len(start)
    weights = weights._replace(values=weights.values.astype(np.float32))
    update, gains = np.zeros_like(points), np.ones_like(points)
    rate = max(count / _EXAGGERATION / 4, _SLOWEST)
    with threadpool_limits(1):
        for step in range(steps):
            early = step < _EARLY
            gradient = 4 * ((_EXAGGERATION if early else 1.0) * _attraction(points, weights) - _repulsion(points))
            slower = update * gradient < 0
            gains = np.maximum(np.where(slower, gains + 0.2, gains * 0.8), 0.01).astype(np.float32)
            update = (0.5 if early else 0.8) * update - rate * gains * gradient
            points = points + update
    return points


def _attraction(points: Layout, weights: Weights) -> Layout:
    x, y = points[:, 0], points[:, 1]
    across = x[weights.rows] - x[weights.columns]
    along = y[weights.rows] - y[weights.columns]
    strength = weights.values / (1 + across * across + along * along)
    return np.stack(
        (np.add.reduceat(across * strength, weights.starts), np.add.reduceat(along * strength, weights.starts)), axis=1
    )


def _repulsion(points: Layout) -> Layout:
    """Return the force with which all other points push each point away."""
    count = len(points)
    squares = (points * points).sum(axis=1)
    # The product of a row of `left` and a column of `right` is 1 plus the square of the distance of two points.
    left = np.column_stack((-2 * points, squares + 1, np.ones(count, np.float32)))
    right = np.ascontiguousarray(np.column_stack((points, np.ones(count, np.float32), squares)).T)
    summed = np.column_stack((points, np.ones(count, np.float32)))
    pushes, total = np.empty_like(points), 0.0
    size = max(1, _BLOCK // count)
    near = np.empty((size, count), np.float32)
    for first in range(0, count, size):
        own = points[first : first + size]
        block = near[: len(own)]
        np.matmul(left[first : first + size], right, out=block)
        np.reciprocal(block, out=block)
        total += float(block.sum(dtype=np.float32))
        np.multiply(block, block, out=block)
        pulled = block @ summed
        pushes[first : first + size] = own * pulled[:, 2:] - pulled[:, :2]
    return pushes / np.float32(total - count)
