"""Finds a free point on the map for a paper, such that its neighbours there have similar content.

Points are whole numbers in a frame of `MAP_WIDTH` by `MAP_HEIGHT`; an array has x and y in each row. Similarity of
content is given by ranks: `ranks[j]` is 1 for the paper whose vector is nearest, 2 for the next, …
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ...records.survey import MAP_HEIGHT, MAP_WIDTH
from .symbols import spacing

Points = NDArray[np.float64]
"""One row of x and y for each paper; also a single such row."""
Ranks = NDArray[np.int32]
"""For one paper, the rank of each paper by nearness of their vectors."""

NEIGHBOURS: Final = 10
"""How many papers next to a paper on the map should be among the nearest by their vectors, too."""
_LOW: Final = np.array([25.0, 25.0])
_HIGH: Final = np.array([MAP_WIDTH - 25.0, MAP_HEIGHT - 25.0])
"""Corners of the part of the frame that papers stand in: a margin of 25 is kept."""
_ASKED: Final = 12
"""How many of the nearest papers a free point is looked for beside."""
_RINGS: Final = (1.0, 1.7)
"""Radius of the rings round a centre on which free points are looked for, in the least distance of two papers."""
_DIRECTIONS: Final = 8
"""Points on a ring."""
_ROUNDS: Final = 12
"""The most rounds in which papers may move."""


def rank(cosines: NDArray[np.float64]) -> Ranks:
    """Return the rank of each paper by its cosine: 0 for the greatest, 1 for the next, and so on.

    Cosines are rounded to six places, so that rounding errors decide no order; of equal ones the first comes first.
    """
    ranks = np.empty(len(cosines), dtype=np.int32)
    ranks[np.argsort(-np.round(cosines, 6), kind="stable")] = np.arange(len(cosines), dtype=np.int32)
    return ranks


def penalty(ranks: Ranks) -> NDArray[np.int64]:
    """Return how wrong a paper of each rank is as a neighbour on the map: 0 up to rank `NEIGHBOURS`, then 1, 2, 3 …

    Trustworthiness is 1 minus the normalised sum of these penalties (Venna and Kaski, "Neighborhood preservation in
    nonlinear projection methods", ICANN 2001).
    """
    return np.maximum(ranks.astype(np.int64) - NEIGHBOURS, 0)


def candidates(ranks: Ranks, points: Points, apart: float) -> Points:
    """Return free points at which one more paper could be placed, the likeliest first; there may be none.

    `ranks` and `points` belong to the papers already on the map: their rank by likeness to the new paper, and their
    points. A point is free if no paper is nearer to it than `apart`. Tried are the points around the papers of the
    lowest ranks, and around the centres of the lowest-ranked 2, 3, 5 and 8 papers.
    """
    nearest = np.argsort(ranks, kind="stable")[:_ASKED]
    middles = [points[nearest[:few]].mean(axis=0) for few in (2, 3, 5, 8) if few <= len(nearest)]
    centres = np.concatenate([np.array(middles).reshape(-1, 2), points[nearest]])
    angles = 2 * np.pi * np.arange(_DIRECTIONS) / _DIRECTIONS
    steps = np.array([[0.0, 0.0], *([r * math.cos(a), r * math.sin(a)] for r in _RINGS for a in angles)])
    tried = np.rint((centres[:, None, :] + 1.05 * apart * steps[None, :, :]).reshape(-1, 2))
    tried = tried[((tried >= _LOW) & (tried <= _HIGH)).all(axis=1)]
    gaps = ((tried[:, None, :] - points[None, :, :]) ** 2).sum(axis=2).min(axis=1, initial=np.inf)
    free: Points = tried[gaps >= apart * apart]
    return free


def free_point(ranks: Ranks, points: Points, apart: float) -> Points:
    """Return the best free point for one more paper: that at which its neighbours on the map have the lowest ranks.

    `ranks` and `points` belong to the papers already on the map, which do not move. If nothing is free at the distance
    `apart`, half of it is tried, and so on; on a full map the result is the point of the paper with the lowest rank.
    """
    if not len(points):
        middle: Points = np.rint((_LOW + _HIGH) / 2)
        return middle
    tried = apart
    while not len(free := candidates(ranks, points, tried)):
        if tried < 1:
            beside: Points = points[int(np.argmin(ranks))]
            return beside
        tried /= 2
    distances = ((free[:, None, :] - points[None, :, :]) ** 2).sum(axis=2)
    few = min(NEIGHBOURS, len(points))
    neighbours = np.argpartition(distances, few - 1, axis=1)[:, :few]
    near = ranks[neighbours]
    # Of points with equal penalties, the one whose neighbours have the lowest ranks.
    costs = penalty(near).sum(axis=1) + near.sum(axis=1) / (1 + near.max() * few)
    chosen: Points = free[int(np.argmin(costs))]
    return chosen


def fit_to_frame(layout: NDArray[np.float64]) -> Points:
    """Return a layout scaled so that it fills the frame along both axes, rounded to whole numbers, with its points
    moved apart.
    """
    low, high = layout.min(axis=0), layout.max(axis=0)
    points = _LOW + (layout - low) * (_HIGH - _LOW) / np.maximum(high - low, 1e-9)
    return _apart(points, spacing(len(points)))


def _apart(points: Points, apart: float) -> Points:
    """Return the points, moved onto whole numbers within the frame, each at least `apart` from those before it. A point
    that is too close to another moves along a spiral to the first free place.
    """
    taken: dict[tuple[int, int], list[tuple[float, float]]] = {}
    placed = np.empty_like(points)
    for number, (x, y) in enumerate(points):
        for step in range(4000):
            # Fermat's spiral covers the plane evenly: each step is about as far from the former steps as the last was.
            away, angle = 0.35 * apart * math.sqrt(step), step * 2.399963
            at = (round(x + away * math.cos(angle)), round(y + away * math.sin(angle)))
            if not all(low <= part <= high for low, part, high in zip(_LOW, at, _HIGH, strict=True)):
                continue
            cell = (int(at[0] // apart), int(at[1] // apart))
            beside = (taken.get((cell[0] + i, cell[1] + j), ()) for i in (-1, 0, 1) for j in (-1, 0, 1))
            if all(math.dist(at, other) >= apart for others in beside for other in others):
                break
        placed[number] = at
        taken.setdefault((int(at[0] // apart), int(at[1] // apart)), []).append(at)
    return placed


def improve(ranks: Ranks, points: Points) -> Points:
    """Move papers to free points as long as a move lowers the sum of all penalties, and return the resulting points.

    `ranks[i, j]` is the rank of paper `j` for paper `i`. A move changes the neighbours of the moved paper, of the
    papers around its old point, and of those around its new one; the penalties of all these count.
    """
    points, costs, apart = points.copy(), penalty(ranks), spacing(len(points))
    distances = ((points[:, None, :] - points[None, :, :]) ** 2).sum(axis=2)
    np.fill_diagonal(distances, np.inf)
    everyone = np.arange(len(points))
    lists = _lists(distances)
    for _ in range(_ROUNDS):
        moved = False
        for number in everyone:
            others = everyone != number
            free = np.concatenate([points[[number]], candidates(ranks[number][others], points[others], apart)])
            away = ((free[:, None, :] - points[None, :, :]) ** 2).sum(axis=2)
            away[:, number] = np.inf
            # If the paper comes closer to another, it joins that one's neighbours and the last of them drops out.
            # Where the paper is a neighbour already, the last of the others is the one beyond the `NEIGHBOURS`.
            within = (lists[:, :NEIGHBOURS] == number).any(axis=1)
            last = lists[everyone, np.where(within, NEIGHBOURS, NEIGHBOURS - 1)]
            gain = costs[:, number] - costs[everyone, last]
            joined = np.where(away < distances[everyone, last], gain, 0).sum(axis=1)
            nearest = np.argpartition(away, NEIGHBOURS - 1, axis=1)[:, :NEIGHBOURS]
            totals = costs[number][nearest].sum(axis=1) + joined
            best = int(np.argmin(totals))
            if totals[best] < totals[0]:
                moved = True
                points[number] = free[best]
                touched = (lists == number).any(axis=1) | (away[best] <= distances[everyone, lists[:, -1]])
                distances[number] = distances[:, number] = away[best]
                touched[number] = True
                lists[touched] = _lists(distances[touched])
        if not moved:
            break
    return points


def _lists(distances: NDArray[np.float64]) -> NDArray[np.intp]:
    """Return for each row of distances the columns of the `NEIGHBOURS + 1` smallest, the nearest first."""
    return np.argsort(distances, axis=1, kind="stable")[:, : NEIGHBOURS + 1]
